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
  private let root: Node

  /// A search for changes of `paths`.
  init(_ reader: ObjectReader, at paths: some Sequence<RepositoryPath>) {
    self.reader = reader
    root = Node()
    for path in paths { root.insert(path) }
  }

  /// Calls `body` with each of the paths that `commit` changed.
  func forEachChange(
    of commit: CommitNode, _ body: (RepositoryPath) -> Void
  ) throws(GitError) {
    var trees: [OID?] = [commit.tree]
    for parent in commit.parents { trees.append(try reader.commit(parent).tree) }
    // What a root commit holds, it changed from nothing.
    if commit.parents.isEmpty { trees.append(nil) }
    var bases: [OID?]?
    var waiting: [(node: Node, folders: [OID?])] = [(root, trees)]
    while let (node, folders) = waiting.popLast() {
      if folders.dropFirst().allSatisfy({ $0 == folders[0] }) { continue }
      var opened: [Folder?] = []
      for folder in folders { opened.append(try folder.flatMap(reader.folder)) }
      for (name, child) in node.children {
        let entries = opened.map { $0?[name[...]] }
        if entries.dropFirst().allSatisfy({ $0 == entries[0] }) { continue }
        var sides: [Side] = []
        for entry in entries { sides.append(try reader.side(entry)) }
        if let path = child.path, try isChange(sides.map(\.leaf), of: commit, at: path, &bases) {
          body(path)
        }
        if !child.children.isEmpty { waiting.append((child, sides.map(\.folder))) }
      }
    }
  }

  /// - Parameters:
  ///   - entries: What stands at `path` in the commit, then in its parents.
  ///   - bases: The trees of the merge bases of two parents, once they were needed.
  private func isChange(
    _ entries: [Entry?], of commit: CommitNode, at path: RepositoryPath, _ bases: inout [OID?]?
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

  /// A name on the way to paths that are asked about.
  private final class Node {
    private(set) var children: [[UInt8]: Node] = [:]
    private(set) var path: RepositoryPath?

    func insert(_ path: RepositoryPath) {
      var here = self
      for segment in path.segments {
        let name = Array(segment)
        if let next = here.children[name] {
          here = next
        } else {
          let next = Node()
          here.children[name] = next
          here = next
        }
      }
      here.path = path
    }
  }
}
