import Model
import Processing

/// What a run decided, as far as somebody could foretell it.
struct Told {
  let decisions: [Decision]

  init(_ decisions: [Decision]) { self.decisions = decisions }

  /// What there is to foretell.
  enum Kind: CaseIterable, Sendable {
    case granted, pending, refused, withdrawn, revoked, accepted, signedOff, reviewRefused
    case stopped, released, agreed, mandateStopped
  }

  /// The kinds of what was decided.
  var kinds: Set<Kind> {
    Set(
      decisions.compactMap { decision in
        switch decision {
        case .issue: .granted
        case .settle(let record, _):
          switch record.outcome {
          case .granted: .granted
          case .pending: .pending
          case .refused: .refused
          case .withdrawn: .withdrawn
          }
        case .revoke: .revoked
        case .mandate(let record, _): record.state == .agreed ? .agreed : .mandateStopped
        case .accept: .accepted
        case .brake: .stopped
        case .release: .released
        case .signOff(let record, _): record.outcome == .accepted ? .signedOff : .reviewRefused
        default: nil
        }
      })
  }

  /// What became of the request `key`, landed by `landing` or whatever landed it.
  func outcome(
    of key: RequestKey, landedBy landing: ObjectID? = nil
  ) -> (record: RequestRecord, grant: Grant?)? {
    for decision in decisions.reversed() {
      switch decision {
      case .issue(let grant, let record) where record.key == key && fits(record, landing):
        return (record, grant)
      case .settle(let record, _) where record.key == key && fits(record, landing):
        return (record, nil)
      case .mandate(_, let record?) where record.key == key && fits(record, landing):
        return (record, nil)
      default: continue
      }
    }
    return nil
  }

  private func fits(_ record: RequestRecord, _ landing: ObjectID?) -> Bool {
    landing == nil || record.landing == landing
  }

  /// Whether the run left the request waiting since nothing was issued at all; what will be refused once something is
  /// again, commands say by then.
  static func isHeldUp(_ record: RequestRecord) -> Bool {
    record.outcome == .pending
      && record.reasons.contains {
        $0.code == .compromisedKey && $0.message.hasPrefix("Nothing but emergencies is issued")
      }
  }

  /// The grants that were revoked.
  var revoked: Set<GrantID> {
    Set(
      decisions.compactMap { decision in
        if case .revoke(let grant) = decision { grant.id } else { nil }
      })
  }

  /// The mandates that rest or have ended.
  var stoppedMandates: Set<RepositoryPath> {
    var stopped: Set<RepositoryPath> = []
    for case .mandate(let record, _) in decisions {
      if record.state == .agreed {
        stopped.remove(record.path)
      } else {
        stopped.insert(record.path)
      }
    }
    return stopped
  }

  /// Whom brakes stopped.
  var stopped: Set<IdentityID> {
    Set(
      decisions.compactMap { decision in
        if case .brake(let brake) = decision { brake.identity } else { nil }
      })
  }

  /// The brakes that were released.
  var released: Set<Brake> {
    Set(
      decisions.compactMap { decision in
        if case .release(let release) = decision { release.brake } else { nil }
      })
  }

  /// What became of the review at `path`.
  func review(at path: RepositoryPath) -> SignOffRecord? {
    decisions.lazy.compactMap { decision in
      if case .signOff(let record, _) = decision, record.path == path { record } else { nil }
    }.first
  }

  /// Whether a policy came into force.
  var hasAccepted: Bool {
    decisions.contains { if case .accept = $0 { true } else { false } }
  }
}

extension Collection<Reason> {
  /// The codes, without those that speak of approvals, which whoever lands a branch may bring.
  var telling: Set<ReasonCode> {
    Set(map(\.code)).subtracting([
      .shortOfApprovals, .notAnApprover, .selfApproval, .authorApproval, .unsignedMerge,
      .unknownKey, .notAMerge, .retiredKey, .compromisedKey, .inactiveApprover,
    ])
  }
}
