internal import Git
internal import Model

/// Git's objects, read strictly and kept for the length of one run.
///
/// A class because everything that walks history or trees shares what it has read; it belongs to one
/// task and never outlives it.
final class ObjectReader {
  let repository: Repository
  private var nodes: KeptObjects<CommitNode>
  private var folders: KeptObjects<Folder?>
  /// Where `entry(at:in:)` looked last: thousands of paths in a row lie in one folder.
  private var last: (root: ObjectID, path: ArraySlice<UInt8>, folder: Folder?)?
  /// What is read now is counted here; absent where only what is trusted, or asked for by path, is read.
  private var account: ReadingAccount?

  /// - Parameter meter: Where reading on another thread for the same landing is counted.
  init(_ repository: Repository, meter: BudgetMeter? = nil) {
    self.repository = repository
    nodes = KeptObjects(weight: ReadingAccount.keptCommits)
    folders = KeptObjects(weight: ReadingAccount.keptFolderBytes)
    account = meter.map(ReadingAccount.init)
  }

  /// Where reading is counted now.
  var meter: BudgetMeter? { account?.meter }

  /// What `body` finds out, or what of it was over `budget`, a fresh one.
  ///
  /// The count is that of what was asked and not of what happened to be in memory, so it is the same in every
  /// run and audit.
  func within<Value>(
    _ budget: Budget, _ body: () throws(IntakeError) -> Value
  ) throws(IntakeError) -> Result<Value, Overrun> {
    let outer = account
    account = ReadingAccount(BudgetMeter(budget))
    defer { account = outer }
    do throws(IntakeError) {
      return .success(try body())
    } catch {
      guard case .git(let failure) = error, let overrun = failure.overrun else { throw error }
      return .failure(.init(overrun.item, over: overrun.limit))
    }
  }

  /// What `body` finds out in what is trusted, or depends on more than a landing; nothing of it is counted.
  func uncounted<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outer = account
    account = nil
    defer { account = outer }
    return try body()
  }

  /// Counts `count` more of `item`.
  ///
  /// - Throws: `.overBudget`.
  func charge(_ item: Budget.Item, _ count: Int = 1) throws(GitError) {
    try account?.meter.charge(item, count)
  }

  /// The commit as far as walking needs it; replace refs and grafts change nothing.
  func commit(_ id: ObjectID) throws(GitError) -> CommitNode {
    guard let meter else { return try mainlineCommit(id) }
    let node: CommitNode
    do throws(GitError) {
      node = try mainlineCommit(id)
    } catch {
      guard error.kind == .tooLarge else { throw error }
      try meter.check(.objectBytes, .max)
      throw error
    }
    try account?.note(node)
    return node
  }

  /// The same for a commit that is already on the mainline, whose reading no later landing answers for.
  func mainlineCommit(_ id: ObjectID) throws(GitError) -> CommitNode {
    if let known = nodes[id] { return known }
    let read = CommitNode(try repository.rawCommit(id))
    nodes.keep(read, as: id, weight: 1)
    return read
  }

  /// The entries of the tree `id`, or nil where the tree is malformed or too large to be opened.
  func folder(_ id: ObjectID) throws(GitError) -> Folder? {
    let folder = try opened(id)
    try account?.note(folder, id)
    return folder
  }

  private func opened(_ id: ObjectID) throws(GitError) -> Folder? {
    if let known = folders[id] { return known }
    var read: Folder?
    do throws(GitError) {
      read = Folder(try repository.tree(id))
    } catch {
      guard error.kind == .corrupt || error.kind == .tooLarge else { throw error }
    }
    folders.keep(read, as: id, weight: read?.bytes ?? 1)
    return read
  }

  /// What `entry` is in a comparison.
  func side(_ entry: Entry?) throws(GitError) -> Side {
    guard let entry else { return .absent }
    guard entry.mode == TreeEntry.tree, try folder(entry.id) != nil else {
      return Side(leaf: entry, folder: nil)
    }
    return Side(leaf: nil, folder: entry.id)
  }

  /// The whole tree `id` as a side.
  func root(_ id: ObjectID) throws(GitError) -> Side {
    try side(Entry(mode: TreeEntry.tree, id: id))
  }

  /// What stands at `path` below the tree `id`.
  func entry(at path: RepositoryPath, in id: ObjectID) throws(GitError) -> Entry? {
    guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else {
      return try folder(id)?[path.bytes[...]]
    }
    let (above, name) = (path.bytes[..<slash], path.bytes[(slash + 1)...])
    try charge(.entries)
    if let last, last.root == id, last.path == above { return last.folder?[name] }
    let folder = try self.folder(at: RepositoryPath(Array(above)), in: id)
    last = (id, above, folder)
    return folder?[name]
  }

  /// The folder that stands at `path` below the tree `id`.
  private func folder(at path: RepositoryPath, in id: ObjectID) throws(GitError) -> Folder? {
    var here = try folder(id)
    for segment in path.segments {
      guard let entry = here?[segment], entry.mode == TreeEntry.tree else { return nil }
      here = try folder(entry.id)
    }
    return here
  }

  /// The folder called `name` in the tree `id`; nil where there is none that can be read.
  func folder(named name: String, in id: ObjectID) throws(GitError) -> ObjectID? {
    try side(entry(at: RepositoryPath(name), in: id)).folder
  }

  /// What stands at `path` below the tree `id` as a leaf: folders have no entry of their own.
  func leaf(at path: RepositoryPath, in id: ObjectID) throws(GitError) -> Entry? {
    try side(entry(at: path, in: id)).leaf
  }

  /// The leaf at `path` in `commit`.
  func leaf(at path: RepositoryPath, inCommit id: ObjectID) throws(GitError) -> Entry? {
    try leaf(at: path, in: commit(id).tree)
  }

  /// What stands at `path` in `commit`.
  func entry(at path: RepositoryPath, inCommit id: ObjectID) throws(GitError) -> Entry? {
    try entry(at: path, in: commit(id).tree)
  }
}
