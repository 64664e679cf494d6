import Foundation
import TestSupport
import Testing

/// What `doctor` says of how the person at this machine signs, with a real gpg and real SSH keys.
@Suite struct DoctorSigningTests {
  /// Whatever today is, keys made then have been made, and a life of ten days is over.
  private static let made = "20200101T000000"

  /// Runs the doctor as Priya with git settings of hers, and checks that it says all of `words`.
  private func line(
    _ hub: ApproveHub, settings: [String: String], environment: [String: String] = [:],
    anchor: String? = nil, exits status: Int = 0, saying words: [String]
  ) async throws {
    var more = environment
    more["COUNTERSIGN_ANCHOR"] = anchor ?? hub.anchor
    more["GIT_CONFIG_COUNT"] = "\(settings.count)"
    for (place, setting) in settings.sorted(by: { $0.key < $1.key }).enumerated() {
      more["GIT_CONFIG_KEY_\(place)"] = setting.key
      more["GIT_CONFIG_VALUE_\(place)"] = setting.value
    }
    let result = try await ApproveProgram(scratch: hub.scratch).run(
      ApproveProgram.countersign, ["doctor"], by: "priya", in: hub.clone, more: more)
    #expect(result.status == status, "\(result.text)\(result.errorText)")
    for word in words { #expect(result.text.contains(word), "\(result.text)") }
  }

  /// A hub in which Priya signs with the certificate given.
  private func hub(_ certificate: [UInt8]) async throws -> ApproveHub {
    let hub = try await ApproveHub(more: [
      "policies/people/priya.yaml": """
      name: priya
      class: employee
      emails: [priya@example.com]
      keys: [{openpgp: keys/priya.asc}]
      verified: 2090-01-01T00:00:00Z
      status: active

      """, "policies/keys/priya.asc": String(decoding: certificate, as: UTF8.self),
    ])
    try await hub.git("fetch", "-q")
    return hub
  }

  @Test func openPGP() async throws {
    let gnupg = try GnuPG()
    let owner = try await gnupg.makeKey("priya", "ed25519", usage: "cert", at: Self.made)
    let subkey = try await gnupg.addSubkey(to: owner, "ed25519", at: Self.made)
    let stranger = try await gnupg.makeKey("stranger", "ed25519", at: Self.made)
    let hub = try await hub(try await gnupg.export([owner]))
    let home = ["GNUPGHOME": gnupg.home.path]
    func line(_ settings: [String: String], _ words: String...) async throws {
      try await self.line(hub, settings: settings, environment: home, saying: words)
    }
    // Without any setting git names the committer's address to gpg.
    try await line([:], "ok       you sign as priya with \(subkey)")
    try await line(["user.signingkey": owner], "ok       you sign as priya with \(subkey)")
    try await line(["user.signingkey": "\(subkey)!"], "ok       you sign as priya with \(subkey)")
    try await line(
      ["user.signingkey": "\(owner)!"], "warning  git signs with openpgp, and gpg has no key",
      "that can sign")
    try await line(
      ["user.signingkey": stranger], "warning  your OpenPGP key \(stranger) is nobody's",
      "gpg --armor --export \(stranger)")
    try await line(
      ["user.signingkey": "nobody@example.com"], "warning  git signs with openpgp, and gpg has no")
    try await line(
      ["gpg.openpgp.program": "/nowhere/gpg", "gpg.program": "gpg"],
      "warning  git signs with openpgp, and there is no program /nowhere/gpg")
    try await line(
      ["gpg.openpgp.program": "gpg", "gpg.program": "/nowhere/gpg"], "ok       you sign")

    let gpg = try await mustRun("sh", ["-c", "command -v gpg"]).text
    try await line(["gpg.program": gpg], "ok       you sign as priya with \(subkey)")

    // gpg takes the newest subkey, which nobody has landed yet.
    let newer = try await gnupg.addSubkey(to: owner, "ed25519", at: "20200301T000000")
    try await gnupg.shutDown()
    try await line(
      ["user.signingkey": owner],
      "warning  gpg signs with \(newer), which the certificate of priya",
      "land the certificate anew")
    try await line(["user.signingkey": "\(subkey)!"], "ok       you sign as priya with \(subkey)")
  }

  @Test func anOpenPGPKeyThatWasExtendedAndNotLanded() async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey("priya", "ed25519", expire: "10d", at: Self.made)
    let hub = try await hub(try await gnupg.export([key]))
    try await gnupg.gpg(["--quick-set-expire", key, "never"], at: "20200105T000000")
    try await gnupg.shutDown()
    try await line(
      hub, settings: [:], environment: ["GNUPGHOME": gnupg.home.path],
      exits: 1,
      saying: [
        "warning  your OpenPGP key \(key) cannot sign by the policies", "extend the key of priya",
      ])
  }

  @Test func ssh() async throws {
    let hub = try await ApproveHub()
    try await hub.git("fetch", "-q")
    let file = hub.scratch.file("key-priya")
    let text = String(decoding: try hub.scratch.read("key-priya.pub"), as: UTF8.self)
    let key = String(text.dropLast())
    let agent = try hub.scratch.write("#!/bin/sh\necho 'key::\(key)'\n", to: "agent", mode: 0o755)
    func line(_ settings: [String: String], _ words: String...) async throws {
      try await self.line(
        hub, settings: settings.merging(["gpg.format": "ssh"]) { $1 }, saying: words)
    }
    let isPriya = "ok       you sign as priya with SHA256:"
    for value in [file, "\(file).pub", key, "key::\(key)"] {
      try await line(["user.signingkey": value], isPriya)
    }
    try await line(["gpg.ssh.defaultKeyCommand": agent], isPriya)
    try await line([:], "warning  git does not know your signing key")
    try await line(["gpg.ssh.defaultKeyCommand": "/nowhere"], "warning  git does not know your")
    try await line(
      ["user.signingkey": hub.scratch.file("nowhere")], "warning  your signing key", "be read")
    // git would look for a file of this name.
    try await line(
      ["user.signingkey": "ecdsa-sha2-nistp256 AAAA"], "warning  your signing key", "key::")
    try await line(
      ["user.signingkey": hub.scratch.file("key-foreign")], "warning  your signing key",
      "is nobody's in the policies")
  }

  @Test func anSSHKeyThatIsRetired() async throws {
    let hub = try await ApproveHub(begun: false)
    let file = "policies/people/priya.yaml"
    let text = String(decoding: try hub.scratch.read("clone/\(file)"), as: UTF8.self)
    let changed = try await hub.propose(
      [file: text.replacing("verified:", with: "    retired: 2020-01-01T00:00:00Z\nverified:")],
      on: "main")
    // Without a ledger the anchor's policy is in force.
    for (anchor, says) in [
      (hub.anchor, "ok       you sign as priya"), (changed, "is retired or compromised"),
    ] {
      try await line(
        hub, settings: ["gpg.format": "ssh", "user.signingkey": hub.scratch.file("key-priya")],
        anchor: anchor, exits: 1, saying: [says])
    }
  }
}
