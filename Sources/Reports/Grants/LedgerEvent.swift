internal import Model

// How an event is called by those who tell of it.
extension LedgerEvent {
  /// What was done, at the beginning of its line.
  var done: String {
    switch self {
    case .policyAccepted: "accepted"
    case .mandateAgreed: "agreed"
    case .mandateRests: "rests"
    case .mandateEnded: "ended"
    case .braked: "stopped"
    case .tooLarge: "too large"
    case .ungovernedChange: "ungoverned"
    case .reviewRefused: "refused"
    case .reviewScheduled: "scheduled"
    case .reviewOverdue: "overdue"
    case .targetFailed: "failing"
    case .targetRecovered: "working"
    case .begin: "begun"
    case .advance: "advanced"
    case .issued, .certified, .issuing, .written, .activated, .identified, .expiring, .expired,
      .revoking, .revoked, .pending, .refused, .withdrawn, .frozen, .thawed, .released, .reviewed,
      .reminder, .offboarding, .discovered:
      rawValue
    }
  }

  /// What a dry run says of it, so that nobody reads a plan as a deed.
  var planned: String {
    switch self {
    case .issued: "would issue"
    case .certified: "would certify"
    case .issuing, .written, .activated: "would activate"
    case .identified: "would identify"
    case .expiring, .expired: "would expire"
    case .revoking, .revoked: "would revoke"
    case .pending: "would hold"
    case .refused: "would refuse"
    case .withdrawn: "would withdraw"
    case .policyAccepted: "would accept"
    case .frozen: "would freeze"
    case .thawed: "would thaw"
    case .mandateAgreed: "would agree"
    case .mandateRests: "would rest"
    case .mandateEnded: "would end"
    case .braked: "would stop"
    case .released: "would release"
    case .tooLarge: "would pass"
    case .ungovernedChange, .reviewOverdue, .targetFailed, .targetRecovered: "would report"
    case .reviewed: "would accept"
    case .reviewRefused: "would refuse"
    case .reviewScheduled: "would schedule"
    case .reminder: "would remind"
    case .offboarding: "would offboard"
    case .discovered: "would find"
    case .begin: "would begin"
    case .advance: "would advance"
    }
  }

  /// How a summary counts it.
  func summary(_ count: Int) -> String {
    switch self {
    case .policyAccepted: count == 1 ? "1 policy accepted" : "\(count) policies accepted"
    case .mandateAgreed: counted(count, "mandate") + " agreed"
    case .mandateRests: counted(count, "mandate") + " resting"
    case .mandateEnded: counted(count, "mandate") + " ended"
    case .braked: counted(count, "brake") + " pulled"
    case .released: counted(count, "brake") + " released"
    case .tooLarge: counted(count, "landing") + " too large"
    case .ungovernedChange: counted(count, "ungoverned change")
    case .reviewRefused: counted(count, "review") + " refused"
    case .reviewScheduled: counted(count, "review") + " scheduled"
    case .reviewOverdue: counted(count, "overdue review")
    case .reminder: counted(count, "reminder")
    case .targetFailed: counted(count, "target") + " failing"
    case .targetRecovered: counted(count, "target") + " working again"
    case .offboarding: counted(count, "offboarding")
    case .discovered: "found something on " + counted(count, "system")
    case .begin, .issued, .certified, .issuing, .written, .activated, .identified, .expiring,
      .expired, .revoking, .revoked, .pending, .refused, .withdrawn, .frozen, .thawed, .reviewed,
      .advance:
      "\(count) \(rawValue)"
    }
  }

  var tone: Tone {
    switch self {
    case .issued, .certified, .activated, .identified, .policyAccepted, .thawed, .released,
      .reviewed, .targetRecovered, .mandateAgreed:
      .good
    case .issuing, .written, .expiring, .revoking, .pending, .reminder, .reviewScheduled,
      .offboarding, .mandateRests:
      .waiting
    case .mandateEnded, .expired, .begin, .advance: .faint
    case .revoked, .refused, .withdrawn, .frozen, .braked, .tooLarge, .ungovernedChange,
      .reviewRefused, .reviewOverdue, .targetFailed, .discovered:
      .bad
    }
  }
}
