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
        of: next, overlay: ground.policies.overlay(of: next, brakes: brakes), on: snapshot,
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
