extension AccessRepository {
  /// The bytes of a merge, to be bent: header lines and message, without a signature.
  package struct RawCommit: Sendable {
    package var headers: [String]
    package var message: [UInt8]

    /// What is signed.
    package var payload: [UInt8] {
      Array(headers.map { $0 + "\n" }.joined().utf8) + [UInt8(ascii: "\n")] + message
    }

    /// The object with `signature` as its header `name`, which goes to the end of the headers.
    package func bytes(signature: String?, header name: String = "gpgsig") -> [UInt8] {
      guard let signature else { return payload }
      // OpenPGP's armor has an empty line, which git folds like any other.
      let folded = signature.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\n ")
      var signed = self
      signed.headers.append("\(name) \(folded)")
      return signed.payload
    }
  }

  /// The clean merge of `theirs` into `ours` as `person` would make it, before it is signed.
  package func rawMerge(
    _ theirs: String, into ours: String, by person: Person
  ) async throws -> RawCommit {
    let merge = try await merge(theirs, into: ours, by: person, signed: .unsigned)
    let text = try await sandbox.git("cat-file", "commit", merge)
    let headers = text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }
    return RawCommit(headers: headers.map(String.init), message: Array("A merge\n".utf8))
  }

  /// The SSH signature of `payload`, made by ssh-keygen.
  package func signature(
    of payload: [UInt8], by key: GitKey, namespace: String = "git"
  ) async throws -> String {
    try await mustRun(
      "ssh-keygen", ["-Y", "sign", "-n", namespace, "-f", key.path], in: sandbox.scratch.path,
      input: payload
    ).text
  }

  /// Writes a commit object as it is, whatever git thinks of it.
  package func write(_ commit: [UInt8]) async throws -> String {
    try await sandbox.writeObject(commit, as: "commit")
  }

  /// Writes a tree object with these entries in this order, whatever git thinks of it.
  package func writeTree(
    _ entries: [(mode: String, name: String, id: String)]
  ) async throws -> String {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += Array("\(entry.mode) \(entry.name)".utf8) + [0]
      var digits = Array(entry.id.utf8)[...]
      while let high = digits.popFirst(), let low = digits.popFirst() {
        let pair = String(decoding: [high, low], as: UTF8.self)
        guard let byte = UInt8(pair, radix: 16) else {
          throw ScratchError(what: "no id: \(entry.id)")
        }
        bytes.append(byte)
      }
    }
    return try await sandbox.writeObject(bytes, as: "tree")
  }
}
