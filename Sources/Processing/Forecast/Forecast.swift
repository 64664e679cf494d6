internal import Decisions
package import Model

/// What the next run would make of what waits, of what has landed since the last one, and of what somebody supposes
/// to land: the run itself says so (`foretell`).
package struct Forecast: Sendable {
  let snapshot: Snapshot
  let foretelling: Foretelling

  /// Everything that the next run decides.
  package init(_ snapshot: Snapshot, at now: Instant) {
    self.snapshot = snapshot
    foretelling = foretell(snapshot, at: now)
  }

  /// What becomes of `requests`, which alone are supposed to land with the last landing of `snapshot`.
  package init(landing requests: [LandedRequest], in snapshot: Snapshot, at now: Instant) {
    self.snapshot = snapshot.keeping(requests)
    foretelling = foretellLandings(self.snapshot, at: now)
  }

  /// The requests of the last landing, which is a supposed one, in its order.
  package var ofLastLanding: [Explanation] {
    guard let landing = snapshot.landings.last else { return [] }
    return landing.requests.map {
      explanation(of: $0, under: landing.policy.policy, record: nil, landing: nil)
    }
  }

  /// The requests at `path` that wait or have not been processed yet, oldest first.
  func explanations(of path: RepositoryPath) -> [Explanation] {
    let waiting = snapshot.pending.filter { $0.key.path == path }.map { landed in
      explanation(
        of: adding(landed), under: snapshot.policy.policy,
        record: snapshot.record.pending.first {
          $0.key == landed.key && $0.landing == landed.landing
        }, landing: landed.landing)
    }
    let fresh = snapshot.landings.flatMap { landing in
      landing.requests.filter { $0.key.path == path }.map {
        explanation(
          of: adding($0), under: landing.policy.policy, record: nil, landing: $0.landing)
      }
    }
    return waiting + fresh
  }

  /// Why the next run would revoke the grant; empty where it would not.
  func revocation(of id: GrantID) -> [Reason] {
    revoked.first { $0.id == id }?.history.last?.reasons ?? []
  }

  /// The grants that the next run would revoke.
  package var revoked: [Grant] { foretelling.decisions.revoked }

  /// The request with the late approvals and tokens that have landed since it did.
  func adding(_ landed: LandedRequest) -> LandedRequest {
    let approved = snapshot.landings.flatMap(\.lateApprovals)
      .filter { $0.landing == landed.landing }
      .reduce(landed) { $0.adding($1) }
    return tokenJudged(
      approved, snapshot.landings.flatMap(\.lateTokens), under: snapshot.policy.policy)
  }

  private func explanation(
    of landed: LandedRequest, under policy: Policy, record: RequestRecord?, landing: ObjectID?
  ) -> Explanation {
    let outlook = foretelling.outlook(of: landed)
    let judged: Evaluation
    var (request, mandate): (Request?, Mandate?)
    switch landed.document {
    case .readable(let readable):
      request = readable
      judged = foretelling.evaluation(of: landed, readable, under: policy)
    case .mandate(let readable):
      mandate = readable
      judged = foretelling.evaluation(of: landed, readable, under: policy)
    case .unreadable:
      return Explanation(
        key: landed.key, landing: landing, request: nil, record: record,
        outlook: outlook?.outcome, reasons: outlook?.reasons ?? [],
        notes: landed.notes.map { $0.mended(by: nil) })
    }
    let said = outlook?.reasons ?? foretelling.standstill
    // What is refused no approval helps any more.
    let isOpen = outlook?.outcome != .refused && judged.canBeApproved
    let notes = isOpen ? landed.notes : landed.notes.map { $0.mended(by: nil) }
    // What the run says beyond the evaluation: a freeze, a reuse, flaws of the landing.
    // There are a few of them: a set would take longer to make than to look through.
    let known = said.isEmpty ? [] : judged.reasons + notes
    return Explanation(
      key: landed.key, landing: landing, request: request, record: record, evaluation: judged,
      outlook: outlook?.outcome,
      reasons: said.filter { !known.contains($0) && $0.code != .shortOfApprovals },
      notes: notes, mandate: mandate)
  }
}
