/// What became of the policies' own tests, and what none of them looks at.
package struct TestReport: Sendable {
  package let policy: PolicyOrigin
  /// Why the policies cannot be read; then nothing was tested.
  package let faults: [Reason]
  package let run: PolicyTestRun?

  package init(policy: PolicyOrigin, faults: [Reason], run: PolicyTestRun?) {
    self.policy = policy
    self.faults = faults
    self.run = run
  }

  /// Whether every case got what it expects.
  package var isOK: Bool { faults.isEmpty && (run?.failures ?? []).isEmpty }
}
