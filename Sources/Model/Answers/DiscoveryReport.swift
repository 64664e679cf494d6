/// What is really there, held against the ledger.
package struct DiscoveryReport: Sendable {
  package let findings: [AccessFinding]
  /// The systems whose connectors answered, sorted.
  package let asked: [SystemID]
  /// Those that did not, each with why.
  package let unanswered: [(system: SystemID, why: String)]
  /// Those that nobody can be asked about: whoever enforces their grants reads the ledger, or is a person.
  package let unlisted: [SystemID]

  package init(
    findings: [AccessFinding], asked: [SystemID], unanswered: [(system: SystemID, why: String)],
    unlisted: [SystemID]
  ) {
    self.findings = findings
    self.asked = asked
    self.unanswered = unanswered
    self.unlisted = unlisted
  }
}
