/// What whoever reads the mainline has to ask of policies and cannot judge: judging is another room's work.
package struct PolicyJudge: Sendable {
  /// What a policy's own tests find.
  package let testFailures: @Sendable (Policy) -> [Reason]
  /// Why the directory's word counts for nothing at an instant, whoever else signs for it.
  package let directoryFlaws: @Sendable (Policy, TipOverlay, Instant) -> [Reason]

  package init(
    testFailures: @escaping @Sendable (Policy) -> [Reason],
    directoryFlaws: @escaping @Sendable (Policy, TipOverlay, Instant) -> [Reason]
  ) {
    self.testFailures = testFailures
    self.directoryFlaws = directoryFlaws
  }
}
