/// One thing that can be asked for, named together with its system: `billing-db/read-only`.
package struct EntitlementName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let system: SystemID
  package let entitlement: String

  package init(system: SystemID, entitlement: String) {
    self.system = system
    self.entitlement = entitlement
  }

  package var description: String { system.text + "/" + entitlement }

  package static func < (left: EntitlementName, right: EntitlementName) -> Bool {
    (left.system.text, left.entitlement) < (right.system.text, right.entitlement)
  }
}
