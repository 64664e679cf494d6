/// What one landing says of policies: facts, verified under the policy in force, which judge nothing.
package struct PolicyLanding: Sendable {
  package let landing: ObjectID
  /// The mainline's commit before it.
  package let previous: ObjectID
  /// The landing's `policies/`; nil where there is none, or no folder.
  package let tree: ObjectID?
  /// The `policies/` before it.
  package let before: ObjectID?
  /// Its approving merges, each with what it speaks for.
  package let merges: [PolicyApproval]
  /// The late approvals that it brought, of landings up to it.
  package let late: [PolicyApproval]
  /// What looks like an approval of policies and is none.
  package let notes: [Reason]
  /// The stops that it and the commits that it brought pulled, in order of path.
  package let pulled: [PulledBrake]
  /// What the landing makes of the directory's files; nil where it does not touch them.
  package let directory: DirectoryWordChange?

  package init(
    landing: ObjectID, previous: ObjectID, tree: ObjectID?, before: ObjectID?,
    merges: [PolicyApproval] = [], late: [PolicyApproval] = [], notes: [Reason] = [],
    pulled: [PulledBrake] = [], directory: DirectoryWordChange? = nil
  ) {
    self.landing = landing
    self.previous = previous
    self.tree = tree
    self.before = before
    self.merges = merges
    self.late = late
    self.notes = notes
    self.pulled = pulled
    self.directory = directory
  }
}

/// What a landing leaves in force of the directory's files.
package struct DirectoryWordChange: Sendable {
  /// Where the directory may speak.
  package let word: DirectoryInForce
  /// Where it, or whoever answers for it, is in no good standing: what it changed counts for nothing.
  package let unvouched: DirectoryInForce

  package init(word: DirectoryInForce, unvouched: DirectoryInForce) {
    (self.word, self.unvouched) = (word, unvouched)
  }
}
