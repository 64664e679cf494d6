internal import Documents
internal import Git
internal import Model

extension ObjectReader {
  /// The file `entry` at `path`, if path, mode, kind and size are a document's.
  ///
  /// All of that is looked at before the content is loaded (THREATS row 26), and an entry that calls a
  /// tree, a commit or nothing at all a file is a fault like any other (THREATS row 24).
  func content(
    at path: RepositoryPath, _ entry: Entry
  ) throws(GitError) -> Result<(kind: DocumentKind, bytes: [UInt8]), DocumentFaults> {
    let isFile = entry.mode != TreeEntry.tree && entry.mode != TreeEntry.submodule
    var size = 0
    if isFile {
      guard entry.id != .null else { return .failure(odd(path, "has no content")) }
      let header = try repository.header(of: entry.id)
      guard header.kind == .blob else {
        return .failure(odd(path, "is called a file and is a \(header.kind)"))
      }
      size = header.size
    }
    let file = RepositoryEntry(path: path, mode: entry.mode, size: size)
    switch documentKind(of: file) {
    case .failure(let faults): return .failure(faults)
    case .success(let kind):
      try charge(.documentBytes, size)
      return .success((kind, try repository.bytes(of: entry.id, as: .blob)))
    }
  }

  /// Counts what it takes to read the policy files among `changed`, whether or not they were parsed before.
  func chargePolicies(_ changed: [Difference]) throws(IntakeError) {
    guard meter != nil else { return }
    do throws(GitError) {
      try charge(.paths, changed.count)
      for change in changed {
        guard let entry = change.after, entry.mode == TreeEntry.file,
          entry.id != .null
        else { continue }
        try charge(.documentBytes, min(try repository.header(of: entry.id).size, 64 << 10))
      }
    } catch {
      throw .git(error)
    }
  }

  private func odd(_ path: RepositoryPath, _ what: String) -> DocumentFaults {
    DocumentFaults([
      Reason(
        .invalidDocument, "the entry \(what)", at: SourceLocation(file: path.description),
        hint: "add the file with git itself")
    ])
  }
}
