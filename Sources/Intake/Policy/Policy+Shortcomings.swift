package import Model

extension Policy {
  /// What would keep this policy from being accepted though its documents have no fault.
  ///
  /// Keys that can never verify (DESIGN section 6).
  ///
  /// - Throws: `.openPGP` where this machine cannot judge the policy's certificates.
  package func shortcomings(at now: Instant) throws(IntakeError) -> [Reason] {
    let store = CertificateStore()
    try store.requireLibrary(for: self)
    return KeyCheck(store: store, now: now).faults(of: self, notIn: nil)
  }
}
