/// ssh-keygen as an oracle: makes keys, signs, and says what it thinks of signatures.
package struct SSHKeygen: Sendable {
  /// A key pair in files of its own.
  package struct Key: Sendable {
    /// The path of the private key; the public one has `.pub` behind it.
    package let path: String
    /// The private key's file.
    package let privateKey: [UInt8]
    /// The public key's line, with its newline.
    package let publicKey: [UInt8]
  }

  /// Where everything is kept.
  package let directory: ScratchDirectory

  /// Makes an oracle with a directory of its own.
  package init() throws { directory = try ScratchDirectory() }

  /// Makes a key pair; `arguments` are ssh-keygen's, `-t ed25519` for one.
  package func makeKey(
    _ name: String, _ arguments: [String], passphrase: String = ""
  ) async throws -> Key {
    try await mustRun(
      "ssh-keygen",
      ["-q", "-N", passphrase, "-C", "\(name)@example.com", "-f", directory.file(name)] + arguments)
    return Key(
      path: directory.file(name), privateKey: try directory.read(name),
      publicKey: try directory.read("\(name).pub"))
  }

  /// The armored signature that `ssh-keygen -Y sign` makes over `payload`.
  package func sign(
    _ payload: [UInt8], with key: Key, namespace: String = "git", options: [String] = []
  ) async throws -> [UInt8] {
    try await mustRun(
      "ssh-keygen", ["-q", "-Y", "sign", "-f", key.path, "-n", namespace] + options, input: payload
    ).output
  }

  /// Whether `ssh-keygen -Y verify` takes `armored` over `payload`, with `publicKey` allowed.
  package func accepts(
    _ armored: [UInt8], over payload: [UInt8], by publicKey: [UInt8], namespace: String = "git"
  ) async throws -> Bool {
    let folder = try ScratchDirectory()
    try folder.write(armored, to: "signature")
    try folder.write(Array("someone ".utf8) + publicKey, to: "allowed")
    return try await runProgram(
      "ssh-keygen",
      [
        "-Y", "verify", "-f", folder.file("allowed"), "-I", "someone", "-n", namespace, "-s",
        folder.file("signature"),
      ], input: payload
    ).status == 0
  }
}
