/// What held at one instant, as the ledger's last commit before it has it.
package struct MomentReport: Sendable {
  package let at: Instant
  package let cursor: Cursor
  package let ledger: ObjectID
  /// The landing that had brought the policy in force; the anchor where none had.
  package let policyLanding: ObjectID
  /// Those that had not ended.
  package let grants: [Grant]

  package init(
    at: Instant, cursor: Cursor, ledger: ObjectID, policyLanding: ObjectID, grants: [Grant]
  ) {
    self.at = at
    self.cursor = cursor
    self.ledger = ledger
    self.policyLanding = policyLanding
    self.grants = grants
  }
}
