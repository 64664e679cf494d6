import Model

/// What a decision is called: the ledger's `Event:`, and the words for what was or would be done.
enum DecisionKind: String, Hashable, Sendable, CaseIterable {
  case issued, certified, activated, expired, revoked, pending, refused, withdrawn
  case policyAccepted = "policy-accepted"
  case frozen, thawed
  case ungovernedChange = "ungoverned-change"
  case reviewed
  case reviewRefused = "review-refused"
  case reviewScheduled = "review-scheduled"
  case reviewOverdue = "review-overdue"
  case reminder
  case offboarding

  init(_ decision: Decision) {
    self =
      switch decision {
      case .issue: .issued
      case .certify: .certified
      case .activate: .activated
      case .expire: .expired
      case .revoke: .revoked
      case .settle(let record, _):
        switch record.outcome {
        case .granted: .issued
        case .pending: .pending
        case .refused: .refused
        case .withdrawn: .withdrawn
        }
      case .accept: .policyAccepted
      case .freeze: .frozen
      case .thaw: .thawed
      case .find: .ungovernedChange
      case .signOff(let record, _): record.outcome == .accepted ? .reviewed : .reviewRefused
      case .schedule: .reviewScheduled
      case .findOverdue: .reviewOverdue
      case .remind: .reminder
      case .offboard: .offboarding
      }
  }

  /// What was done, at the beginning of its line.
  var done: String {
    switch self {
    case .policyAccepted: "accepted"
    case .ungovernedChange: "ungoverned"
    case .reviewRefused: "refused"
    case .reviewScheduled: "scheduled"
    case .reviewOverdue: "overdue"
    default: rawValue
    }
  }

  /// What a dry run says of it, so that nobody reads a plan as a deed.
  var planned: String {
    switch self {
    case .issued: "would issue"
    case .certified: "would certify"
    case .activated: "would activate"
    case .expired: "would expire"
    case .revoked: "would revoke"
    case .pending: "would hold"
    case .refused: "would refuse"
    case .withdrawn: "would withdraw"
    case .policyAccepted: "would accept"
    case .frozen: "would freeze"
    case .thawed: "would thaw"
    case .ungovernedChange, .reviewOverdue: "would report"
    case .reviewed: "would accept"
    case .reviewRefused: "would refuse"
    case .reviewScheduled: "would schedule"
    case .reminder: "would remind"
    case .offboarding: "would offboard"
    }
  }

  /// How a summary counts it.
  func summary(_ count: Int) -> String {
    switch self {
    case .policyAccepted: count == 1 ? "1 policy accepted" : "\(count) policies accepted"
    case .ungovernedChange: counted(count, "ungoverned change")
    case .reviewRefused: counted(count, "review") + " refused"
    case .reviewScheduled: counted(count, "review") + " scheduled"
    case .reviewOverdue: counted(count, "overdue review")
    case .reminder: counted(count, "reminder")
    case .offboarding: counted(count, "offboarding")
    default: "\(count) \(rawValue)"
    }
  }

  var tone: Tone {
    switch self {
    case .issued, .certified, .activated, .policyAccepted, .thawed, .reviewed: .good
    case .pending, .reminder, .reviewScheduled, .offboarding: .waiting
    case .expired: .faint
    case .revoked, .refused, .withdrawn, .frozen, .ungovernedChange, .reviewRefused, .reviewOverdue:
      .bad
    }
  }
}
