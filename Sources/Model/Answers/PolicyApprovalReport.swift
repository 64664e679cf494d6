/// What an approval of policies speaks for and what became of it, for the approver.
package struct PolicyApprovalReport: Sendable {
  /// What was signed, and how the policies fare with it.
  package struct Outcome: Sendable {
    package let merge: ObjectID
    /// Absent where the signature approves nothing, and the merge only lands what it brings.
    package let approval: Approval?
    package let target: String
    /// Whether what was approved comes into force with the next run.
    package let isAccepted: Bool
    /// Whom the next run lets go.
    package let released: [Brake]
    /// What is still missing.
    package let after: PendingPolicy
    /// What the mainline holds besides that will still not be in force.
    package let waiting: [RepositoryPath]

    package init(
      merge: ObjectID, approval: Approval?, target: String, isAccepted: Bool, released: [Brake],
      after: PendingPolicy, waiting: [RepositoryPath]
    ) {
      self.merge = merge
      self.approval = approval
      self.target = target
      self.isAccepted = isAccepted
      self.released = released
      self.after = after
      self.waiting = waiting
    }
  }

  package let merge: MergeOutline
  package let remote: String
  /// Whether an empty commit lands first, since what is approved must have landed after what is in force was accepted.
  package let isFresh: Bool
  /// The whole difference from what is in force that the signature speaks for.
  package let changes: [MergePreview.Change]
  /// How it stands without the approval.
  package let before: PendingPolicy
  /// What does not keep anybody from approving, and what they should know.
  package let notes: [String]
  /// Absent while nothing has been signed.
  package let outcome: Outcome?
  /// The same with plain git.
  package let commands: [String]

  package init(
    merge: MergeOutline, remote: String, isFresh: Bool, changes: [MergePreview.Change],
    before: PendingPolicy, notes: [String], outcome: Outcome?, commands: [String]
  ) {
    self.merge = merge
    self.remote = remote
    self.isFresh = isFresh
    self.changes = changes
    self.before = before
    self.notes = notes
    self.outcome = outcome
    self.commands = commands
  }
}
