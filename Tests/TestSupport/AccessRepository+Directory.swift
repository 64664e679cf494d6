package import Model

extension AccessRepository.FileChange {
  /// A file of the directory's.
  package static func attestation(
    _ path: String, verified: [String] = [], suspended: [String] = [], offboarded: [String] = [],
    at instant: Instant, more: String = ""
  ) -> AccessRepository.FileChange {
    .file(
      path,
      """
      at: \(instant)
      verified: [\(verified.joined(separator: ", "))]
      suspended: [\(suspended.joined(separator: ", "))]
      offboarded: [\(offboarded.joined(separator: ", "))]
      \(more)
      """)
  }
}

extension AccessRepository {
  /// Lands a commit of nobody's that puts `policies/` back to what it is in `commit`, else at the anchor.
  package func putBackPolicies(to commit: String? = nil) async throws {
    let tip = try await tip()
    let policies = try await sandbox.git("rev-parse", "\(commit ?? anchor):policies")
    var entries: [(mode: String, name: String, id: String)] = []
    for line in try await sandbox.git("ls-tree", tip).split(separator: "\n") {
      let parts = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      guard parts.count == 4 else { throw ScratchError(what: "ls-tree said \(line)") }
      let mode = String(parts[0].drop { $0 == "0" })
      entries.append((mode, parts[3], parts[3] == "policies" ? policies : parts[2]))
    }
    try await land(
      try await self.commit(
        tree: try await writeTree(entries), parents: [tip], by: .nora, signed: .unsigned))
  }

  /// The commit `forged` with the signature that `signed` has.
  package func transplantSignature(of signed: String, onto forged: String) async throws -> String {
    func halves(_ commit: String) async throws -> (head: [Substring], rest: [Substring]) {
      let lines = try await sandbox.git("cat-file", "commit", commit)
        .split(separator: "\n", omittingEmptySubsequences: false)
      let end = lines.firstIndex { $0.hasPrefix("gpgsig ") || $0.isEmpty } ?? lines.endIndex
      return (Array(lines[..<end]), Array(lines[end...]))
    }
    let signature = try await halves(signed).rest.prefix { !$0.isEmpty }
    let (head, rest) = try await halves(forged)
    return try await write(Array((head + signature + rest).joined(separator: "\n").utf8) + [0x0A])
  }
}
