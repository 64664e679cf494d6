package import Model

/// What one commit of the ledger says has happened: its `Event:` trailer.
package enum LedgerEvent: String, Hashable, Sendable, CaseIterable {
  case begin
  case issued, certified, activated, expired, revoked
  /// What is about to be done on a target; what was done there follows.
  case issuing, expiring, revoking
  /// It stands where somebody else makes access of it.
  case written
  /// A target has said what it calls access that was given before.
  case identified
  case pending, refused, withdrawn
  case policyAccepted = "policy-accepted"
  case frozen, thawed
  case tooLarge = "too-large"
  case ungovernedChange = "ungoverned-change"
  /// Somebody looked at an emergency, or at who has access to a system.
  case reviewed
  case reviewRefused = "review-refused"
  case reviewScheduled = "review-scheduled"
  case reviewOverdue = "review-overdue"
  case reminder
  /// A target does not do what the ledger intends, or does again.
  case targetFailed = "target-failed"
  case targetRecovered = "target-recovered"
  /// Somebody has left, or lines of what is left to do were closed.
  case offboarding
  /// The mainline moved and nothing else did.
  case advance
}

/// One commit of the ledger, read back.
package struct LedgerEntry: Hashable, Sendable {
  /// The commit's id.
  package let commit: ObjectID
  /// Absent for the first.
  package let parent: ObjectID?
  /// The records as they are from this event on.
  package let tree: ObjectID
  /// What has happened.
  package let event: LedgerEvent
  /// The first line of the message.
  package let subject: String
  /// The grant that it happened to.
  package let grant: GrantID?
  /// The request that it happened to, or that the grant is of.
  package let request: RequestKey?
  /// The file of `reviews/` that was judged.
  package let review: RequestKey?
  /// The mainline's tip that the run saw.
  package let mainline: ObjectID
  /// The clock of the run.
  package let at: Instant
  /// How far into the mainline the pass looked, where that was less far than its landings.
  package let reach: Reach?
}
