import Signatures
import TestSupport
import Testing

/// Commits signed by git verify here; commits signed here verify for git.
@Suite struct SSHGitTests {
  let keygen: SSHKeygen
  let repository: ScratchDirectory
  let environment: [String: String]

  init() throws {
    keygen = try SSHKeygen()
    repository = try ScratchDirectory()
    environment = [
      "HOME": repository.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "A",
      "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A",
      "GIT_COMMITTER_EMAIL": "a@example.com",
    ]
  }

  private func git(_ arguments: String..., input: [UInt8] = []) async throws -> ProgramResult {
    try await mustRun(
      "git", arguments, in: repository.path, environment: environment, input: input)
  }

  private func setUp(_ pair: SSHKeygen.Key) async throws {
    try repository.write(Array("a@example.com ".utf8) + pair.publicKey, to: "allowed")
    for arguments in [
      ["init", "-q"], ["config", "gpg.format", "ssh"], ["config", "user.signingKey", pair.path],
      ["config", "gpg.ssh.allowedSignersFile", repository.file("allowed")],
    ] {
      try await mustRun("git", arguments, in: repository.path, environment: environment)
    }
  }

  /// The signature and the signed bytes of a commit whose last header is `gpgsig`.
  private func split(_ commit: [UInt8]) throws -> (signature: [UInt8], payload: [UInt8]) {
    var signature: [UInt8] = []
    var payload: [UInt8] = []
    var inMessage = false
    for line in commit.split(separator: 10, omittingEmptySubsequences: false) {
      let isFirst = line.starts(with: "gpgsig ".utf8)
      if !inMessage && (isFirst || line.first == UInt8(ascii: " ")) {
        signature += line.dropFirst(isFirst ? 7 : 1) + [10]
      } else {
        inMessage = inMessage || line.isEmpty
        payload += line + [10]
      }
    }
    return (signature, payload.dropLast())
  }

  @Test func commitsOfGitAreGood() async throws {
    let pair = try await keygen.makeKey("key", ["-t", "ed25519"])
    try await setUp(pair)
    _ = try await git("commit", "-q", "-S", "--allow-empty", "-m", "A message\n\nwith a body")
    let (signature, payload) = try split(try await git("cat-file", "commit", "HEAD").output)
    guard case .good(let verified) = SSHSignature.verify(signature, over: payload) else {
      Issue.record("\(SSHSignature.verify(signature, over: payload))")
      return
    }
    #expect(try verified.key == SSHPublicKey(authorizedKey: pair.publicKey))
  }

  @Test(arguments: [["-t", "ed25519"], ["-t", "ecdsa", "-b", "384"]])
  func commitsSignedHereAreGoodForGit(kind: [String]) async throws {
    let pair = try await keygen.makeKey("key", kind)
    try await setUp(pair)
    _ = try await git("commit", "-q", "--allow-empty", "-m", "A message")
    let payload = try await git("cat-file", "commit", "HEAD").output
    let block = try SSHPrivateKey(openSSH: pair.privateKey).sign(payload)
    let header = block.dropLast().split(separator: 10).joined(separator: [10, 32])
    let end = try #require(payload.firstRange(of: [10, 10])?.lowerBound)
    let commit = payload[...end] + Array("gpgsig ".utf8) + header + payload[end...]
    let id = try await git("hash-object", "-t", "commit", "-w", "--stdin", input: Array(commit))
      .text
    let told = try await git("verify-commit", "--raw", id)
    #expect(told.errorText.contains("Good \"git\" signature for a@example.com"))
    #expect(try split(Array(commit)).payload == payload)
  }
}
