/// Whether a connector's program keeps to the protocol.
package struct ConformanceReport: Sendable {
  /// One thing that a connector must do.
  package struct Check: Sendable {
    package let name: String
    /// What it did instead; nil where it passed.
    package let fault: String?

    package init(name: String, fault: String?) {
      self.name = name
      self.fault = fault
    }
  }

  package let checks: [Check]

  package init(checks: [Check]) { self.checks = checks }

  /// Whether everything passed.
  package var isOK: Bool { checks.allSatisfy { $0.fault == nil } }
}
