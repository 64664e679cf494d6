/// What `policy lint` found, faults of reading first: of a policy that cannot be read nothing more is known.
package struct LintReport: Sendable {
  package let policy: PolicyOrigin
  /// Why the policy could not come into force, whoever approved it.
  package let faults: [Reason]
  package let findings: [PolicyFinding]

  package init(policy: PolicyOrigin, faults: [Reason], findings: [PolicyFinding]) {
    self.policy = policy
    self.faults = faults
    self.findings = findings
  }

  /// Whether nothing was found.
  package var isOK: Bool { faults.isEmpty && findings.isEmpty }
}
