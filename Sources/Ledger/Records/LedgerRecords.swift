import Git
import Model

/// Reads the records in one tree of a ledger, trusted or not.
///
/// Names are checked against contents: a record stands where its own id or path puts it.
struct LedgerRecords {
  let repository: Repository
  /// The ledger's tree.
  let root: ObjectID

  /// The entry at `path`.
  func entry(at path: LedgerPath) throws(LedgerError) -> TreeEntry? {
    var folder = root
    for (depth, name) in path.names.enumerated() {
      let entries = try inGit { () throws(GitError) in try repository.tree(folder) }
      guard let entry = entries.first(where: { $0.name == name }) else {
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
    return try repository.record(type, of: entry, at: path.description)
  }

  /// The content of the file at `path`, or nil when there is none.
  func bytes(at path: LedgerPath) throws(LedgerError) -> [UInt8]? {
    guard let entry = try entry(at: path) else { return nil }
    guard entry.mode == TreeEntry.file else {
      throw LedgerError(.unreadable, "\(path) is no regular file")
    }
    return try inGit { () throws(GitError) in
      try repository.bytes(of: entry.id, as: .blob, atMost: Bounds.record)
    }
  }

  /// The grant that stands at `path`, whose id must be the one that the path is made of.
  func grant(_ id: GrantID) throws(LedgerError) -> Grant? {
    guard let grant = try value(Grant.self, at: .grant(id)) else { return nil }
    guard grant.id == id else { throw misplaced(LedgerPath.grant(id).description) }
    return grant
  }

  /// What is recorded of each of `paths`, where there is anything.
  func requests(
    at paths: some Sequence<RepositoryPath>
  ) throws(LedgerError) -> [RepositoryPath: PathRecord] {
    let root = root
    let shares = try inGit { () throws(GitError) in
      try repository.concurrently(Array(paths)) { repository, share throws(GitError) in
        let records = LedgerRecords(repository: repository, root: root)
        return [records.found(at: share)]
      }
    }
    var found: [RepositoryPath: PathRecord] = [:]
    for share in shares { found.merge(try share.get()) { first, _ in first } }
    return found
  }

  private func found(
    at paths: ArraySlice<RepositoryPath>
  ) -> Result<[RepositoryPath: PathRecord], LedgerError> {
    do throws(LedgerError) {
      return .success(try read(paths))
    } catch {
      return .failure(error)
    }
  }

  /// Folders are read once, however many paths lead through them; where one is not there, the first byte of
  /// a path's digest says that there is no record.
  private func read(
    _ paths: ArraySlice<RepositoryPath>
  ) throws(LedgerError) -> [RepositoryPath: PathRecord] {
    var folder = try inGit { () throws(GitError) in try LedgerFolder(root, in: repository) }
    var absent: Set<UInt8> = []
    var found: [RepositoryPath: PathRecord] = [:]
    for path in paths {
      let digest = LedgerPath.digest(of: path)
      if absent.contains(digest[0]) { continue }
      let place = LedgerPath.requests(digest: digest)
      let entry = try inGit { () throws(GitError) -> TreeEntry? in
        if let entry = try folder.entry(at: place.names[...], in: repository) { return entry }
        let shard = try folder.entry(at: place.names.dropLast(), in: repository)
        if shard == nil { absent.insert(digest[0]) }
        return nil
      }
      guard let entry, found[path] == nil else { continue }
      let record = try repository.record(PathRecord.self, of: entry, at: place.description)
      guard record.path == path else { throw misplaced(place.description) }
      found[path] = record
    }
    return found
  }

  /// Every record of `folder` with its blob, in the order of the files' names, one at a time.
  func forEach<Value: Decodable>(
    _ type: Value.Type, in folder: LedgerPath.Folder, placed: (Value) -> LedgerPath,
    _ body: (Value, ObjectID) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    try forEachFile(in: folder) { path, entry throws(LedgerError) in
      try body(try value(type, of: (path, entry), placed: placed), entry.id)
    }
  }

  /// The record in `file`, which must be where `placed` puts it.
  func value<Value: Decodable>(
    _ type: Value.Type, of file: (path: RepositoryPath, entry: TreeEntry),
    placed: (Value) -> LedgerPath
  ) throws(LedgerError) -> Value {
    let value = try repository.record(type, of: file.entry, at: file.path.description)
    guard RepositoryPath(placed(value).description) == file.path else {
      throw misplaced(file.path.description)
    }
    return value
  }

  /// Every file of `folder` in the order of the names.
  func forEachFile(
    in folder: LedgerPath.Folder, _ body: (RepositoryPath, TreeEntry) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    guard let top = try entry(at: LedgerPath(names: [folder.rawValue])) else { return }
    for shard in try entries(of: top) {
      for file in try files(of: shard, in: folder) { try body(file.path, file.entry) }
    }
  }

  /// Every file of `folder`, as far as its shards can be read; `faults` says which cannot.
  func readableEntries(
    of folder: LedgerPath.Folder, faults: inout [String]
  ) throws(LedgerError) -> [(path: RepositoryPath, entry: TreeEntry)] {
    guard let top = try entry(at: LedgerPath(names: [folder.rawValue])) else { return [] }
    var found: [(path: RepositoryPath, entry: TreeEntry)] = []
    for shard in try entries(of: top) {
      do throws(LedgerError) {
        found += try files(of: shard, in: folder)
      } catch {
        faults.append(error.message)
      }
    }
    return found
  }

  private func files(
    of shard: TreeEntry, in folder: LedgerPath.Folder
  ) throws(LedgerError) -> [(path: RepositoryPath, entry: TreeEntry)] {
    let slash = [UInt8(ascii: "/")]
    return try entries(of: shard).map { entry in
      let names = [Array(folder.rawValue.utf8), shard.name, entry.name]
      return (RepositoryPath(names.joined(separator: slash)), entry)
    }
  }

  /// The names of what stands in `folder`, sorted; none where there is no such folder.
  func files(in folder: LedgerPath) throws(LedgerError) -> [String] {
    guard let top = try entry(at: folder) else { return [] }
    return try entries(of: top).map { String(decoding: $0.name, as: UTF8.self) }
  }

  private func entries(of folder: TreeEntry) throws(LedgerError) -> [TreeEntry] {
    guard folder.isTree else {
      throw LedgerError(
        .unreadable, "\(escapedBytes(folder.name)) is not a folder")
    }
    return try inGit { () throws(GitError) in try repository.tree(folder.id) }
  }

  private func misplaced(_ path: String) -> LedgerError {
    LedgerError(.unreadable, "\(path) holds the record of something else")
  }
}
