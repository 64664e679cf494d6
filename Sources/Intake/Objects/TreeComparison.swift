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
    from before: ObjectID?, to after: ObjectID?, at folder: String = ""
  ) throws(GitError) -> [Difference] {
    var found: [Difference] = []
    try walk([before, after], at: Array(folder.utf8)) { sides in
      sides[0] == sides[1] ? .skip : .descend
    } visit: { path, leaves throws(GitError) in
      if leaves[0] != leaves[1] {
        try reader.charge(.changes)
        found.append(Difference(path: path, before: leaves[0], after: leaves[1]))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// Every path of `before`, a tree that is trusted, whose entry differs in `after`, sorted.
  ///
  /// What only `after` has is not looked at, so it costs no more than `before` is large.
  func changes(ofKnown before: ObjectID, in after: ObjectID, at folder: String) throws(GitError)
    -> [Difference]
  {
    var found: [Difference] = []
    try walk([before, after], at: Array(folder.utf8), listing: .first) { sides in
      sides[0] == sides[1] ? .skip : .descend
    } visit: { path, leaves throws(GitError) in
      if leaves[0] != leaves[1] {
        found.append(Difference(path: path, before: leaves[0], after: leaves[1]))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// Every path at which the first tree has an entry that none of the others has, with that entry.
  ///
  /// With one other tree these are its changes; with a merge's parents, what the merge made itself.
  func changes(of tree: ObjectID, against others: [ObjectID?]) throws(GitError) -> [RepositoryPath:
    Entry?]
  {
    var found: [RepositoryPath: Entry?] = [:]
    try walk([tree] + others) { sides in
      sides.dropFirst().contains(sides[0]) ? .skip : .descend
    } visit: { path, leaves throws(GitError) in
      guard !leaves.dropFirst().contains(leaves[0]) else { return }
      try reader.charge(.changes)
      found[path] = .some(leaves[0])
    }
    return found
  }

  enum Step { case skip, descend }

  /// Whose names are visited.
  enum Listing { case first, all }

  /// Visits every name below the trees at which `step` says to go on, deepest folders included.
  ///
  /// - Parameters:
  ///   - names: Where there are any, other paths are not looked at.
  ///   - listing: Whether a name has to be in the first tree.
  func walk(
    _ trees: [ObjectID?], at folder: [UInt8] = [], among names: PathTree? = nil,
    listing: Listing = .all, step: ([ObjectID?]) -> Step,
    visit: (RepositoryPath, [Entry?]) throws(GitError) -> Void
  ) throws(GitError) {
    var roots: [Side] = []
    for tree in trees { roots.append(try tree.map(reader.root) ?? .absent) }
    try visit(RepositoryPath(folder), roots.map(\.leaf))
    var waiting = [
      Place(prefix: folder, folders: roots.map(\.folder), names: names, listing: listing)
    ]
    while let place = waiting.popLast() {
      guard case .descend = step(place.folders) else { continue }
      let below = waiting.count
      try open(place) { place in
        waiting.append(place)
      } visit: { path, leaves throws(GitError) in
        try visit(path, leaves)
      }
      // The first folder next: so paths come nearly sorted, which is what nearly all callers make of them.
      waiting[below...].reverse()
    }
  }

  /// The folders that stand at one path on each side, and which of their names are meant.
  private struct Place {
    let prefix: [UInt8]
    let folders: [ObjectID?]
    let names: PathTree?
    let listing: Listing
  }

  /// Holds the entries of one place against each other.
  private func open(
    _ place: Place, descend: (Place) -> Void,
    visit: (RepositoryPath, [Entry?]) throws(GitError) -> Void
  ) throws(GitError) {
    var opened: [Folder?] = []
    for folder in place.folders { opened.append(try folder.flatMap(reader.folder)) }
    let listed = opened.reduce(0) { $0 + ($1?.entries.count ?? 0) }
    // What stands at one name on each side; the arrays serve for all names.
    var entries: [Entry?] = opened.map { _ in nil }
    var leaves = entries
    var folders = place.folders

    func compare(_ name: [UInt8], _ names: PathTree?) throws(GitError) {
      // The same entry on every side is never a difference, a change or an evil.
      if entries.allSatisfy({ $0 == entries[0] }) { return }
      for side in entries.indices {
        let found = try reader.side(entries[side])
        (leaves[side], folders[side]) = (found.leaf, found.folder)
      }
      let path = try self.path(place.prefix, name)
      if names?.isEnd ?? true, leaves.contains(where: { $0 != nil }) {
        try visit(RepositoryPath(path), leaves)
      }
      if names?.hasNames ?? true, folders.contains(where: { $0 != nil }) {
        descend(
          Place(prefix: path, folders: folders, names: names, listing: place.listing))
      }
    }

    if let names = place.names, names.below.count * opened.count * 8 < listed {
      try reader.charge(.entries, names.below.count * opened.count)
      for (name, names) in names.inOrder {
        for side in opened.indices { entries[side] = opened[side]?[name[...]] }
        try compare(name, names)
      }
      return
    }
    try reader.charge(.entries, listed * opened.count)
    var hints = opened.map { _ in 0 }
    let listing = place.listing == .first ? opened.prefix(1) : opened[...]
    for (first, folder) in listing.enumerated() {
      for listed in folder?.entries ?? [] {
        let entry = Entry(mode: listed.mode, id: listed.id)
        var isKnown = false
        for side in opened.indices {
          entries[side] =
            side == first ? entry : opened[side]?.entry(listed.name, near: &hints[side])
          // Each name once, at the first side that has it.
          if side < first, entries[side] != nil { isKnown = true }
        }
        if isKnown || entries.allSatisfy({ $0 == entry }) { continue }
        if let names = place.names {
          guard let below = names.below[listed.name] else { continue }
          try compare(listed.name, below)
        } else {
          try compare(listed.name, nil)
        }
      }
    }
  }

  private func path(_ prefix: [UInt8], _ name: [UInt8]) throws(GitError) -> [UInt8] {
    try reader.meter?.check(.pathBytes, prefix.count + 1 + name.count)
    guard !prefix.isEmpty else { return name }
    var path: [UInt8] = []
    path.reserveCapacity(prefix.count + 1 + name.count)
    path += prefix
    path.append(UInt8(ascii: "/"))
    path += name
    return path
  }
}
