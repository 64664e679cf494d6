internal import Git
internal import Model

/// Git's objects, read strictly and kept for the length of one run.
///
/// A class because everything that walks history or trees shares what it has read; it belongs to one
/// task and never outlives it.
final class ObjectReader {
  let repository: Repository
  private var nodes: [OID: CommitNode] = [:]
  private var folders: [OID: Folder?] = [:]
  /// Where `entry(at:in:)` looked last: thousands of paths in a row lie in one folder.
  private var last: (root: OID, path: ArraySlice<UInt8>, folder: Folder?)?

  init(_ repository: Repository) { self.repository = repository }

  /// The commit as far as walking needs it; replace refs and grafts change nothing.
  func commit(_ id: OID) throws(GitError) -> CommitNode {
    if let known = nodes[id] { return known }
    let read = CommitNode(try repository.rawCommit(id))
    nodes[id] = read
    return read
  }

  /// The entries of the tree `id`, or nil where the tree is malformed.
  func folder(_ id: OID) throws(GitError) -> Folder? {
    if let known = folders[id] { return known }
    var read: Folder?
    do throws(GitError) {
      read = Folder(try repository.tree(id))
    } catch {
      guard error.kind == .corrupt else { throw error }
    }
    folders[id] = .some(read)
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
  func root(_ id: OID) throws(GitError) -> Side {
    try side(Entry(mode: TreeEntry.tree, id: id))
  }

  /// What stands at `path` below the tree `id`.
  func entry(at path: RepositoryPath, in id: OID) throws(GitError) -> Entry? {
    guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else {
      return try folder(id)?[path.bytes[...]]
    }
    let (above, name) = (path.bytes[..<slash], path.bytes[(slash + 1)...])
    if let last, last.root == id, last.path == above { return last.folder?[name] }
    let folder = try self.folder(at: RepositoryPath(Array(above)), in: id)
    last = (id, above, folder)
    return folder?[name]
  }

  /// The folder that stands at `path` below the tree `id`.
  private func folder(at path: RepositoryPath, in id: OID) throws(GitError) -> Folder? {
    var here = try folder(id)
    for segment in path.segments {
      guard let entry = here?[segment], entry.mode == TreeEntry.tree else { return nil }
      here = try folder(entry.id)
    }
    return here
  }

  /// What stands at `path` below the tree `id` as a leaf: folders have no entry of their own.
  func leaf(at path: RepositoryPath, in id: OID) throws(GitError) -> Entry? {
    try side(entry(at: path, in: id)).leaf
  }

  /// The leaf at `path` in `commit`.
  func leaf(at path: RepositoryPath, inCommit id: OID) throws(GitError) -> Entry? {
    try leaf(at: path, in: commit(id).tree)
  }

  /// What stands at `path` in `commit`.
  func entry(at path: RepositoryPath, inCommit id: OID) throws(GitError) -> Entry? {
    try entry(at: path, in: commit(id).tree)
  }
}

/// A commit as a node of the history: what walking needs, without its bytes.
struct CommitNode {
  let id: OID
  let tree: OID
  let parents: [OID]
  /// The committer's date where one can be read, else the epoch: it orders searches, proves nothing.
  let seconds: Int64

  init(_ raw: RawCommit) {
    id = raw.id
    tree = raw.tree
    parents = raw.parents
    seconds = CommitNode.committed(raw.bytes)
  }

  private static func committed(_ bytes: [UInt8]) -> Int64 {
    let lines = bytes.split(
      separator: UInt8(ascii: "\n"), maxSplits: 64, omittingEmptySubsequences: false)
    let line = lines.prefix { !$0.isEmpty }.first { $0.starts(with: "committer ".utf8) }
    guard let line, let bracket = line.lastIndex(of: UInt8(ascii: ">")) else { return 0 }
    let digits = line[(bracket + 1)...].dropFirst().prefix { (0x30...0x39).contains($0) }
    guard digits.count <= 18 else { return 0 }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }
}

/// The entries of one tree, in git's order and by name.
struct Folder {
  /// As git orders them: a folder's name counts as if it ended in a slash.
  let entries: [TreeEntry]

  /// Takes the entries of a tree that was read strictly: they are in order, and no name is there twice.
  init(_ entries: [TreeEntry]) { self.entries = entries }

  /// What stands at `name`, be it a folder or anything else.
  subscript(name: ArraySlice<UInt8>) -> Entry? {
    name.withUnsafeBufferPointer { name in
      let place = place(of: name, endingIn: 0)
      // A folder of this name stands behind all that begins with it and goes on with less than a slash.
      guard place < entries.count, entries[place].name.starts(with: name) else { return nil }
      return entry(at: place, named: name)
        ?? entry(at: self.place(of: name, endingIn: UInt8(ascii: "/")), named: name)
    }
  }

  private func entry(at place: Int, named name: UnsafeBufferPointer<UInt8>) -> Entry? {
    guard place < entries.count, entries[place].name.elementsEqual(name) else { return nil }
    return Entry(mode: entries[place].mode, id: entries[place].id)
  }

  private func place(of name: UnsafeBufferPointer<UInt8>, endingIn end: UInt8) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      let ownEnd = entries[middle].isTree ? UInt8(ascii: "/") : 0
      let isBefore = entries[middle].name.withUnsafeBufferPointer {
        precedes($0, ownEnd, name, end)
      }
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func precedes(
    _ own: UnsafeBufferPointer<UInt8>, _ ownEnd: UInt8, _ name: UnsafeBufferPointer<UInt8>,
    _ end: UInt8
  ) -> Bool {
    let common = min(own.count, name.count)
    for index in 0..<common where own[index] != name[index] { return own[index] < name[index] }
    return (common < own.count ? own[common] : ownEnd)
      < (common < name.count ? name[common] : end)
  }
}
