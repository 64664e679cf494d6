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
  func differences(from before: OID?, to after: OID?) throws(GitError) -> [Difference] {
    var found: [Difference] = []
    try walk([before, after]) { sides in
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
    _ trees: [OID?], step: ([OID?]) -> Step,
    visit: (RepositoryPath, [Entry?]) -> Void
  ) throws(GitError) {
    var roots: [Side] = []
    for tree in trees { roots.append(try tree.map(reader.root) ?? .absent) }
    visit(RepositoryPath([]), roots.map(\.leaf))
    var waiting: [(prefix: [UInt8], folders: [OID?])] = [([], roots.map(\.folder))]
    while let (prefix, folders) = waiting.popLast() {
      guard case .descend = step(folders) else { continue }
      var opened: [Folder?] = []
      for folder in folders { opened.append(try folder.flatMap(reader.folder)) }
      var seen: Set<ArraySlice<UInt8>> = []
      for name in opened.flatMap({ $0?.names ?? [] }) where seen.insert(name).inserted {
        let entries = opened.map { $0?[name] }
        // The same entry on every side is never a difference, a change or an evil.
        if entries.allSatisfy({ $0 == entries[0] }) { continue }
        var sides: [Side] = []
        for entry in entries { sides.append(try reader.side(entry)) }
        let path = prefix.isEmpty ? Array(name) : prefix + [UInt8(ascii: "/")] + name
        if sides.contains(where: { $0.leaf != nil }) {
          visit(RepositoryPath(path), sides.map(\.leaf))
        }
        if sides.contains(where: { $0.folder != nil }) {
          waiting.append((path, sides.map(\.folder)))
        }
      }
    }
  }
}
