/// Who could ever have an entitlement, on whose signatures and for how long, by policy alone.
package struct WhoCanReport: Sendable {
  package let outline: AccessOutline
  /// Whose policies answered.
  package let policy: PolicyOrigin

  package init(_ outline: AccessOutline, by policy: PolicyOrigin) {
    self.outline = outline
    self.policy = policy
  }
}
