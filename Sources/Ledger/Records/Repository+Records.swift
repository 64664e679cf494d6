import Git
import Model

extension Repository {
  /// The value in the file `entry`, which stands at `path` of a ledger's tree.
  ///
  /// - Throws: `.unreadable`, naming the path and the blob; `.git`.
  func record<Value: Decodable>(
    _ type: Value.Type, of entry: TreeEntry, at path: String
  ) throws(LedgerError) -> Value {
    guard entry.mode == TreeEntry.file else {
      throw LedgerError(.unreadable, "\(path) is not a regular file")
    }
    let bytes = try inGit { () throws(GitError) in
      try self.bytes(of: entry.id, as: .blob, atMost: Bounds.record)
    }
    return try LedgerJSON.decode(type, from: bytes, as: "\(path) (blob \(entry.id))")
  }
}
