extension LedgerEvent {
  /// What a decision becomes in the ledger.
  package init(_ decision: Decision) {
    self =
      switch decision {
      case .issue: .issued
      case .certify: .certified
      case .activate(let grant), .expire(let grant), .revoke(let grant), .confirm(let grant):
        LedgerEvent(bringing: grant.state)
      case .identify: .identified
      case .settle(let record, _): LedgerEvent(record.outcome)
      case .mandate(let record, _):
        switch record.state {
        case .agreed: .mandateAgreed
        case .resting: .mandateRests
        case .ended: .mandateEnded
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
      case .fail: .targetFailed
      case .recover: .targetRecovered
      case .offboard: .offboarding
      case .discover: .discovered
      }
  }

  /// What brought a grant to `state`.
  private init(bringing state: GrantState) {
    self =
      switch state {
      case .issuing: .issuing
      case .written: .written
      case .scheduled, .active: .activated
      case .expiring: .expiring
      case .expired: .expired
      case .revoking: .revoking
      case .revoked: .revoked
      }
  }

  private init(_ outcome: RequestOutcome) {
    self =
      switch outcome {
      case .granted: .issued
      case .pending: .pending
      case .refused: .refused
      case .withdrawn: .withdrawn
      }
  }

  /// The step of a grant that it is; nil where it is none, or only tells of one.
  package var step: GrantEvent.Kind? { GrantEvent.Kind(rawValue: rawValue) }
}
