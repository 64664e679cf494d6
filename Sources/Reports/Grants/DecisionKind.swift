import Model

/// What a decision is called: the ledger's `Event:`, and the words for what was or would be done.
enum DecisionKind: String, Hashable, Sendable, CaseIterable {
  case issued, certified, issuing, written, activated, identified
  case expiring, expired, revoking, revoked
  case pending, refused, withdrawn
  case policyAccepted = "policy-accepted"
  case frozen, thawed
  case tooLarge = "too-large"
  case ungovernedChange = "ungoverned-change"
  case reviewed
  case reviewRefused = "review-refused"
  case reviewScheduled = "review-scheduled"
  case reviewOverdue = "review-overdue"
  case reminder
  case targetFailed = "target-failed"
  case targetRecovered = "target-recovered"
  case offboarding

  init(_ decision: Decision) {
    self =
      switch decision {
      case .issue: .issued
      case .certify: .certified
      case .activate(let grant), .expire(let grant), .revoke(let grant), .confirm(let grant):
        switch grant.state {
        case .issuing: .issuing
        case .written: .written
        case .scheduled, .active: .activated
        case .expiring: .expiring
        case .expired: .expired
        case .revoking: .revoking
        case .revoked: .revoked
        }
      case .identify: .identified
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
      case .pass: .tooLarge
      case .find: .ungovernedChange
      case .signOff(let record, _): record.outcome == .accepted ? .reviewed : .reviewRefused
      case .schedule: .reviewScheduled
      case .findOverdue: .reviewOverdue
      case .remind: .reminder
      case .fail: .targetFailed
      case .recover: .targetRecovered
      case .offboard: .offboarding
      }
  }

  /// What was done, at the beginning of its line.
  var done: String {
    switch self {
    case .policyAccepted: "accepted"
    case .tooLarge: "too large"
    case .ungovernedChange: "ungoverned"
    case .reviewRefused: "refused"
    case .reviewScheduled: "scheduled"
    case .reviewOverdue: "overdue"
    case .targetFailed: "failing"
    case .targetRecovered: "working"
    default: rawValue
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
    case .tooLarge: "would pass"
    case .ungovernedChange, .reviewOverdue, .targetFailed, .targetRecovered: "would report"
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
    case .tooLarge: counted(count, "landing") + " too large"
    case .ungovernedChange: counted(count, "ungoverned change")
    case .reviewRefused: counted(count, "review") + " refused"
    case .reviewScheduled: counted(count, "review") + " scheduled"
    case .reviewOverdue: counted(count, "overdue review")
    case .reminder: counted(count, "reminder")
    case .targetFailed: counted(count, "target") + " failing"
    case .targetRecovered: counted(count, "target") + " working again"
    case .offboarding: counted(count, "offboarding")
    default: "\(count) \(rawValue)"
    }
  }

  var tone: Tone {
    switch self {
    case .issued, .certified, .activated, .policyAccepted, .thawed, .reviewed, .identified,
      .targetRecovered:
      .good
    case .issuing, .written, .expiring, .revoking, .pending, .reminder, .reviewScheduled,
      .offboarding:
      .waiting
    case .expired: .faint
    case .revoked, .refused, .withdrawn, .frozen, .tooLarge, .ungovernedChange, .reviewRefused,
      .reviewOverdue, .targetFailed:
      .bad
    }
  }
}
