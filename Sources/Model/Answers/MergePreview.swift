/// All that the merge of one commit into another would bring in, found before it is made.
package struct MergePreview: Sendable {
  /// A path that the merge would change in the commit that it is made into.
  package struct Change: Hashable, Sendable {
    package let path: RepositoryPath
    /// What stands there now; absent where nothing does.
    package let before: ObjectID?
    /// What would stand there; absent where the merge takes it away.
    package let after: ObjectID?
    /// Whether a regular file of mode 100644 would stand there.
    package let isRegularFile: Bool

    package init(path: RepositoryPath, before: ObjectID?, after: ObjectID?, isRegularFile: Bool) {
      self.path = path
      self.before = before
      self.after = after
      self.isRegularFile = isRegularFile
    }
  }

  /// A commit that the merge would bring into the history.
  package struct NewCommit: Hashable, Sendable {
    package let id: ObjectID
    /// `Name <address>` as the commit claims it, unproven; absent where the commit is malformed.
    package let author: String?
    package let committer: String?
    /// The paths whose entry is that of no parent: what the commit itself changed, sorted.
    package let changed: [RepositoryPath]
    package let isMerge: Bool

    package init(
      id: ObjectID, author: String?, committer: String?, changed: [RepositoryPath], isMerge: Bool
    ) {
      self.id = id
      self.author = author
      self.committer = committer
      self.changed = changed
      self.isMerge = isMerge
    }
  }

  /// The commit that would be merged into, and the one that would be merged.
  package let ours: ObjectID
  package let theirs: ObjectID
  /// Sorted by path.
  package let changes: [Change]
  /// The paths that both sides changed, sorted; a merge of them could only be an evil one.
  package let conflicts: [RepositoryPath]
  /// Oldest first, as far as dates tell.
  package let commits: [NewCommit]

  package init(
    ours: ObjectID, theirs: ObjectID, changes: [Change], conflicts: [RepositoryPath],
    commits: [NewCommit]
  ) {
    self.ours = ours
    self.theirs = theirs
    self.changes = changes
    self.conflicts = conflicts
    self.commits = commits
  }
}

extension Reason {
  /// That both sides of a merge changed `paths`, each in its own way, told before anybody makes it (DESIGN section 5).
  ///
  /// - Parameters:
  ///   - mainline: What the branch would be merged into.
  ///   - command: What merges the mainline where the branch is checked out.
  package static func crossedMerge(
    at paths: [RepositoryPath], mainline: String, settledBy command: String
  ) -> Reason {
    let named = paths.prefix(10).map(\.description).joined(separator: ", ")
    let more = paths.count > 10 ? " and \(paths.count - 10) more" : ""
    // Only of these does anybody ask who signed what changed them.
    let isSealed = paths.contains { path in
      (RepositoryPath.foldersOfUse + ["policies"]).contains(where: path.isInside)
    }
    return Reason(
      .evilMerge,
      "Since they parted, the branch and \(mainline) both changed \(named)\(more): any merge of them is evil, also "
        + "the one that git makes without a conflict, and grants and accepts nothing.",
      hint:
        "Whoever wrote the branch merges \(mainline) into it, settles that there, and pushes the branch: "
        + "\(command)\(isSealed ? " (with -S, where the files must be signed)" : ""). Whoever makes that merge "
        + "counts as an author of the files, and cannot approve them.")
  }
}
