/// gpg as an oracle: makes keys of any time, signs, and says what it thinks of signatures.
///
/// Everything happens in a home directory of its own. Whoever makes keys calls `shutDown` at the end: gpg
/// starts an agent for them.
package final class GnuPG: Sendable {
  /// What gpg says of a signature, by the lines that it writes for programs.
  package struct Status: Sendable {
    /// The words of each line behind `[GNUPG:]`.
    package let lines: [[String]]
    /// Whether gpg exited with 0.
    package let isSuccess: Bool

    /// Whether a line begins with `word`.
    package func has(_ word: String) -> Bool { lines.contains { $0.first == word } }

    /// The fingerprint of the key that made the signature.
    package var signer: String? { lines.first { $0.first == "VALIDSIG" }?.dropFirst().first }
  }

  /// Where everything is kept.
  package let home: ScratchDirectory

  /// Makes an oracle with an empty keyring.
  package init() throws { home = try ScratchDirectory() }

  /// Runs gpg, as if it were `time` (`20260102T030405`), and throws unless it exits with 0.
  @discardableResult
  package func gpg(
    _ arguments: [String], at time: String? = nil, input: [UInt8] = []
  ) async throws -> ProgramResult {
    try await mustRun("gpg", flags(time) + arguments, environment: environment, input: input)
  }

  /// Takes in certificates, for `verify` to know their keys.
  ///
  /// - Parameter isWhole: Whether gpg must take all of them; it ends with 2 where it leaves one out.
  package func take(
    _ certificates: [UInt8], at time: String? = nil, isWhole: Bool = true
  ) async throws {
    let arguments = ["--no-autostart", "--import"]
    if isWhole {
      try await gpg(arguments, at: time, input: certificates)
    } else {
      _ = try await runProgram(
        "gpg", flags(time) + arguments, environment: environment, input: certificates)
    }
  }

  /// What gpg says of the signed message in each of `files`, all in one call: its lines for programs, less their mark.
  package func statuses(of files: [String], at time: String) async throws -> [[Substring]] {
    let result = try await runProgram(
      "gpg",
      flags(time) + ["--no-autostart", "--status-fd", "1", "--multifile", "--verify"] + files,
      environment: environment)
    var statuses: [[Substring]] = []
    for line in result.text.split(separator: "\n") where line.hasPrefix("[GNUPG:] ") {
      let said = line.dropFirst("[GNUPG:] ".count)
      if said.hasPrefix("FILE_START ") {
        statuses.append([])
      } else if !statuses.isEmpty {
        statuses[statuses.count - 1].append(said)
      }
    }
    return statuses
  }

  /// Ends gpg's agent, so that nothing of it stays behind.
  package func shutDown() async throws {
    try await mustRun("gpgconf", ["--kill", "all"], environment: environment)
  }

  /// Makes a primary key and answers with its fingerprint.
  ///
  /// - Parameters:
  ///   - algorithm: As gpg names them: `rsa3072`, `ed25519`, `nistp256`, `dsa2048`.
  ///   - expire: `never`, or days (`10d`) from `time`.
  package func makeKey(
    _ name: String, _ algorithm: String, usage: String = "sign", expire: String = "never",
    at time: String
  ) async throws -> String {
    let made = try await gpg(
      [
        "--status-fd", "1", "--quick-generate-key", "\(name) <\(name)@example.com>", algorithm,
        usage, expire,
      ], at: time)
    let line = made.text.split(separator: "\n").first { $0.contains(" KEY_CREATED ") }
    guard let fingerprint = line?.split(separator: " ").last else {
      throw ScratchError(what: "gpg made no key: \(made.text)")
    }
    return String(fingerprint)
  }

  /// Adds a subkey and answers with its fingerprint.
  package func addSubkey(
    to fingerprint: String, _ algorithm: String, usage: String = "sign", expire: String = "never",
    at time: String
  ) async throws -> String {
    try await gpg(["--quick-add-key", fingerprint, algorithm, usage, expire], at: time)
    guard let subkey = try await fingerprints(of: fingerprint).last else {
      throw ScratchError(what: "gpg lists no subkey")
    }
    return subkey
  }

  /// The fingerprints of a primary key and its subkeys, in the certificate's order.
  package func fingerprints(of fingerprint: String) async throws -> [String] {
    try await gpg(["--with-colons", "--list-keys", fingerprint]).text.split(separator: "\n")
      .filter { $0.hasPrefix("fpr:") }
      .compactMap { $0.split(separator: ":", omittingEmptySubsequences: false).dropFirst(9).first }
      .map(String.init)
  }

  /// The certificates of the keys named, armored unless said otherwise.
  package func export(_ names: [String], armored: Bool = true) async throws -> [UInt8] {
    try await gpg((armored ? ["--armor"] : []) + ["--export"] + names).output
  }

  /// A detached signature over `payload`; `name` with `!` means that very subkey.
  package func sign(
    _ payload: [UInt8], by name: String, at time: String, options: [String] = []
  ) async throws -> [UInt8] {
    try await gpg(
      options + ["--armor", "--local-user", name, "--detach-sign"], at: time, input: payload
    ).output
  }

  /// What `gpg --verify` says at `time`.
  package func verify(
    _ signature: [UInt8], over payload: [UInt8], at time: String? = nil
  ) async throws -> Status {
    let folder = try ScratchDirectory()
    let file = try folder.write(signature, to: "signature")
    let result = try await runProgram(
      "gpg", flags(time) + ["--no-autostart", "--status-fd", "1", "--verify", file, "-"],
      environment: environment,
      input: payload)
    let lines = result.text.split(separator: "\n").filter { $0.hasPrefix("[GNUPG:] ") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
    return Status(lines: lines, isSuccess: result.status == 0)
  }

  /// Revokes the key, or one of its subkeys, through gpg's own dialogue.
  ///
  /// - Parameter reason: 0 none, 1 compromised, 2 superseded, 3 no longer used: gpg's numbers in the dialogue.
  package func revoke(
    _ fingerprint: String, subkey: Int? = nil, reason: Int, at time: String,
    options: [String] = []
  ) async throws {
    let answers =
      subkey.map { ["key \($0)", "revkey", "y", "\(reason)", "", "y", "save"] }
      ?? ["revkey", "y", "\(reason)", "", "y", "save"]
    try await gpg(
      options + ["--command-fd", "0", "--status-fd", "2", "--edit-key", fingerprint], at: time,
      input: Array((answers.joined(separator: "\n") + "\n").utf8))
  }

  private var environment: [String: String] { ["HOME": home.path, "GNUPGHOME": home.path] }

  private func flags(_ time: String?) -> [String] {
    ["--batch", "--no-tty", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]
      + ["--trust-model", "always"] + (time.map { ["--faked-system-time", "\($0)!"] } ?? [])
  }
}
