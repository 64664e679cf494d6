import Model
import Signatures
import TestSupport

/// Keys and signatures that a real gpg made, once for all suites that look at them.
struct OpenPGPFixture: Sendable {
  /// One signature, the certificate that it is held against, and whose it is.
  struct Item: Sendable {
    /// As gpg exported it.
    let certificate: [UInt8]
    let signature: [UInt8]
    /// The fingerprint of the key that signed.
    let key: String
    /// The fingerprint of the certificate's primary key.
    let primary: String
  }

  static let payload = Array("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nMerge it\n".utf8)
  /// When keys are made, when they sign, and when everything is looked at.
  static let made = "20260101T000000"
  static let signed = "20260601T000000"
  static let looked = "20261121T120000"
  static let now = instant("2026-11-21T12:00:00Z")

  private static let shared = Task { try await OpenPGPFixture() }

  /// The items by name, made when first asked for.
  static func item(_ name: String) async throws -> Item {
    guard let item = try await shared.value.items[name] else {
      throw ScratchError(what: "there is no item \(name)")
    }
    return item
  }

  private(set) var items: [String: Item] = [:]

  private init() async throws {
    let gnupg = try GnuPG()
    do {
      try await fill(gnupg)
    } catch {
      try await gnupg.shutDown()
      throw error
    }
    try await gnupg.shutDown()
  }

  private mutating func fill(_ gnupg: GnuPG) async throws {
    for algorithm in [
      "rsa1024", "rsa2048", "rsa3072", "rsa4096", "ed25519", "nistp256", "nistp384", "nistp521",
      "dsa1024", "dsa2048", "secp256k1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1",
    ] {
      let key = try await gnupg.makeKey(algorithm, algorithm, at: Self.made)
      try await keep(algorithm, key, gnupg)
    }
    for bits in [2048, 4096] { try await keepAsGitHub("rsa\(bits)", bits, gnupg) }
    try await digests(gnupg)
    try await subkeys(gnupg)
    try await expiries(gnupg)
    try await revocations(gnupg)
  }

  /// A signature with the faults that those of GitHub's pages have, by a key as long as theirs.
  private mutating func keepAsGitHub(_ name: String, _ bits: Int, _ gnupg: GnuPG) async throws {
    let key = primary(name)
    for second in 10..<60 {
      let signature = try await gnupg.sign(Self.payload, by: key, at: "20260601T0000\(second)")
      let packet = try OpenPGPMutationTests.content(of: signature)
      guard let changed = OpenPGPForge.asGitHub(packet, modulusBits: bits) else { continue }
      // They end in an empty line, too.
      let certificate = OpenPGPForge.withWrongHints(try await gnupg.export([key], armored: false))
      items["\(name) as GitHub"] = Item(
        certificate: certificate, signature: OpenPGPForge.armored(changed) + [10],
        key: key, primary: key)
      return
    }
    throw ScratchError(what: "no signature of \(name) is short")
  }

  private mutating func digests(_ gnupg: GnuPG) async throws {
    for (name, key, options) in [
      ("md5", "rsa2048", ["--digest-algo", "MD5"]),
      ("sha1", "rsa2048", ["--digest-algo", "SHA1"]),
      ("ripemd160", "rsa2048", ["--digest-algo", "RIPEMD160"]),
      ("sha224", "rsa2048", ["--digest-algo", "SHA224"]),
      ("sha384", "rsa2048", ["--digest-algo", "SHA384"]),
      ("sha512", "ed25519", ["--digest-algo", "SHA512"]),
      ("text", "ed25519", ["--textmode"]),
      ("notation", "ed25519", ["--sig-notation", "note@example.com=yes"]),
      ("critical notation", "ed25519", ["--sig-notation", "!note@example.com=yes"]),
      ("policy URL", "ed25519", ["--sig-policy-url", "https://example.com/p"]),
      ("critical policy URL", "ed25519", ["--sig-policy-url", "!https://example.com/p"]),
      ("expired signature", "ed25519", ["--default-sig-expire", "1d"]),
      ("two signatures", "ed25519", ["--local-user", "nistp256"]),
      ("comment", "ed25519", ["--comment", "made by a test", "--emit-version"]),
    ] {
      try await keep(name, primary(key), gnupg, options: options)
    }
    try await keep("future", primary("ed25519"), gnupg, at: "20261121T120501")
    try await keep("nearly future", primary("ed25519"), gnupg, at: "20261121T120459")
    try await keep(
      "before its key", primary("ed25519"), gnupg, at: "20251231T000000",
      options: ["--ignore-time-conflict"])
  }

  private mutating func subkeys(_ gnupg: GnuPG) async throws {
    let owner = try await gnupg.makeKey("subkeys", "ed25519", usage: "cert", at: Self.made)
    // gpg takes a bare `nistp256` for a subkey's encryption.
    for (name, algorithm) in [
      ("ed25519", "ed25519"), ("rsa3072", "rsa3072"), ("nistp256", "nistp256/ecdsa"),
      ("dsa2048", "dsa2048"), ("brainpoolP256r1", "brainpoolP256r1/ecdsa"),
    ] {
      let subkey = try await gnupg.addSubkey(to: owner, algorithm, at: Self.made)
      try await keep("\(name) subkey", owner, gnupg, by: subkey)
    }
    let binary = try await gnupg.export([owner], armored: false)
    let bound = items["ed25519 subkey"]
    items["subkey with wrong hints"] = bound.map {
      Item(
        certificate: OpenPGPForge.withWrongHints(binary), signature: $0.signature, key: $0.key,
        primary: $0.primary)
    }
    _ = try await gnupg.addSubkey(to: owner, "cv25519", usage: "encr", at: Self.made)
    let last = try await gnupg.addSubkey(to: owner, "ed25519", at: Self.made)
    try await keep("subkey after one for encryption", owner, gnupg, by: last)
  }

  private mutating func expiries(_ gnupg: GnuPG) async throws {
    let expired = try await gnupg.makeKey("expired", "ed25519", expire: "200d", at: Self.made)
    try await keep("expired", expired, gnupg)
    let dated = try await gnupg.makeKey("dated", "rsa2048", expire: "200d", at: Self.made)
    try await keep("expired RSA", dated, gnupg)
    // librnp checks the signatures of these two.
    for algorithm in ["dsa2048", "brainpoolP256r1"] {
      let key = try await gnupg.makeKey(
        "dated\(algorithm)", algorithm, expire: "200d", at: Self.made)
      try await keep("expired \(algorithm)", key, gnupg)
    }

    let shortened = try await gnupg.makeKey("shortened", "ed25519", at: Self.made)
    try await gnupg.gpg(
      ["--quick-set-expire", shortened, "20261001T000000"], at: "20260301T000000")
    try await keep("expiry shortened", shortened, gnupg)
    let extended = try await gnupg.makeKey("extended", "ed25519", expire: "200d", at: Self.made)
    try await gnupg.gpg(["--quick-set-expire", extended, "20280101T000000"], at: "20260301T000000")
    try await keep("expiry extended", extended, gnupg)

    let owner = try await gnupg.makeKey("owner", "ed25519", usage: "cert", at: Self.made)
    let old = try await gnupg.addSubkey(to: owner, "ed25519", expire: "200d", at: Self.made)
    let new = try await gnupg.addSubkey(to: owner, "ed25519", expire: "2000d", at: Self.made)
    try await keep("expired subkey", owner, gnupg, by: old)
    try await keep("subkey beside an expired one", owner, gnupg, by: new)

    let parent = try await gnupg.makeKey(
      "parent", "ed25519", usage: "cert", expire: "200d", at: Self.made)
    let child = try await gnupg.addSubkey(to: parent, "ed25519", at: Self.made)
    try await keep("subkey of an expired key", parent, gnupg, by: child)
  }

  private mutating func revocations(_ gnupg: GnuPG) async throws {
    for (reason, name) in ["no reason", "compromised", "superseded", "retired"].enumerated() {
      let key = try await gnupg.makeKey("revoked\(reason)", "ed25519", at: Self.made)
      try await keep("revoked: \(name)", key, gnupg, revoked: (nil, reason))
      let owner = try await gnupg.makeKey("owner\(reason)", "ed25519", usage: "cert", at: Self.made)
      let subkey = try await gnupg.addSubkey(to: owner, "ed25519", at: Self.made)
      try await keep("revoked subkey: \(name)", owner, gnupg, by: subkey, revoked: (1, reason))
    }
    for algorithm in ["dsa2048", "brainpoolP256r1"] {
      let key = try await gnupg.makeKey("revoked\(algorithm)", algorithm, at: Self.made)
      try await keep("revoked \(algorithm)", key, gnupg, revoked: (nil, 1))
    }
    let weak = try await gnupg.makeKey("weakrevoked", "rsa2048", at: Self.made)
    try await keep(
      "revoked with SHA-1", weak, gnupg, revoked: (nil, 0),
      revokedWith: ["--cert-digest-algo", "SHA1"])
    let owner = try await gnupg.makeKey("halfrevoked", "ed25519", usage: "cert", at: Self.made)
    let gone = try await gnupg.addSubkey(to: owner, "ed25519", at: Self.made)
    let kept = try await gnupg.addSubkey(to: owner, "ed25519", at: Self.made)
    try await keep("subkey to be revoked", owner, gnupg, by: gone, revoked: (1, 1))
    try await keep("subkey beside a revoked one", owner, gnupg, by: kept)
    let sha1 = try await gnupg.gpg(
      [
        "--cert-digest-algo", "SHA1", "--status-fd", "1", "--quick-generate-key",
        "sha1 <sha1@example.com>", "rsa2048", "sign", "never",
      ], at: Self.made)
    guard let key = sha1.text.split(separator: " ").last else {
      throw ScratchError(what: "gpg made no key")
    }
    try await keep("certified with SHA-1", String(key), gnupg)
  }

  private func primary(_ name: String) -> String { items[name]?.primary ?? name }

  /// Signs the payload, then does to the certificate what the item is about, and exports it.
  private mutating func keep(
    _ name: String, _ primary: String, _ gnupg: GnuPG, by subkey: String? = nil,
    at time: String = signed, options: [String] = [],
    revoked: (subkey: Int?, reason: Int)? = nil, revokedWith: [String] = []
  ) async throws {
    let signature = try await gnupg.sign(
      Self.payload, by: "\(subkey ?? primary)!", at: time, options: options)
    if let revoked {
      try await gnupg.revoke(
        primary, subkey: revoked.subkey, reason: revoked.reason, at: "20260701T000000",
        options: revokedWith)
    }
    items[name] = Item(
      certificate: try await gnupg.export([primary]), signature: signature,
      key: subkey ?? primary, primary: primary)
  }
}

/// The instant that `text` writes.
func instant(_ text: String) -> Instant {
  guard let instant = Instant(rfc3339: text.utf8) else {
    preconditionFailure("no instant: \(text)")
  }
  return instant
}
