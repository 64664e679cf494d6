/// A branch that offboards somebody, and what that will take away.
package struct OffboardDraftReport: Sendable {
  package let person: IdentityID
  package let branch: String
  package let commit: ObjectID
  /// The live grants that end with it; absent where no ledger was asked.
  package let revoked: [Grant]?
  /// Whose approvals it needs to be in force; absent where the file is under no line.
  package let change: GovernedChange?
  /// Why it could not come into force, whoever approved it: they are stopped as soon as it lands all the same.
  package let faults: [Reason]
  /// The workloads for which nobody answers any more with it, sorted.
  package let workloads: [IdentityID]
  /// Who has no sponsor any more with it, sorted.
  package let sponsored: [IdentityID]
  /// The mandates that they approved: leaving ends none, and somebody should look at them.
  package let approvedMandates: [MandateRecord]
  /// Commands for a shell, in order.
  package let commands: [String]

  package init(
    person: IdentityID, branch: String, commit: ObjectID, revoked: [Grant]?,
    change: GovernedChange?, faults: [Reason], workloads: [IdentityID], sponsored: [IdentityID],
    commands: [String], approvedMandates: [MandateRecord] = []
  ) {
    self.approvedMandates = approvedMandates
    self.person = person
    self.branch = branch
    self.commit = commit
    self.revoked = revoked
    self.change = change
    self.faults = faults
    self.workloads = workloads
    self.sponsored = sponsored
    self.commands = commands
  }
}
