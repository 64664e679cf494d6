import FoundationEssentials
import TestSupport
import Testing

/// Where `countersign verify` differs from git: each row of the table in docs/verify.md.
@Suite struct VerifyDifferenceTests {
  let sandbox: GitSandbox
  let key: GitKey

  init() async throws {
    sandbox = try await GitSandbox(bare: true)
    key = try await sandbox.makeKey("ed")
  }

  /// A commit without a signature, ending in its message.
  private func payload(_ edit: (String) -> String = { $0 }) async throws -> [UInt8] {
    let commit = try await sandbox.commit(files: ["a": "b"])
    return Array(edit(try await sandbox.git("cat-file", "commit", commit) + "\n").utf8)
  }

  private func signature(of payload: [UInt8], by key: GitKey? = nil) async throws -> String {
    try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-n", "git", "-f", (key ?? self.key).path], input: payload
    ).text
  }

  /// Writes the commit that `signature` makes of `payload`, as HEAD.
  private func land(_ payload: [UInt8], signature: String) async throws {
    let folded = signature.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\n ")
    let end = try #require(payload.firstRange(of: Array("\n\n".utf8)))
    let signed =
      payload[...end.lowerBound] + Array("gpgsig \(folded)\n".utf8)
      + payload[(end.lowerBound + 1)...]
    let commit = try await sandbox.writeObject(signed, as: "commit")
    try sandbox.scratch.write("\(commit)\n", to: "repository.git/refs/heads/main")
  }

  /// What git says of HEAD, and what `verify` says.
  private func verdicts(
    signers: String? = nil, _ more: [String] = []
  ) async throws -> (git: String, own: String) {
    let file = try sandbox.scratch.write((signers ?? "a \(key.publicLine)") + "\n", to: "signers")
    let git = try await gitThatVerifies(
      ["-c", "gpg.ssh.allowedSignersFile=\(file)", "log", "-1", "--format=%G?"],
      in: sandbox.path, environment: sandbox.environment())
    let own = try await runProgram(
      AccessRepository.program,
      ["verify", "--all-commits", "--format", "json", "--signers", file] + more, in: sandbox.path,
      environment: sandbox.environment())
    let last = own.text.split(separator: "\n").first ?? ""
    let decoded =
      last.isEmpty
      ? nil : try JSONDecoder().decode(VerifyHistory.Verdict.self, from: Data(last.utf8))
    return (git.status == 0 ? git.text : "dies", decoded?.verdict ?? "exit \(own.status)")
  }

  /// A twin that nothing is wrong with, so that the others fail for their own reasons.
  @Test func aPlainCommitIsGoodForBoth() async throws {
    let payload = try await payload()
    try await land(payload, signature: try await signature(of: payload))
    #expect(try await verdicts() == ("G", "good"))
  }

  @Test(arguments: [
    ("\ncommitter ", "\ncommitter Eve <eve@x> 1767225600 +0000\ncommitter "),
    ("\n\n", "\nchange-id z\nchange-id y\n\n"), ("\ncommitter ", "\nchange-id z\ncommitter "),
    ("\n\n", "\nCommitter x\n\n"), ("+0000\n\n", "+9900\n\n"),
  ])
  func malformedCommitsAreUnusable(what: String, replacement: String) async throws {
    let payload = try await payload { $0.replacing(what, with: replacement, maxReplacements: 1) }
    try await land(payload, signature: try await signature(of: payload))
    #expect(try await verdicts() == ("G", "unusable"))
  }

  /// A signature covers them, and they mean nothing: as git reads them.
  @Test(arguments: ["change-id zzz", "HG:extra x\n y", "gitbutler-headers-version 2\nchange-id z"])
  func headersThatGitDoesNotKnowAreFine(header: String) async throws {
    let payload = try await payload {
      $0.replacing("\n\n", with: "\n\(header)\n\n", maxReplacements: 1)
    }
    let signature = try await signature(of: payload)
    try await land(payload, signature: signature)
    #expect(try await verdicts() == ("G", "good"))
    // The header is signed: another one is another commit.
    let other = try await self.payload {
      $0.replacing("\n\n", with: "\n\(header)q\n\n", maxReplacements: 1)
    }
    try await land(other, signature: signature)
    #expect(try await verdicts() == ("B", "bad"))
  }

  /// git leaves the signature for another hash out of what it checks, so anybody can put one there.
  @Test func signaturesForOtherHashesAreUnusable() async throws {
    let payload = try await payload()
    let more = try await self.payload {
      $0.replacing("\n\n", with: "\ngpgsig-sha256 x\n\n", maxReplacements: 1)
    }
    try await land(more, signature: try await signature(of: payload))
    #expect(try await verdicts() == ("G", "unusable"))
  }

  @Test func blankLinesBehindASignatureAreNoPartOfIt() async throws {
    let payload = try await payload()
    let signature = try await signature(of: payload)
    for blank in ["\n", "\n\n \n"] {
      try await land(payload, signature: signature + blank)
      #expect(try await verdicts() == ("G", "good"))
    }
  }

  @Test func shortRSAKeysAreWeak() async throws {
    let short = try await sandbox.makeKey("rsa", type: "rsa", bits: 1024)
    let payload = try await payload()
    try await land(payload, signature: try await signature(of: payload, by: short))
    #expect(try await verdicts(signers: "a \(short.publicLine)") == ("G", "weak-key"))
  }

  /// Everybody can sign for the neutral element: R is neutral as well, and S is zero.
  @Test func smallOrderKeysAreWeak() async throws {
    func string(_ bytes: some Collection<UInt8>) -> [UInt8] {
      [0, 0, 0, UInt8(bytes.count)] + bytes
    }
    let neutral = [1] + [UInt8](repeating: 0, count: 31)
    let type = string("ssh-ed25519".utf8)
    let blob = type + string(neutral)
    let proof = type + string(neutral + [UInt8](repeating: 0, count: 32))
    let content =
      Array("SSHSIG".utf8) + [0, 0, 0, 1] + string(blob) + string("git".utf8) + string([])
      + string("sha512".utf8) + string(proof)
    try await land(
      try await payload(),
      signature: """
        -----BEGIN SSH SIGNATURE-----
        \(Data(content).base64EncodedString())
        -----END SSH SIGNATURE-----
        """)
    let line = "a ssh-ed25519 \(Data(blob).base64EncodedString())"
    #expect(try await verdicts(signers: line) == ("G", "weak-key"))
  }

  @Test func armourHasOneForm() async throws {
    let payload = try await payload()
    let signature = try await signature(of: payload)
    for altered in [
      signature + "\ntrailing text", signature.replacing("\n", with: "\n\n", maxReplacements: 1),
    ] {
      try await land(payload, signature: altered)
      #expect(try await verdicts() == ("G", "unusable"))
    }
  }

  @Test func signaturesOfUnknownKindsAreUnusable() async throws {
    let payload = try await payload()
    for (signature, git) in [
      ("-----BEGIN NONSENSE-----\nAAAA\n-----END NONSENSE-----", "dies"),
      ("-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----", "N"),
    ] {
      try await land(payload, signature: signature)
      #expect(try await verdicts() == (git, "unusable"))
    }
  }

  @Test func yearsOfFiveDigitsAreUnusable() async throws {
    let payload = try await payload { $0.replacing("> 1767225600 ", with: "> 253402387200 ") }
    try await land(payload, signature: try await signature(of: payload))
    #expect(try await verdicts() == ("B", "unusable"))
  }

  /// Git goes on without a list that is not there, and calls all bad by one that cannot be read.
  @Test func revokedKeysMustBeReadable() async throws {
    let payload = try await payload()
    try await land(payload, signature: try await signature(of: payload))
    try await sandbox.git(
      "config", "gpg.ssh.revocationFile", sandbox.scratch.file("not-there"))
    #expect(try await verdicts() == ("G", "exit 65"))
    let nonsense = try sandbox.scratch.write("nonsense\n", to: "nonsense")
    try await sandbox.git("config", "gpg.ssh.revocationFile", nonsense)
    #expect(try await verdicts() == ("B", "exit 65"))
  }
}
