package import Model

/// What would change at `now` if `proposed` governed instead of the policy in force.
///
/// Grants and waiting requests are judged by the same code as a run's, once by either policy and as if
/// nothing had landed since, so that what differs is the policy's doing alone: an expiry that is due and a
/// request that was deleted are in neither answer.
/// - Parameters:
///   - overlay: What the mainline's tip would take away once the change has landed.
///   - snapshot: All that a run would know; absent where there is no ledger to know grants from.
package func impact(
  of proposed: PolicyInForce, overlay: TipOverlay, on snapshot: Snapshot?,
  insteadOf current: Policy, at now: Instant
) -> PolicyImpact {
  let before = snapshot.map { Foreseen($0.governed(by: $0.policy, $0.overlay), at: now) }
  let after = snapshot.map { Foreseen($0.governed(by: proposed, overlay), at: now) }
  let comparison = PolicyComparison(current, proposed.policy, at: now)
  return PolicyImpact(
    live: before?.kept.count ?? 0,
    revoked: after?.revoked(beyond: before) ?? [], spared: before?.revoked(beyond: after) ?? [],
    heldBack: after?.heldBack(beyond: before) ?? [],
    requests: snapshot.map { requests(in: $0, before, after) } ?? [],
    mandates: after?.stopped(beyond: before) ?? [], eligibility: comparison.eligibility(),
    approvers: comparison.approvers(),
    terms: comparison.terms())
}

private func requests(
  in snapshot: Snapshot, _ before: Foreseen?, _ after: Foreseen?
) -> [ImpactedRequest] {
  let records = Dictionary(snapshot.record.pending.map { ($0.key, $0) }) { first, _ in first }
  return snapshot.pending.compactMap { landed in
    let old = before?.outcome(of: landed) ?? (.pending, [])
    let new = after?.outcome(of: landed) ?? (.pending, [])
    guard old.outcome != new.outcome else { return nil }
    return ImpactedRequest(
      key: landed.key, before: old.outcome, after: new.outcome,
      reasons: new.outcome == .granted
        ? [] : new.reasons.filter { $0.isNew(beside: records[landed.key]?.reasons ?? []) })
  }
}

extension Reason {
  /// Whether it says why the change would refuse a request: not what is missing, or was said before.
  fileprivate func isNew(beside known: [Reason]) -> Bool {
    code != .shortOfApprovals && code != .notAnApprover && !known.contains(self)
  }
}

/// What a run would decide about what is there.
private struct Foreseen {
  /// The grants that it would revoke, as they would be recorded.
  let revoked: [GrantID: Grant]
  /// Those that it would neither revoke nor end.
  let kept: Set<GrantID>
  /// Those that would end and wait for a review, by id.
  private let heldBack: [Grant]
  private let settled: [RequestKey: RequestRecord]
  /// The mandates that would rest or end, as they would be recorded, by path.
  private let stopped: [RepositoryPath: MandateRecord]

  init(_ snapshot: Snapshot, at now: Instant) {
    var revoked: [GrantID: Grant] = [:]
    var kept = Set(snapshot.record.live.filter { !$0.state.isEnding }.map(\.id))
    var settled: [RequestKey: RequestRecord] = [:]
    var stopped: [RepositoryPath: MandateRecord] = [:]
    let judgement = decide(snapshot, at: now)
    for decision in judgement.decisions {
      switch decision {
      case .revoke(let grant):
        revoked[grant.id] = grant
        kept.remove(grant.id)
      case .expire(let grant): kept.remove(grant.id)
      case .issue(let grant, let record):
        kept.insert(grant.id)
        settled[record.key] = record
      case .settle(let record, _): settled[record.key] = record
      case .mandate(let record, let landed):
        if let landed { settled[landed.key] = landed }
        stopped[record.path] = record.state == .agreed ? nil : record
      default: break
      }
    }
    self.revoked = revoked
    self.kept = kept
    self.settled = settled
    self.stopped = stopped
    let waiting = Set(judgement.cursor.heldBack)
    heldBack = snapshot.record.live.filter { waiting.contains($0.id) }
  }

  /// The mandates that this stops and `other` would not.
  func stopped(beyond other: Foreseen?) -> [MandateRecord] {
    stopped.values.filter { other?.stopped[$0.path] == nil }.sorted { $0.path < $1.path }
  }

  /// What this would end but for a review, and `other` would not.
  func heldBack(beyond other: Foreseen?) -> [Grant] {
    let known = Set((other?.heldBack ?? []).map(\.id))
    return heldBack.filter { !known.contains($0.id) }.sorted { $0.id < $1.id }
  }

  /// What this revokes and `other` would keep.
  func revoked(beyond other: Foreseen?) -> [ImpactedGrant] {
    revoked.values.filter { other?.kept.contains($0.id) ?? false }.sorted { $0.id < $1.id }
      .map { ImpactedGrant(grant: $0, reasons: $0.history.last?.reasons ?? []) }
  }

  func outcome(of landed: LandedRequest) -> (outcome: RequestOutcome, reasons: [Reason]) {
    settled[landed.key].map { ($0.outcome, $0.reasons) } ?? (.pending, [])
  }
}
