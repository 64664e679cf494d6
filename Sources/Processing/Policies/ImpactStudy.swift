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
    let brakes = snapshot?.governance?.brakes ?? []
    return report(
      on: proposed, faults: [],
      impact(
        of: next,
        overlay: ground.policies.overlay(
          ground.policies.overlay(of: next), of: next, with: brakes), on: snapshot,
        insteadOf: ground.force.policy, at: now))
  }

  private func snapshot() throws(ProcessingError) -> Snapshot? {
    try ground.view.map { view throws(ProcessingError) in try view.snapshot() }
  }

  private func report(
    on proposed: PolicyRevision, faults: [Reason], _ impact: PolicyImpact?
  ) -> ImpactReport {
    ImpactReport(
      proposed: proposed.origin, current: ground.origin, faults: faults, impact: impact,
      hasLedger: ground.view != nil)
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
