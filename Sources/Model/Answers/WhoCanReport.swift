/// Who could ever have an entitlement, on whose signatures and for how long, by policy alone.
package struct WhoCanReport: Sendable {
  package let outline: AccessOutline
  /// Whose policies answered.
  package let policy: PolicyOrigin
  /// What was approved in advance for it, by path; empty where no ledger was asked.
  package let mandates: [MandateRecord]

  package init(
    _ outline: AccessOutline, by policy: PolicyOrigin, mandates: [MandateRecord] = []
  ) {
    self.mandates = mandates
    self.outline = outline
    self.policy = policy
  }
}
