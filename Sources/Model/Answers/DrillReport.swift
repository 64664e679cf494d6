/// How a drill went: what was given for it and taken away, and how long the revocation took.
package struct DrillReport: Sendable {
  /// One thing that had to come about.
  package struct Step: Sendable {
    /// In words, as a report lists it.
    package let name: String
    /// How long it took, where that was measured.
    package let took: Duration?
    /// What happened instead; nil where it came about.
    package let fault: String?

    package init(_ name: String, took: Duration? = nil, fault: String? = nil) {
      self.name = name
      self.took = took
      self.fault = fault
    }
  }

  package let at: Instant
  package let entitlement: EntitlementName
  package let subject: IdentityID
  package let connector: ConnectorKind
  package let steps: [Step]
  /// From the order until the access was known to be gone; nil where it is not.
  package let revocation: Duration?

  package init(
    at: Instant, entitlement: EntitlementName, subject: IdentityID, connector: ConnectorKind,
    steps: [Step], revocation: Duration?
  ) {
    self.at = at
    self.entitlement = entitlement
    self.subject = subject
    self.connector = connector
    self.steps = steps
    self.revocation = revocation
  }

  /// Whether everything came about.
  package var isOK: Bool { revocation != nil && steps.allSatisfy { $0.fault == nil } }
}
