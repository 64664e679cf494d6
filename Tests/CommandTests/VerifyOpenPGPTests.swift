import FoundationEssentials
import TestSupport
import Testing

/// `countersign verify --keyring` beside git with gpg.
@Suite struct VerifyOpenPGPTests {
  let gnupg: GnuPG
  let sandbox: GitSandbox
  static let made = "20260102T000000"

  init() async throws {
    gnupg = try GnuPG()
    sandbox = try await GitSandbox(bare: true)
  }

  /// Writes a commit over `parent` that `key` signed, or whose message was changed afterwards.
  private func commit(
    _ name: String, on parent: String?, by key: String, forged: Bool = false,
    at time: String = "20260103T000000"
  ) async throws -> String {
    let commit = try await sandbox.commit(
      files: [name: name], parents: parent.map { [$0] } ?? [], "Commit \(name)\n")
    let payload = try await sandbox.git("cat-file", "commit", commit) + "\n"
    let signature = try await gnupg.sign(Array(payload.utf8), by: key, at: time)
    let folded = String(decoding: signature.dropLast(), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n ")
    let signed = (forged ? payload.replacing("Commit ", with: "Comet ") : payload)
      .replacing("\n\n", with: "\ngpgsig \(folded)\n\n", maxReplacements: 1)
    return try await sandbox.writeObject(Array(signed.utf8), as: "commit")
  }

  @Test func verdictsAreThoseOfGit() async throws {
    let kinds = ["ed25519", "rsa2048", "nistp256"]
    var keys: [String: String] = [:]
    for kind in kinds { keys[kind] = try await gnupg.makeKey(kind, kind, at: Self.made) }
    keys["expired"] = try await gnupg.makeKey("expired", "ed25519", expire: "5d", at: Self.made)
    keys["revoked"] = try await gnupg.makeKey("revoked", "ed25519", at: Self.made)
    keys["stranger"] = try await gnupg.makeKey("stranger", "ed25519", at: Self.made)
    let owner = try #require(keys["ed25519"])
    keys["subkey"] = try await gnupg.addSubkey(to: owner, "ed25519", at: Self.made)
    var (tip, expected) = (
      nil as String?, [] as [(commit: String, letter: String, verdict: String)]
    )
    for (name, letter, verdict) in [
      ("ed25519", "U", "good"), ("rsa2048", "U", "good"), ("nistp256", "U", "good"),
      ("subkey", "U", "good"), ("expired", "Y", "expired-key"), ("revoked", "R", "revoked-key"),
      ("stranger", "E", "unknown-key"),
    ] {
      let key = try #require(keys[name])
      let commit = try await commit(name, on: tip, by: name == "subkey" ? "\(key)!" : key)
      expected.append((commit, letter, verdict))
      tip = commit
    }
    let forged = try await commit("forged", on: tip, by: owner, forged: true)
    expected.append((forged, "B", "bad"))
    try await sandbox.point("refs/heads/main", at: forged)
    try await gnupg.revoke(try #require(keys["revoked"]), reason: 1, at: "20260104T000000")
    let known = kinds + ["expired", "revoked"]
    let keyring = try sandbox.scratch.write(
      try await gnupg.export(known.compactMap { keys[$0] }), to: "keyring.asc")
    // What git knows: the same certificates and nothing of how much to trust them.
    let home = try GnuPG()
    try await home.gpg(["--import", keyring])
    let git = try await mustRun(
      "git", ["log", "--format=%H %G?"], in: sandbox.path,
      environment: sandbox.environment().merging(["GNUPGHOME": home.home.path]) { $1 })
    let own = try await runProgram(
      AccessRepository.program,
      ["verify", "--all-commits", "--format", "json", "--keyring", keyring], in: sandbox.path,
      environment: sandbox.environment())
    try await gnupg.shutDown()
    try await home.shutDown()
    #expect(
      Set(git.text.split(separator: "\n").map(String.init))
        == Set(expected.map { "\($0.commit) \($0.letter)" }))
    let verdicts = try own.text.split(separator: "\n").map {
      try JSONDecoder().decode(VerifyHistory.Verdict.self, from: Data($0.utf8))
    }
    #expect(
      Set(verdicts.map { "\($0.commit) \($0.verdict)" })
        == Set(expected.map { "\($0.commit) \($0.verdict)" }))
    #expect(verdicts.allSatisfy { $0.format == "openpgp" })
    let bySubkey = verdicts.first { $0.commit == expected[3].commit }
    #expect(bySubkey?.key == keys["subkey"])
    #expect(bySubkey?.principal == "ed25519 <ed25519@example.com>")
  }

  @Test func keyringsMustBeReadable() async throws {
    let commit = try await sandbox.commit(files: ["a": "b"])
    try await sandbox.point("refs/heads/main", at: commit)
    let bad = try sandbox.scratch.write("nonsense\n", to: "bad")
    for file in [bad, "/nonexistent"] {
      let result = try await runProgram(
        AccessRepository.program, ["verify", "--keyring", file], in: sandbox.path,
        environment: sandbox.environment())
      #expect(result.status == 65 && result.output.isEmpty, "\(result.errorText)")
    }
  }

  /// With `signers --openpgp` imported, gpg knows the people of a policy.
  @Test func thePolicysCertificatesAreForGPG() async throws {
    let key = try await gnupg.makeKey("priya", "ed25519", at: "20260101T000000")
    let other = try await gnupg.makeKey("tom", "ed25519", at: "20260101T000000")
    var policies = AccessRepository.Policies()
    for (name, entry) in [
      ("priya", "{openpgp: keys/priya.asc}"),
      ("tom", "{openpgp: keys/tom.asc, retired: 2026-11-01T00:00:00Z}"),
    ] {
      let place = try #require(policies.people.firstIndex { $0.id.hasPrefix(name) })
      policies.people[place].certificates = [entry]
      policies.texts["policies/keys/\(name).asc"] = String(
        decoding: try await gnupg.export([name == "priya" ? key : other]), as: UTF8.self)
    }
    let repository = try await AccessRepository(policies)
    let answer = try await repository.countersign(["signers", "main", "--openpgp"])
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.result.errorText.contains("keys/tom.asc of tom.berg is left out: retired"))
    let home = try GnuPG()
    try await home.gpg(["--import"], input: answer.result.output)
    #expect(try await home.fingerprints(of: key) == [key])
    #expect(try await home.gpg(["--with-colons", "--list-keys"]).text.contains(other) == false)
    try await home.shutDown()
    try await gnupg.shutDown()
  }
}
