/// What a proposed change of policy would do to people, and whether its landing could be accepted for it.
package struct ImpactReport: Sendable {
  /// The policies that are proposed, and those that govern.
  package let proposed: PolicyOrigin
  package let current: PolicyOrigin
  /// Why the proposed policies cannot be read; then nothing more is known.
  package let faults: [Reason]
  package let impact: PolicyImpact?
  /// Whether there is a ledger, without which nobody knows of any grants.
  package let hasLedger: Bool
  /// What of it waits for a review that names how much is revoked.
  package let waiting: [Reason]

  package init(
    proposed: PolicyOrigin, current: PolicyOrigin, faults: [Reason], impact: PolicyImpact?,
    hasLedger: Bool, waiting: [Reason] = []
  ) {
    self.proposed = proposed
    self.current = current
    self.faults = faults
    self.impact = impact
    self.hasLedger = hasLedger
    self.waiting = waiting
  }

  /// Whether the proposed policies can be read.
  package var isOK: Bool { faults.isEmpty }
}
