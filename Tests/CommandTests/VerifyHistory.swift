import FoundationEssentials
import TestSupport
import Testing

/// A history with every kind of SSH signature, to hold `countersign verify` against git.
struct VerifyHistory {
  let sandbox: GitSandbox
  /// Public lines by name, for signers files; `ca` is an authority.
  private(set) var lines: [String: String] = [:]
  private var tip: String?

  /// 2026-01-15T12:00:00Z and 2026-07-15T12:00:00Z: in winter and in summer.
  static let winter = 1_768_478_400
  static let summer = 1_784_116_800

  init() async throws {
    sandbox = try await GitSandbox(bare: true)
    for (name, type, bits) in [
      ("ed", "ed25519", nil), ("p256", "ecdsa", 256), ("p384", "ecdsa", 384),
      ("p521", "ecdsa", 521), ("rsa", "rsa", 2048), ("stranger", "ed25519", nil),
      ("ca", "ed25519", nil), ("unnamed", "ed25519", nil),
    ] as [(String, String, Int?)] {
      let key = try await sandbox.makeKey(name, type: type, bits: bits)
      lines[name] = key.publicLine
      try await add(name, signedWith: key.path, at: Self.winter)
    }
    try await add("summer", signedWith: key("ed"), at: Self.summer)
    try await add("unsigned", signedWith: nil, at: Self.summer)
    for (name, options) in [
      ("ann", ["-n", "ann,bob"]), ("host", ["-h", "-n", "ann"]), ("nobody", []),
      ("year", ["-n", "ann", "-V", "20260101Z:20260301Z"]),
    ] {
      let made = try await sandbox.makeKey(name)
      try await mustRun(
        "ssh-keygen",
        ["-q", "-s", key("ca"), "-I", "badge of \(name)", "-z", "7"] + options + [
          "\(made.path).pub"
        ])
      for date in [Self.winter, Self.summer] {
        try await add(name, signedWith: "\(made.path)-cert.pub", at: date)
      }
    }
    try await addForgeries()
    try await sandbox.point("refs/heads/main", at: tip ?? "")
  }

  private func key(_ name: String) -> String { sandbox.scratch.file("key-\(name)") }

  /// A commit on top, signed by git itself.
  private mutating func add(_ name: String, signedWith path: String?, at date: Int) async throws {
    let signer = path.map { GitKey(path: $0, publicLine: "") }
    tip = try await sandbox.commit(
      files: ["\(name)": "\(date)"], parents: tip.map { [$0] } ?? [], "Commit \(name)\n",
      date: date,
      key: signer)
  }

  /// Commits whose signature is over another commit, not for git, or none at all.
  private mutating func addForgeries() async throws {
    let signed = try await sandbox.git("cat-file", "commit", tip ?? "") + "\n"
    tip = try await sandbox.writeObject(
      Array(signed.replacing("Commit year", with: "Commit yeah").utf8), as: "commit")
    let payload = try await unsigned("namespace")
    let signature = try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-n", "file", "-f", key("ed")], input: Array(payload.utf8)
    ).text
    try await write(payload, signature: signature)
    try await write(
      try await unsigned("garbage"),
      signature: "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----")
  }

  private func unsigned(_ name: String) async throws -> String {
    let commit = try await sandbox.commit(
      files: [name: name], parents: tip.map { [$0] } ?? [], "Commit \(name)\n", date: Self.winter)
    return try await sandbox.git("cat-file", "commit", commit) + "\n"
  }

  private mutating func write(_ payload: String, signature: String) async throws {
    let folded = signature.split(separator: "\n").joined(separator: "\n ")
    let signed = payload.replacing(
      "\n\n", with: "\ngpgsig \(folded)\n\n", maxReplacements: 1)
    tip = try await sandbox.writeObject(Array(signed.utf8), as: "commit")
  }

  // MARK: What is said of it

  /// What git says: `id letter principal key`.
  func git(
    signers: String, revoked: String? = nil, zone: String = "UTC", _ arguments: [String] = ["main"]
  ) async throws -> [String] {
    var settings = ["-c", "gpg.ssh.allowedSignersFile=\(signers)"]
    if let revoked { settings += ["-c", "gpg.ssh.revocationFile=\(revoked)"] }
    let result = try await gitThatVerifies(
      settings + ["log", "--format=%H %G? %GS %GF"] + arguments, in: sandbox.path,
      environment: sandbox.environment().merging(["TZ": zone]) { $1 })
    #expect(result.status == 0, "\(result.errorText)")
    return result.text.split(separator: "\n").map { line in
      line.hasSuffix("B  ") || line.hasSuffix("N  ") ? String(line.dropLast(2)) : String(line)
    }
  }

  /// What `countersign verify` says, in git's letters.
  func countersign(
    signers: String, revoked: String? = nil, zone: String = "UTC",
    _ arguments: [String] = ["--all-commits", "main"]
  ) async throws -> [String] {
    var options = ["--signers", signers]
    if let revoked { options += ["--revoked", revoked] }
    let result = try await runProgram(
      AccessRepository.program, ["verify", "--format", "json"] + options + arguments,
      in: sandbox.path, environment: sandbox.environment().merging(["TZ": zone]) { $1 })
    guard result.status < 2 else { throw ScratchError(what: result.errorText) }
    return try result.text.split(separator: "\n").map { line in
      try JSONDecoder().decode(Verdict.self, from: Data(line.utf8)).asOfGit
    }
  }

  /// One line of `verify --format json`.
  struct Verdict: Decodable {
    let commit: String
    let format: String
    let verdict: String
    let key: String?
    let principal: String?

    /// In the letters of `git log --format=%G?`, with the table of docs/verify.md.
    var asOfGit: String {
      switch verdict {
      case "good": "\(commit) G \(principal ?? "") \(key ?? "")"
      case "unknown-key", "expired-key": "\(commit) U  \(key ?? "")"
      case "unsigned": "\(commit) N"
      default: "\(commit) B"
      }
    }
  }
}

/// Runs git, once more where it died of a closed pipe.
///
/// git writes the payload to ssh-keygen and does not mind SIGPIPE: where ssh-keygen is done with a bad
/// signature before git has written, git dies, which on a busy machine it often does.
func gitThatVerifies(
  _ arguments: [String], in directory: String, environment: [String: String]
) async throws -> ProgramResult {
  let closedPipe = 128 + 13
  var result: ProgramResult
  var tries = 0
  repeat {
    result = try await runProgram(
      "git", arguments, in: directory, environment: environment)
    tries += 1
  } while result.status == closedPipe && tries < 20
  return result
}
