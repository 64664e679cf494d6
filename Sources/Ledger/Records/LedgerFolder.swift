import Git
import Model

/// A folder of the ledger's tree while events change it.
///
/// Folders are read when something in them is first looked for, stay in memory for the events that
/// follow, and are written only where they changed: thousands of events in one run would otherwise
/// read and parse the same few hundred lines again and again.
///
/// Names are ordered by their bytes alone. git orders folders as if they ended in a slash, which is the
/// same order here: no name of the ledger's layout begins with another one beside it.
struct LedgerFolder {
  private var entries: [TreeEntry]
  private var open: [[UInt8]: LedgerFolder] = [:]
  private var changed: Set<[UInt8]> = []

  /// The folder whose tree is `id`; nil for a new one.
  init(_ id: ObjectID?, in repository: Repository) throws(GitError) {
    entries = try id.map { id throws(GitError) in try repository.tree(id) } ?? []
  }

  /// What stands at `names`.
  mutating func entry(
    at names: ArraySlice<[UInt8]>, in repository: Repository
  ) throws(GitError) -> TreeEntry? {
    guard let name = names.first, let found = lookUp(name) else { return nil }
    guard names.count > 1 else { return found }
    try openFolder(name, in: repository)
    return try open[name]?.entry(at: names.dropFirst(), in: repository)
  }

  /// Puts `id` with `mode` at `names`, or takes away what stands there.
  mutating func set(
    _ id: ObjectID?, mode: UInt32, at names: ArraySlice<[UInt8]>, in repository: Repository
  ) throws(GitError) {
    guard let name = names.first else { return }
    guard names.count > 1 else { return put(id, mode: mode, named: name) }
    try openFolder(name, in: repository)
    try open[name]?.set(id, mode: mode, at: names.dropFirst(), in: repository)
    changed.insert(name)
  }

  /// Writes the folders that changed and answers with the tree's id, or nil when it is empty.
  mutating func write(
    to repository: Repository, at path: String = ""
  ) throws(GitError) -> ObjectID? {
    for name in changed {
      let folder = path + "/" + String(decoding: name, as: UTF8.self)
      let id = try open[name]?.write(to: repository, at: folder)
      put(id, mode: TreeEntry.tree, named: name)
    }
    changed.removeAll(keepingCapacity: true)
    guard !entries.isEmpty else { return nil }
    return try repository.write(bytes, as: .tree, hint: path)
  }

  private mutating func openFolder(
    _ name: [UInt8], in repository: Repository
  ) throws(GitError) {
    guard open[name] == nil else { return }
    open[name] = try LedgerFolder(lookUp(name)?.id, in: repository)
  }

  private func lookUp(_ name: [UInt8]) -> TreeEntry? {
    let place = place(of: name)
    guard place < entries.count, entries[place].name == name else { return nil }
    return entries[place]
  }

  private mutating func put(_ id: ObjectID?, mode: UInt32, named name: [UInt8]) {
    let place = place(of: name)
    let isThere = place < entries.count && entries[place].name == name
    guard let id else {
      if isThere { entries.remove(at: place) }
      return
    }
    let entry = TreeEntry(name: name, mode: mode, id: id)
    if isThere {
      entries[place] = entry
    } else {
      entries.insert(entry, at: place)
    }
  }

  /// Where `name` stands, or where it would.
  private func place(of name: [UInt8]) -> Int {
    var range = 0..<entries.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if entries[middle].name.lexicographicallyPrecedes(name) {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  /// The raw bytes of the tree.
  private var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.reduce(0) { $0 + $1.name.count + 28 })
    for entry in entries {
      bytes.append(contentsOf: entry.isTree ? Self.treeMode : Self.fileMode)
      bytes.append(contentsOf: entry.name)
      bytes.append(0)
      entry.id.append(to: &bytes)
    }
    return bytes
  }

  private static let treeMode = Array("\(String(TreeEntry.tree, radix: 8)) ".utf8)
  private static let fileMode = Array("\(String(TreeEntry.file, radix: 8)) ".utf8)
}
