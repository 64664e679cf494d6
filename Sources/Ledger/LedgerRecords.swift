import Git
import Model

/// Reads the records in one tree of a ledger, trusted or not.
///
/// Names are checked against contents: a record stands where its own id or path puts it.
struct LedgerRecords {
  let repository: Repository
  /// The ledger's tree.
  let root: OID

  /// The entry at `path`.
  func entry(at path: LedgerPath) throws(LedgerError) -> TreeEntry? {
    var folder = root
    for (depth, name) in path.names.enumerated() {
      let entries = try inGit { () throws(GitError) in try repository.tree(folder) }
      guard let entry = entries.first(where: { $0.name.elementsEqual(name.utf8) }) else {
        return nil
      }
      if depth == path.names.count - 1 { return entry }
      guard entry.isTree else { return nil }
      folder = entry.id
    }
    return nil
  }

  /// The value of the file at `path`, or nil when there is none.
  func value<Value: Decodable>(
    _ type: Value.Type, at path: LedgerPath
  ) throws(LedgerError) -> Value? {
    guard let entry = try entry(at: path) else { return nil }
    return try value(type, of: entry, at: path.description)
  }

  /// The grant that stands at `path`, whose id must be the one that the path is made of.
  func grant(_ id: GrantID) throws(LedgerError) -> Grant? {
    guard let grant = try value(Grant.self, at: .grant(id)) else { return nil }
    guard grant.id == id else { throw misplaced(LedgerPath.grant(id).description) }
    return grant
  }

  /// What is recorded of `path`.
  func requests(at path: RepositoryPath) throws(LedgerError) -> PathRecord? {
    guard let record = try value(PathRecord.self, at: .requests(path)) else { return nil }
    guard record.path == path else { throw misplaced(LedgerPath.requests(path).description) }
    return record
  }

  /// Every record of `folder` in the order of its file's name, one at a time.
  func forEach<Value: Decodable>(
    _ type: Value.Type, in folder: LedgerPath.Folder, placed: (Value) -> LedgerPath,
    _ body: (Value) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    guard let top = try entry(at: LedgerPath(names: [folder.rawValue])) else { return }
    for shard in try entries(of: top) {
      for entry in try entries(of: shard) {
        let names = [Array(folder.rawValue.utf8), shard.name, entry.name]
        let shown = harmless(
          names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/"))
        let value = try value(type, of: entry, at: shown)
        guard placed(value).names.map({ Array($0.utf8) }) == names else { throw misplaced(shown) }
        try body(value)
      }
    }
  }

  private func value<Value: Decodable>(
    _ type: Value.Type, of entry: TreeEntry, at path: String
  ) throws(LedgerError) -> Value {
    guard entry.mode == TreeEntry.file else {
      throw LedgerError(.unreadable, "\(path) is not a regular file")
    }
    let bytes = try inGit { () throws(GitError) in
      try repository.bytes(of: entry.id, as: .blob, atMost: LedgerJSON.largest)
    }
    return try LedgerJSON.decode(type, from: bytes, as: "\(path) (blob \(entry.id))")
  }

  private func entries(of folder: TreeEntry) throws(LedgerError) -> [TreeEntry] {
    guard folder.isTree else {
      throw LedgerError(
        .unreadable, "\(harmless(String(decoding: folder.name, as: UTF8.self))) is not a folder")
    }
    return try inGit { () throws(GitError) in try repository.tree(folder.id) }
  }

  private func misplaced(_ path: String) -> LedgerError {
    LedgerError(.unreadable, "\(path) holds the record of something else")
  }
}
