/// A branch that offboards somebody, and what that will take away.
package struct OffboardDraftReport: Sendable {
  package let person: IdentityID
  package let branch: String
  package let commit: ObjectID
  /// The live grants that end with it; absent where no ledger was asked.
  package let revoked: [Grant]?
  /// Commands for a shell, in order.
  package let commands: [String]

  package init(
    person: IdentityID, branch: String, commit: ObjectID, revoked: [Grant]?, commands: [String]
  ) {
    self.person = person
    self.branch = branch
    self.commit = commit
    self.revoked = revoked
    self.commands = commands
  }
}
