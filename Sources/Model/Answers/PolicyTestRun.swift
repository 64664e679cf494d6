/// What became of one case.
package struct PolicyTestOutcome: Sendable {
  package let testCase: PolicyTestCase
  package let file: String
  /// When the case takes place.
  package let at: Instant
  package let got: ExpectedOutcome
  /// All reasons of the decision.
  package let reasons: [Reason]
  /// Why the case fails; absent where it got what it expects.
  package let failure: Reason?

  package init(
    testCase: PolicyTestCase, file: String, at: Instant, got: ExpectedOutcome, reasons: [Reason],
    failure: Reason?
  ) {
    self.testCase = testCase
    self.file = file
    self.at = at
    self.got = got
    self.reasons = reasons
    self.failure = failure
  }
}

/// What became of every case, and what no case looks at.
package struct PolicyTestRun: Sendable {
  /// In the order of the files.
  package let outcomes: [PolicyTestOutcome]
  /// How many rules and entitlements the policy has.
  package let rules: Int
  package let entitlements: Int
  /// Rules that apply to no case, sorted.
  package let untestedRules: [Located<RuleID>]
  /// Entitlements that no case asks for, sorted.
  package let untestedEntitlements: [Located<EntitlementName>]

  package init(
    outcomes: [PolicyTestOutcome], rules: Int, entitlements: Int,
    untestedRules: [Located<RuleID>], untestedEntitlements: [Located<EntitlementName>]
  ) {
    self.outcomes = outcomes
    self.rules = rules
    self.entitlements = entitlements
    self.untestedRules = untestedRules
    self.untestedEntitlements = untestedEntitlements
  }

  /// Why cases fail, in the order of the files.
  package var failures: [Reason] { outcomes.compactMap(\.failure) }
}
