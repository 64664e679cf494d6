package import Documents
package import Git
package import Intake
package import Model

/// The policies of a revision that somebody named, whether or not they govern anything.
package struct PolicyRevision {
  let commit: ObjectID
  let tree: ObjectID
  /// As git's commands name the revision.
  let name: String
  /// The policy, or all that is wrong with its files.
  package let policy: Result<Policy, DocumentFaults>

  /// Reads `policies/` of `revision`, HEAD where none is named.
  ///
  /// - Throws: `.wrongUsage` where there is no such commit, `.unreadableDocument` where it has no policies.
  package init(_ revision: String?, in repository: Repository) throws(ProcessingError) {
    let commit = try repository.commit(revision ?? "HEAD")
    try self.init(
      commit, called: revision ?? "HEAD",
      by: PolicyReader(repository))
  }

  /// Reads `policies/` of `commit`.
  ///
  /// - Throws: `.unreadableDocument` where it has none.
  init(
    _ commit: ObjectID, called name: String, by reader: PolicyReader
  ) throws(ProcessingError) {
    let found: (tree: ObjectID, policy: Result<Policy, DocumentFaults>)?
    do throws(IntakeError) {
      found = try reader.tree(inCommit: commit).map { tree throws(IntakeError) in
        (tree, try reader.policy(ofTree: tree))
      }
    } catch {
      throw ProcessingError(error)
    }
    guard let found else { throw ProcessingError.noPolicies(in: name) }
    self.commit = commit
    (tree, policy) = found
    self.name = name
  }

  /// The policies that a merge of `head` into `base` would bring: of a branch that lags behind, nothing that the
  /// mainline did meanwhile counts as its change.
  ///
  /// - Throws: `.negative` where both sides changed one file, `.unreadableDocument` where the merge would have no policies.
  package init(
    merging head: ObjectID, into base: ObjectID, called name: String, by reader: PolicyReader,
    in repository: Repository
  ) throws(ProcessingError) {
    let preview: MergePreview
    do throws(IntakeError) {
      switch try MergePreviewer(reader).preview(merging: head, into: base) {
      case .success(let found): preview = found
      case .failure(let overrun):
        throw IntakeError.record(ProcessingError(.negative, [overrun.reason("The merge")]))
      }
    } catch {
      if case .record(let failure as ProcessingError) = error { throw failure }
      throw ProcessingError(error)
    }
    if let path = preview.conflicts.first(where: { $0.isInside("policies") }) {
      throw ProcessingError(
        .negative,
        "The branch and the mainline both changed \(path), so nobody can tell what a merge would bring.",
        hint: "Merge the mainline into the branch first: git merge \(base.short).")
    }
    let changed = preview.changes.filter { $0.path.isInside("policies") }
    guard changed.allSatisfy({ $0.after == nil || $0.isRegularFile }) else {
      // What cannot be a policy is told as a fault of the branch's own tree.
      try self.init(head, called: name, by: reader)
      return
    }
    defer { repository.discardBatch() }
    let tree: ObjectID
    do throws(GitError) {
      try repository.beginBatch()
      tree = try repository.updateTree(repository.rawCommit(base).tree, changed.map(\.treeChange))
    } catch {
      throw ProcessingError(error)
    }
    let found: (tree: ObjectID, policy: Result<Policy, DocumentFaults>)?
    do throws(IntakeError) {
      found = try reader.tree(inRoot: tree).map { tree throws(IntakeError) in
        (tree, try reader.policy(ofTree: tree))
      }
    } catch {
      throw ProcessingError(error)
    }
    guard let found else { throw ProcessingError.noPolicies(in: name) }
    self.init(commit: head, tree: found.tree, name: name, policy: found.policy)
  }

  private init(
    commit: ObjectID, tree: ObjectID, name: String, policy: Result<Policy, DocumentFaults>
  ) {
    (self.commit, self.tree, self.name, self.policy) = (commit, tree, name, policy)
  }

  /// How reports name it.
  package var origin: PolicyOrigin { PolicyOrigin(tree: tree, authority: nil, name: name) }
}

extension ProcessingError {
  fileprivate static func noPolicies(in name: String) -> ProcessingError {
    ProcessingError(
      .unreadableDocument, "\(name) has no policies/.",
      hint: "countersign init lays out an access repository.")
  }
}
