package import Model

extension Repository {
  /// The entries of the tree `id`, in git's order.
  ///
  /// - Throws: `.corrupt`, naming the tree, for anything that `git fsck` would not pass; `.tooLarge` for more
  ///   than 32 MiB, which is a folder of about a million names.
  package func tree(_ id: ObjectID) throws(GitError) -> [TreeEntry] {
    guard id != .emptyTree else { return [] }
    return try TreeEntry.parse(bytes(of: id, as: .tree, atMost: 32 << 20), of: id)
  }

  /// Writes the tree that differs from `base` by `changes`, and answers with its id.
  ///
  /// Only the folders on the changed paths are read and written, so the cost does not grow with the
  /// rest of the tree. A `base` of nil is the empty tree.
  /// - Throws: `.invalid` when a path is malformed, named twice, or leads through a file;
  ///   `.notFound` when what shall be removed is not there; and what reading and writing throw.
  package func updateTree(_ base: ObjectID?, _ changes: [TreeChange]) throws(GitError) -> ObjectID {
    guard let root = try updateFolder(base, changes, depth: 0) else {
      return try write([], as: .tree)
    }
    return root
  }

  /// The new folder's id, or nil when nothing is left in it.
  private func updateFolder(
    _ base: ObjectID?, _ changes: [TreeChange], depth: Int
  ) throws(GitError) -> ObjectID? {
    var updates: [[UInt8]: [TreeChange]] = [:]
    for change in changes {
      let name = change.path[depth]
      if let fault = TreeName.fault(in: name[...]) { throw invalid(fault, change) }
      updates[name, default: []].append(change)
    }
    let old = try base.map(tree) ?? []
    var replaced: [Int: TreeEntry?] = [:]
    var added: [TreeEntry] = []
    for (name, changes) in updates {
      if let index = Self.index(of: name, in: old) {
        replaced[index] = try updated(old[index], changes, depth)
      } else {
        let absent = TreeEntry(name: name, mode: TreeEntry.tree, id: .emptyTree)
        if let new = try updated(absent, changes, depth) { added.append(new) }
      }
    }
    var entries =
      replaced.isEmpty
      ? old
      : old.enumerated().compactMap { index, entry in
        replaced[index] ?? entry
      }
    if !added.isEmpty {
      entries += added
      entries.sort { $0.precedes($1) }
    }
    let folder = changes.first.map { TreeChange.text($0.path.prefix(depth)) } ?? ""
    return entries.isEmpty ? nil : try write(TreeEntry.format(entries), as: .tree, hint: folder)
  }

  /// Where `name` stands in `entries`, as a file or as a folder.
  private static func index(of name: [UInt8], in entries: [TreeEntry]) -> Int? {
    for mode in [TreeEntry.file, TreeEntry.tree] {
      let wanted = TreeEntry(name: name, mode: mode, id: .null)
      var (low, high) = (0, entries.count)
      while low < high {
        let middle = (low + high) / 2
        if entries[middle].precedes(wanted) { low = middle + 1 } else { high = middle }
      }
      if low < entries.count, entries[low].name == name { return low }
    }
    return nil
  }

  /// What stands in the place of `old` after `changes`, all of which pass through its name.
  private func updated(
    _ old: TreeEntry, _ changes: [TreeChange], _ depth: Int
  ) throws(GitError) -> TreeEntry? {
    if let leaf = changes.first(where: { $0.path.count == depth + 1 }) {
      guard changes.count == 1 else { throw invalid("a path that is changed twice", leaf) }
      guard !old.isTree || old.id == .emptyTree else { throw invalid("a folder", leaf) }
      guard let blob = leaf.blob else {
        guard !old.isTree else { throw failure(.notFound, "nothing to remove", leaf) }
        return nil
      }
      return TreeEntry(name: old.name, mode: TreeEntry.file, id: blob)
    }
    guard old.isTree else { throw invalid("a path through a file", changes[0]) }
    return try updateFolder(old.id, changes, depth: depth + 1).map {
      TreeEntry(name: old.name, mode: TreeEntry.tree, id: $0)
    }
  }

  private func invalid(_ message: String, _ change: TreeChange) -> GitError {
    failure(.invalid, message, change)
  }

  private func failure(
    _ kind: GitError.Kind, _ message: String, _ change: TreeChange
  ) -> GitError {
    GitError(kind, message, context: "change \(TreeChange.text(change.path[...])) in a tree")
  }
}
