/// Late approvals of what one landing landed; each covers all of it (DESIGN section 5).
package struct LateApprovals: Sendable {
  package let landing: ObjectID
  package let approvals: [SeenApproval]
  /// Commits that look like late approvals and are none.
  package let notes: [Reason]

  package init(landing: ObjectID, approvals: [SeenApproval], notes: [Reason]) {
    self.landing = landing
    self.approvals = approvals
    self.notes = notes
  }
}
