package import Model

extension Policy {
  /// What would keep this policy from being accepted though its documents have no fault.
  ///
  /// Keys that can never verify, and governance lines that too few active people with usable keys are
  /// left for (DESIGN section 6).
  package func shortcomings(at now: Instant) -> [Reason] {
    let nobody = TipOverlay(inactive: [:], compromised: [])
    return KeyCheck.weakKeys(of: self, notIn: nil)
      + Governance(policy: self, overlay: nobody, now: now).unsatisfiableLines()
  }
}
