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

  /// The tree of the merge that brings `blob` at `path` into `tip`; nothing but that path differs.
  func tree(bringing key: RequestKey, into tip: ObjectID) throws(GitError) -> ObjectID {
    try repository.updateTree(
      repository.rawCommit(tip).tree, [.put(key.blob, at: "\(key.path)")])
  }

  /// What `body` finds out about the unsigned merge of `theirs` into `tip`; nothing of it is kept.
  package func judged<Value>(
    bringing key: RequestKey, of theirs: ObjectID, into tip: ObjectID,
    _ body: (ObjectID) throws(ProcessingError) -> Value
  ) throws(ProcessingError) -> Value {
    let draft: ObjectID
    do throws(GitError) {
      try repository.beginBatch()
      draft = try write(tree(bringing: key, into: tip), tip, theirs)
    } catch {
      repository.discardBatch()
      throw ProcessingError(error)
    }
    defer { repository.discardBatch() }
    return try body(draft)
  }

  private func write(
    _ tree: ObjectID, _ ours: ObjectID, _ theirs: ObjectID
  ) throws(GitError) -> ObjectID {
    let nobody = "nobody <> \(clock.seconds) +0000"
    let text = """
      tree \(tree)
      parent \(ours)
      parent \(theirs)
      author \(nobody)
      committer \(nobody)

      A draft

      """
    return try repository.write(Array(text.utf8), as: .commit)
  }
}
