internal import Decisions
internal import Documents
internal import Intake
package import Model

/// Holds proposed policies against those that govern.
package struct ImpactStudy {
  let ground: CheckGround
  let now: Instant

  package init(ground: CheckGround, now: Instant) {
    self.ground = ground
    self.now = now
  }

  /// What `proposed` would change.
  package func report(on proposed: PolicyRevision) throws(ProcessingError) -> ImpactReport {
    let policy: Policy
    switch proposed.policy {
    case .failure(let faults): return report(on: proposed, faults: faults.reasons, nil)
    case .success(let read): policy = read
    }
    let next = PolicyInForce(tree: proposed.tree, policy: policy)
    let snapshot = try snapshot()
    let impact = impact(
      of: next, overlay: try overlay(of: next), on: snapshot, insteadOf: ground.force.policy,
      at: now)
    return report(
      on: proposed, faults: [], impact,
      guarded: try revocationGuard(impact.tally, next, of: proposed.commit, snapshot?.overlay))
  }

  /// What it takes to land the change of the branch that ends in `head`, for what it would revoke.
  ///
  /// Nothing where there is no ledger to know of grants, or where no limit is set.
  func revocationGuard(
    of next: PolicyInForce, on head: ObjectID, _ snapshot: Snapshot?
  ) throws(ProcessingError) -> RevocationGuard {
    guard ground.force.policy.settings.massRevocation != nil, let snapshot else {
      return .nothing
    }
    let overlay = try overlay(of: next)
    let impact = impact(
      of: next, overlay: overlay, on: snapshot, insteadOf: ground.force.policy, at: now)
    return try revocationGuard(impact.tally, next, of: head, snapshot.overlay)
  }

  private func overlay(of next: PolicyInForce) throws(ProcessingError) -> TipOverlay {
    do throws(IntakeError) {
      return try ground.policies.overlay(of: next)
    } catch {
      throw ProcessingError(error)
    }
  }

  private func snapshot() throws(ProcessingError) -> Snapshot? {
    try ground.view.map { view throws(ProcessingError) in try view.snapshot() }
  }

  private func report(
    on proposed: PolicyRevision, faults: [Reason], _ impact: PolicyImpact?,
    guarded: RevocationGuard = .nothing
  ) -> ImpactReport {
    ImpactReport(
      proposed: proposed.origin, current: ground.origin, faults: faults, impact: impact,
      hasLedger: ground.view != nil, guardReasons: guarded.reasons + (guarded.review?.faults ?? []),
      review: guarded.review)
  }

  private func revocationGuard(
    _ tally: RevocationTally, _ next: PolicyInForce, of head: ObjectID, _ overlay: TipOverlay?
  ) throws(ProcessingError) -> RevocationGuard {
    do throws(IntakeError) {
      return try BranchReader(policies: ground.policies, at: now, judge: .decisions)
        .revocationGuard(
          tally, of: head, onto: ground.base, under: ground.force,
          overlay ?? TipOverlay(inactive: [:], compromised: []), next: next.policy)
    } catch {
      throw ProcessingError(error)
    }
  }
}

extension ImpactStudy {
  /// What the policies of `revision` would do, HEAD's where none is named, and the time that counts.
  package static func report(
    on revision: String?, at path: String, anchor: ObjectID?, base: String?, _ clock: Instant,
    _ outside: Outside
  ) throws(ProcessingError) -> (report: ImpactReport, now: Instant) {
    let ground = try CheckGround(at: path, anchor: anchor, base: base, clock, outside)
    let name = revision ?? "HEAD"
    let proposed = try PolicyRevision(
      merging: ground.repository.commit(name), into: ground.base, called: name,
      by: ground.policies, in: ground.repository)
    let now = ground.view?.now ?? clock
    return (try ImpactStudy(ground: ground, now: now).report(on: proposed), now)
  }
}
