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
    let answers = try await accepts([(armored, payload)], by: publicKey, namespace: namespace)
    return answers == [true]
  }

  /// The same for many signatures, each with its payload, by two shells side by side.
  package func accepts(
    _ cases: [(armored: [UInt8], payload: [UInt8])], by publicKey: [UInt8],
    namespace: String = "git"
  ) async throws -> [Bool] {
    let folder = try ScratchDirectory()
    try folder.write(Array("someone ".utf8) + publicKey, to: "allowed")
    for (index, each) in cases.enumerated() {
      try folder.write(each.armored, to: "s\(index)")
      try folder.write(each.payload, to: "p\(index)")
    }
    async let even = accepted(from: 0, below: cases.count, in: folder.path, namespace)
    async let odd = accepted(from: 1, below: cases.count, in: folder.path, namespace)
    let accepted = try await even.union(odd)
    return cases.indices.map(accepted.contains)
  }

  /// The indices of accepted signatures among every second one from `first`.
  private func accepted(
    from first: Int, below end: Int, in folder: String, _ namespace: String
  ) async throws -> Set<Int> {
    let script = """
      i=$1
      while [ "$i" -lt "$2" ]; do
        if ssh-keygen -Y verify -f allowed -I someone -n "$3" -s "s$i" <"p$i" >/dev/null 2>&1
        then echo "$i"
        fi
        i=$((i + 2))
      done
      """
    let result = try await mustRun(
      "sh", ["-c", script, "sh", "\(first)", "\(end)", namespace], in: folder)
    return Set(result.text.split(separator: "\n").compactMap { Int($0) })
  }
}
