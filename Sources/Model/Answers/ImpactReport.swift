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
  /// Why the change could not come into force as it is: it would revoke more than the settings let it.
  package let guardReasons: [Reason]
  /// The review that names how much is revoked, with the approvals that it takes; absent where none has to.
  package let review: GovernedChange?

  package init(
    proposed: PolicyOrigin, current: PolicyOrigin, faults: [Reason], impact: PolicyImpact?,
    hasLedger: Bool, guardReasons: [Reason], review: GovernedChange? = nil
  ) {
    self.proposed = proposed
    self.current = current
    self.faults = faults
    self.impact = impact
    self.hasLedger = hasLedger
    self.guardReasons = guardReasons
    self.review = review
  }

  /// Whether nothing about the impact keeps the change from coming into force.
  package var isOK: Bool { faults.isEmpty && guardReasons.isEmpty }
}
