extension AccessRepository {
  /// Whose key it is; everybody has one, some have two.
  package enum KeyName: String, CaseIterable, Sendable {
    case priya, priyaSecond, tom, tomSecond, ana, ben, mia, miaSecond, leo, kim, lena, nora
    case nightlyExport, processor, nextProcessor, stranger, sshAuthority
  }

  /// An Ed25519 key pair, made by ssh-keygen once a process and shared by its tests.
  ///
  /// Only the bytes are kept: the files it was made in are gone at once, and each repository writes its own.
  struct KeyPair: Sendable {
    let privateKey: [UInt8]
    let publicLine: String

    private static let all = Task { try await make() }

    static func files(in scratch: ScratchDirectory) async throws -> [KeyName: GitKey] {
      try await all.value.reduce(into: [:]) { files, pair in
        let path = try scratch.write(
          pair.value.privateKey, to: "keys/\(pair.key.rawValue)", mode: 0o600)
        try scratch.write(pair.value.publicLine + "\n", to: "keys/\(pair.key.rawValue).pub")
        files[pair.key] = GitKey(path: path, publicLine: pair.value.publicLine)
      }
    }

    private static func make() async throws -> [KeyName: KeyPair] {
      let scratch = try ScratchDirectory()
      var pairs: [KeyName: KeyPair] = [:]
      for name in KeyName.allCases {
        try await mustRun(
          "ssh-keygen",
          ["-q", "-t", "ed25519", "-N", "", "-C", name.rawValue, "-f", scratch.file(name.rawValue)])
        let line = String(decoding: try scratch.read("\(name.rawValue).pub"), as: UTF8.self)
        pairs[name] = KeyPair(
          privateKey: try scratch.read(name.rawValue),
          publicLine: String(line.prefix { $0 != "\n" }))
      }
      return pairs
    }
  }

  /// The key file of `name`.
  package func key(_ name: KeyName) throws -> GitKey {
    guard let key = keys[name] else { throw ScratchError(what: "no key \(name)") }
    return key
  }
}
