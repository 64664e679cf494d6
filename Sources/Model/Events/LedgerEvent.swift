/// What one commit of the ledger says has happened: its `Event:` trailer, which reports and notifications show too.
package enum LedgerEvent: String, Hashable, Sendable, CaseIterable {
  case begin
  case issued, certified, issuing
  /// It stands where somebody else makes access of it.
  case written
  case activated
  /// A target has said what it calls access that was given before.
  case identified
  case expiring, expired, revoking, revoked
  case pending, refused, withdrawn
  /// What people approved in advance, and what became of it.
  case mandateAgreed = "mandate-agreed"
  case mandateRests = "mandate-rests"
  case mandateEnded = "mandate-ended"
  case policyAccepted = "policy-accepted"
  case frozen, thawed
  /// Somebody was stopped before anybody approved it, or let go with approvals.
  case braked, released
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
  /// Connectors found what the ledger does not explain, or find it no more.
  case discovered
  /// Somebody has left, or lines of what is left to do were closed.
  case offboarding
  /// The mainline moved and nothing else did.
  case advance

  /// Whether somebody can be told of it: not of what only the processor is busy with.
  package var isTold: Bool {
    switch self {
    case .begin, .certified, .issuing, .written, .identified, .expiring, .revoking, .tooLarge,
      .advance:
      false
    case .issued, .activated, .expired, .revoked, .pending, .refused, .withdrawn, .policyAccepted,
      .mandateAgreed, .mandateRests, .mandateEnded,
      .frozen, .thawed, .braked, .released, .ungovernedChange, .reviewed, .reviewRefused,
      .reviewScheduled, .reviewOverdue, .reminder, .targetFailed, .targetRecovered, .offboarding,
      .discovered:
      true
    }
  }
}

/// An event of the ledger that somebody can be told of, as `policies/notifications.yaml` names it.
package struct NotifiedEvent: RawRepresentable, Hashable, Sendable, CaseIterable {
  package let event: LedgerEvent

  /// Nil for an event that nobody is told of.
  package init?(_ event: LedgerEvent) {
    guard event.isTold else { return nil }
    self.event = event
  }

  /// The event of that name; nil also for one that nobody is told of.
  package init?(rawValue: String) {
    guard let event = LedgerEvent(rawValue: rawValue) else { return nil }
    self.init(event)
  }

  package var rawValue: String { event.rawValue }

  package static let allCases = LedgerEvent.allCases.compactMap { NotifiedEvent($0) }
}
