internal import Git
internal import Model

/// Says at which paths a merge is evil: not what its parents and their base make of each other.
///
/// Merges are checked by entries and never re-run (DESIGN section 5): what `MergeRule` does not ask for
/// alters, smuggles in, drops or resurrects something.
struct MergeCheck {
  let reader: ObjectReader

  init(_ reader: ObjectReader) { self.reader = reader }

  /// The evil paths of the two-parent commit `merge`, sorted; empty where it is clean.
  func evilPaths(of merge: CommitNode) throws(GitError) -> [RepositoryPath] {
    let sides = try MergeSides(reader, ours: merge.parents[0], theirs: merge.parents[1])
    var evil: Set<RepositoryPath> = []
    try TreeComparison(reader).walk([merge.tree] + sides.trees) {
      isClean($0) ? .skip : .descend
    } visit: { path, entries throws(GitError) in
      guard !isClean(entries) else { return }
      try reader.charge(.changes)
      evil.insert(path)
    }
    return evil.sorted()
  }

  /// The paths that `ours` and `theirs` both changed, each in its own way, sorted: whatever a merge makes of them is
  /// evil, also where git makes it by itself.
  func crossedPaths(ours: ObjectID, theirs: ObjectID) throws(GitError) -> [RepositoryPath] {
    let sides = try MergeSides(reader, ours: ours, theirs: theirs)
    var crossed: [RepositoryPath] = []
    try TreeComparison(reader).walk(sides.trees) {
      isCrossed($0) ? .descend : .skip
    } visit: { path, entries throws(GitError) in
      guard isCrossed(entries) else { return }
      try reader.charge(.changes)
      crossed.append(path)
    }
    return crossed.sorted()
  }

  private func isCrossed<Value: Equatable>(_ values: [Value?]) -> Bool {
    MergeRule.outcome(ours: values[0], theirs: values[1], bases: values[2...]) == .conflict
  }

  /// Whether the first value is what the rule makes of the others: ours, theirs, bases.
  private func isClean<Value: Equatable>(_ values: [Value?]) -> Bool {
    MergeRule.outcome(ours: values[1], theirs: values[2], bases: values[3...])
      == .settled(values[0])
  }
}

/// The trees that a merge is made of: ours, theirs, then those of the merge bases, at least one.
struct MergeSides {
  let trees: [ObjectID?]

  init(_ reader: ObjectReader, ours: ObjectID, theirs: ObjectID) throws(GitError) {
    var trees: [ObjectID?] = [try reader.commit(ours).tree, try reader.commit(theirs).tree]
    let bases = try MergeBases(reader).of(ours, theirs)
    // Bases with one tree ask the same.
    var known: Set<ObjectID> = []
    for base in bases {
      let tree = try reader.commit(base).tree
      if known.insert(tree).inserted { trees.append(tree) }
    }
    if bases.isEmpty { trees.append(nil) }
    self.trees = trees
  }
}
