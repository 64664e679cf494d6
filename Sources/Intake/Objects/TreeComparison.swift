internal import Git
internal import Model

/// One path that differs between trees.
struct Difference {
  let path: RepositoryPath
  let before: Entry?
  let after: Entry?
}

/// Walks several trees side by side, and only where they differ.
///
/// Entries are compared, never contents. Folders are compared by what they hold, so a folder has no
/// entry of its own; equal tree ids are equal folders and are not opened.
struct TreeComparison {
  let reader: ObjectReader

  init(_ reader: ObjectReader) { self.reader = reader }

  /// Every path whose entry differs between two trees, sorted.
  ///
  /// - Parameter folder: Where the two trees stand themselves; paths begin there.
  func differences(
    from before: OID?, to after: OID?, at folder: String = ""
  ) throws(GitError) -> [Difference] {
    var found: [Difference] = []
    try walk([before, after], at: Array(folder.utf8)) { sides in
      sides[0] == sides[1] ? .skip : .descend
    } visit: { path, leaves in
      if leaves[0] != leaves[1] {
        found.append(Difference(path: path, before: leaves[0], after: leaves[1]))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// Every path at which the first tree has an entry that none of the others has, with that entry.
  ///
  /// With one other tree these are its changes; with a merge's parents, what the merge made itself.
  func changes(of tree: OID, against others: [OID?]) throws(GitError) -> [RepositoryPath: Entry?] {
    var found: [RepositoryPath: Entry?] = [:]
    try walk([tree] + others) { sides in
      sides.dropFirst().contains(sides[0]) ? .skip : .descend
    } visit: { path, leaves in
      if !leaves.dropFirst().contains(leaves[0]) { found[path] = .some(leaves[0]) }
    }
    return found
  }

  enum Step { case skip, descend }

  /// Visits every name below the trees at which `step` says to go on, deepest folders included.
  func walk(
    _ trees: [OID?], at folder: [UInt8] = [], step: ([OID?]) -> Step,
    visit: (RepositoryPath, [Entry?]) -> Void
  ) throws(GitError) {
    var roots: [Side] = []
    for tree in trees { roots.append(try tree.map(reader.root) ?? .absent) }
    visit(RepositoryPath(folder), roots.map(\.leaf))
    var waiting: [(prefix: [UInt8], folders: [OID?])] = [(folder, roots.map(\.folder))]
    // What stands at one name on each side; the arrays serve for all names.
    var entries: [Entry?] = roots.map { _ in nil }
    var leaves = entries
    var folders: [OID?] = roots.map { _ in nil }
    while let (prefix, parents) = waiting.popLast() {
      guard case .descend = step(parents) else { continue }
      var opened: [Folder?] = []
      for parent in parents { opened.append(try parent.flatMap(reader.folder)) }
      let below = waiting.count
      for (first, folder) in opened.enumerated() {
        for listed in folder?.entries ?? [] {
          let name = listed.name[...]
          // Each name once, at the first side that has it.
          if opened[..<first].contains(where: { $0?[name] != nil }) { continue }
          for place in opened.indices {
            entries[place] =
              place == first ? Entry(mode: listed.mode, id: listed.id) : opened[place]?[name]
          }
          // The same entry on every side is never a difference, a change or an evil.
          if entries.allSatisfy({ $0 == entries[first] }) { continue }
          for place in entries.indices {
            let side = try reader.side(entries[place])
            (leaves[place], folders[place]) = (side.leaf, side.folder)
          }
          let path = self.path(prefix, listed.name)
          if leaves.contains(where: { $0 != nil }) { visit(RepositoryPath(path), leaves) }
          if folders.contains(where: { $0 != nil }) { waiting.append((path, folders)) }
        }
      }
      // The first folder next: so paths come nearly sorted, which is what nearly all callers make of them.
      waiting[below...].reverse()
    }
  }

  private func path(_ prefix: [UInt8], _ name: [UInt8]) -> [UInt8] {
    guard !prefix.isEmpty else { return name }
    var path: [UInt8] = []
    path.reserveCapacity(prefix.count + 1 + name.count)
    path += prefix
    path.append(UInt8(ascii: "/"))
    path += name
    return path
  }
}
