/// What a decision is called: the ledger's `Event:`.
package enum DecisionKind: String, Hashable, Sendable, CaseIterable {
  case issued, certified, issuing, activated, expiring, expired, revoking, revoked
  case pending, refused, withdrawn
  case policyAccepted = "policy-accepted"
  case frozen, thawed
  case braked, released
  case tooLarge = "too-large"
  case ungovernedChange = "ungoverned-change"
  case reviewed
  case reviewRefused = "review-refused"
  case reviewScheduled = "review-scheduled"
  case reviewOverdue = "review-overdue"
  case reminder
  case offboarding

  package init(_ decision: Decision) {
    self =
      switch decision {
      case .issue: .issued
      case .certify: .certified
      case .activate(let grant), .expire(let grant), .revoke(let grant), .confirm(let grant):
        switch grant.state {
        case .issuing: .issuing
        case .scheduled, .active: .activated
        case .expiring: .expiring
        case .expired: .expired
        case .revoking: .revoking
        case .revoked: .revoked
        }
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
      case .brake: .braked
      case .release: .released
      case .pass: .tooLarge
      case .find: .ungovernedChange
      case .signOff(let record, _): record.outcome == .accepted ? .reviewed : .reviewRefused
      case .schedule: .reviewScheduled
      case .findOverdue: .reviewOverdue
      case .remind: .reminder
      case .offboard: .offboarding
      }
  }
}
