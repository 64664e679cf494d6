/// One subject with one entitlement: what grants follow each other on.
package struct Holding: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let subject: IdentityID
  package let entitlement: EntitlementName

  package init(subject: IdentityID, entitlement: EntitlementName) {
    self.subject = subject
    self.entitlement = entitlement
  }

  package var description: String { "\(subject) on \(entitlement)" }

  package static func < (left: Holding, right: Holding) -> Bool {
    (left.subject, left.entitlement) < (right.subject, right.entitlement)
  }
}
