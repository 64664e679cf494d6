internal import Git
internal import Model

/// Says which commits *changed* a path (DESIGN section 5): the one place where that is defined.
///
/// A commit changed a path when its entry there differs from its only parent's (a root's: from absent),
/// is not what the clean merge of its two parents gives, or, of more parents, differs from any. The last
/// case of the definition, a commit that fetched the content from old history, is `LandingHistory`'s, which
/// knows what a landing brings in.
///
/// Only folders that lead to a path that was asked about are opened, however much lies beside them.
struct ChangeSearch {
  private let reader: ObjectReader
  private let names: PathTree

  /// A search for changes of `paths`.
  init(_ reader: ObjectReader, at paths: some Sequence<RepositoryPath>) {
    self.reader = reader
    names = PathTree(paths)
  }

  /// Calls `body` with each of the paths that `commit` changed.
  func forEachChange(
    of commit: CommitNode, _ body: (RepositoryPath) throws(GitError) -> Void
  ) throws(GitError) {
    var trees: [ObjectID?] = [commit.tree]
    for parent in commit.parents { trees.append(try reader.commit(parent).tree) }
    // What a root commit holds, it changed from nothing.
    if commit.parents.isEmpty { trees.append(nil) }
    var bases: [ObjectID?]?
    try TreeComparison(reader).walk(trees, among: names) { folders in
      folders.allSatisfy { $0 == folders[0] } ? .skip : .descend
    } visit: { path, leaves throws(GitError) in
      guard try isChange(leaves, of: commit, at: path, &bases) else { return }
      try reader.charge(.changes)
      try body(path)
    }
  }

  /// - Parameters:
  ///   - entries: What stands at `path` in the commit, then in its parents.
  ///   - bases: The trees of the merge bases of two parents, once they were needed.
  private func isChange(
    _ entries: [Entry?], of commit: CommitNode, at path: RepositoryPath, _ bases: inout [ObjectID?]?
  ) throws(GitError) -> Bool {
    let (own, parents) = (entries[0], entries.dropFirst())
    guard commit.parents.count == 2 else { return parents.contains { $0 != own } }
    let (ours, theirs) = (entries[1], entries[2])
    // Where the two agree the bases have no say, and what neither has no clean merge makes.
    if ours == theirs { return own != ours }
    guard own == ours || own == theirs else { return true }
    let trees =
      if let bases { bases } else {
        Array(
          try MergeSides(reader, ours: commit.parents[0], theirs: commit.parents[1]).trees[2...])
      }
    bases = trees
    var before: [Entry?] = []
    for tree in trees {
      before.append(
        try tree.flatMap { tree throws(GitError) in try reader.leaf(at: path, in: tree) })
    }
    return MergeRule.outcome(ours: ours, theirs: theirs, bases: before) != .settled(own)
  }
}
