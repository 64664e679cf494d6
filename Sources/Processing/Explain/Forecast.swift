internal import Decisions
internal import Model

/// What the next run would make of what waits and of what has landed since the last one.
struct Forecast {
  private let snapshot: Snapshot
  private let now: Instant
  private let judgement: Judgement

  init(_ snapshot: Snapshot, at now: Instant) {
    self.snapshot = snapshot
    self.now = now
    judgement = decide(snapshot, at: now)
  }

  /// The requests at `path` that wait or have not been processed yet, oldest first.
  func explanations(of path: RepositoryPath) -> [Explanation] {
    let waiting = snapshot.pending.filter { $0.key.path == path }.map { landed in
      explanation(
        of: adding(landed), under: snapshot.policy.policy,
        record: snapshot.record.pending.first {
          $0.key == landed.key && $0.landing == landed.landing
        })
    }
    let fresh = snapshot.landings.flatMap { landing in
      landing.requests.filter { $0.key.path == path }.map {
        explanation(of: adding($0), under: landing.policy.policy, record: nil)
      }
    }
    return waiting + fresh
  }

  /// Why the next run would revoke the grant; empty where it would not.
  func revocation(of id: GrantID) -> [Reason] {
    for case .revoke(let grant) in judgement.decisions where grant.id == id {
      return grant.history.last?.reasons ?? []
    }
    return []
  }

  /// The request with the late approvals that have landed since it did.
  private func adding(_ landed: LandedRequest) -> LandedRequest {
    snapshot.landings.flatMap(\.lateApprovals).filter { $0.landing == landed.landing }
      .reduce(landed) { $0.adding($1) }
  }

  private func explanation(
    of landed: LandedRequest, under policy: Policy, record: RequestRecord?
  ) -> Explanation {
    guard case .readable(let request) = landed.document else {
      return Explanation(
        key: landed.key, landing: landed.landing, request: nil, record: record,
        reasons: decided(landed) ?? [], notes: landed.notes)
    }
    let judged = evaluate(
      landed, request: request, under: policy, overlay: snapshot.overlay,
      held: HeldGrants(snapshot.record, at: now), hasWitness: snapshot.hasWitness,
      at: now)
    let known = Set(judged.reasons + landed.notes)
    // What the run says beyond the evaluation: a freeze, a reuse, flaws of the landing.
    let beyond = (decided(landed) ?? snapshot.halted + snapshot.frozen).filter {
      !known.contains($0) && $0.code != .shortOfApprovals
    }
    return Explanation(
      key: landed.key, landing: landed.landing, request: request, record: record,
      evaluation: judged, reasons: beyond, notes: landed.notes)
  }

  /// The reasons of the last thing that the run would decide about the request; nil where it would
  /// leave it as it is.
  private func decided(_ landed: LandedRequest) -> [Reason]? {
    for decision in judgement.decisions.reversed() {
      switch decision {
      case .issue(let grant, _) where grant.id == landed.grantID: return []
      case .settle(let record, _)
      where record.key == landed.key && record.landing == landed.landing:
        return record.reasons
      default: break
      }
    }
    return nil
  }
}
