package import Git
internal import Intake
package import Model

/// A merge as it would be made, unsigned and in memory only: enough to be judged before anybody signs.
package struct DraftMerge {
  let repository: Repository
  let clock: Instant

  package init(
    repository: Repository, clock: Instant
  ) {
    self.repository = repository
    self.clock = clock
  }

  /// The tree of the merge that `preview` shows, which brings `key` into `tip` and what lies beside it: a request's token.
  func tree(
    bringing key: RequestKey, as preview: MergePreview?, into tip: ObjectID
  ) throws(GitError) -> ObjectID {
    let changes = preview?.changes ?? []
    // What is no regular file is left out, and the merge shows then that it is not what the branch has.
    return try tree(
      bringing: [.put(key.blob, at: "\(key.path)")]
        + changes.filter { $0.path == key.path.tokenOfRequest && $0.isRegularFile }
        .map(\.treeChange), into: tip)
  }

  /// The tree of the merge that brings `changes` of regular files into `tip`; nothing else differs.
  func tree(
    bringing changes: [MergePreview.Change], into tip: ObjectID
  ) throws(GitError) -> ObjectID {
    try tree(bringing: changes.map(\.treeChange), into: tip)
  }

  private func tree(
    bringing changes: [TreeChange], into tip: ObjectID
  ) throws(GitError) -> ObjectID {
    try repository.updateTree(repository.rawCommit(tip).tree, changes)
  }

  /// What `body` finds out about the unsigned merge of `theirs` into `tip`; nothing of it is kept.
  package func judged<Value>(
    bringing key: RequestKey, as preview: MergePreview? = nil, of theirs: ObjectID,
    into tip: ObjectID, _ body: (ObjectID) throws(ProcessingError) -> Value
  ) throws(ProcessingError) -> Value {
    try judged(
      { () throws(GitError) in
        try write(tree(bringing: key, as: preview, into: tip), [tip, theirs])
      }, body)
  }

  /// The same of the merge that brings `changes`.
  func judged<Value>(
    bringing changes: [MergePreview.Change], of theirs: ObjectID, into tip: ObjectID,
    _ body: (ObjectID) throws(ProcessingError) -> Value
  ) throws(ProcessingError) -> Value {
    try judged(
      { () throws(GitError) in try write(tree(bringing: changes, into: tip), [tip, theirs]) }, body)
  }

  /// The same of a commit on `tip` that changes nothing.
  func judged<Value>(
    emptyOn tip: ObjectID, _ body: (ObjectID) throws(ProcessingError) -> Value
  ) throws(ProcessingError) -> Value {
    try judged({ () throws(GitError) in try write(repository.rawCommit(tip).tree, [tip]) }, body)
  }

  private func judged<Value>(
    _ write: () throws(GitError) -> ObjectID,
    _ body: (ObjectID) throws(ProcessingError) -> Value
  ) throws(ProcessingError) -> Value {
    let draft: ObjectID
    do throws(GitError) {
      try repository.beginBatch()
      draft = try write()
    } catch {
      repository.discardBatch()
      throw ProcessingError(error)
    }
    defer { repository.discardBatch() }
    return try body(draft)
  }

  private func write(_ tree: ObjectID, _ parents: [ObjectID]) throws(GitError) -> ObjectID {
    let nobody = "nobody <> \(clock.seconds) +0000"
    let text = """
      tree \(tree)
      \(parents.map { "parent \($0)" }.joined(separator: "\n"))
      author \(nobody)
      committer \(nobody)

      A draft

      """
    return try repository.write(Array(text.utf8), as: .commit)
  }
}

extension MergePreview.Change {
  /// The same change of a regular file, as a tree takes it.
  var treeChange: TreeChange { after.map { .put($0, at: "\(path)") } ?? .remove("\(path)") }
}
