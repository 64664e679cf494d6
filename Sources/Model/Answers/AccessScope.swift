/// A system, or one of its entitlements.
package struct AccessScope: Hashable, Sendable, CustomStringConvertible {
  package let system: SystemID
  /// Absent for all of them.
  package let entitlement: String?

  /// All of `system`, or `entitlement` of it alone.
  package init(system: SystemID, entitlement: String?) {
    self.system = system
    self.entitlement = entitlement
  }

  package var description: String { entitlement.map { "\(system)/\($0)" } ?? system.text }

  /// Whether `grant` is of it.
  package func names(_ grant: Grant) -> Bool {
    grant.system == system && (entitlement.map { $0 == grant.entitlement } ?? true)
  }
}
