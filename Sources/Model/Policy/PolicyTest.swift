/// What a test case expects to become of its request.
package enum ExpectedOutcome: String, Hashable, Sendable, Codable, CaseIterable {
  case granted, pending, refused
}

/// A grant that a test case says its subject has, will have or had.
package struct AssumedGrant: Hashable, Sendable {
  package let entitlement: EntitlementName
  package let window: Window
  /// Whether it was given in an emergency and nobody has reviewed it yet.
  package let isUnreviewedEmergency: Bool

  package init(
    entitlement: EntitlementName, window: Window, isUnreviewedEmergency: Bool = false
  ) {
    self.entitlement = entitlement
    self.window = window
    self.isUnreviewedEmergency = isUnreviewedEmergency
  }
}

/// What a case says was approved in advance, for its subject and its entitlement.
package struct AssumedMandate: Hashable, Sendable {
  package let each: Duration
  package let grants: Int
  /// How many of them are used.
  package let used: Int
  package let until: Instant
  package let hours: MandateHours?
  package let atOnce: Int
  package let approvedBy: [IdentityID]

  package init(
    each: Duration, grants: Int, used: Int, until: Instant, hours: MandateHours?, atOnce: Int,
    approvedBy: [IdentityID]
  ) {
    self.each = each
    self.grants = grants
    self.used = used
    self.until = until
    self.hours = hours
    self.atOnce = atOnce
    self.approvedBy = approvedBy
  }
}

/// One example in `policies/tests/`, with the decision it must get.
package struct PolicyTestCase: Hashable, Sendable {
  package let name: String
  package let request: Request
  package let approvedBy: [IdentityID]
  /// What the approvers' signatures prove; `personal` where the case does not say.
  package let assurance: Assurance
  /// Whether the subject signed the request; true where the case does not say.
  package let isSigned: Bool
  package let grants: [AssumedGrant]
  /// What was approved in advance.
  package let mandate: AssumedMandate?
  package let expect: ExpectedOutcome
  /// Codes that must be among the decision's reasons.
  package let reasons: [ReasonCode]
  package let mark: Mark

  package init(
    name: String, request: Request, approvedBy: [IdentityID], assurance: Assurance,
    isSigned: Bool, grants: [AssumedGrant], expect: ExpectedOutcome, reasons: [ReasonCode],
    mark: Mark, mandate: AssumedMandate? = nil
  ) {
    self.mandate = mandate
    self.name = name
    self.request = request
    self.approvedBy = approvedBy
    self.assurance = assurance
    self.isSigned = isSigned
    self.grants = grants
    self.expect = expect
    self.reasons = reasons
    self.mark = mark
  }
}

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

/// A file of `policies/tests/`.
package struct PolicyTestFile: Hashable, Sendable {
  package let file: String
  /// When the cases take place.
  package let at: Instant
  /// Whom the cases may name besides those whom the policies hold, sorted by id.
  package let people: [MadeUpPerson]
  package let cases: [PolicyTestCase]

  package init(
    file: String, at: Instant, people: [MadeUpPerson] = [], cases: [PolicyTestCase]
  ) {
    self.file = file
    self.at = at
    self.people = people
    self.cases = cases
  }

  /// Everybody whom `testCase` names as a person, sorted: who asks, who approved, who answers for them.
  package func names(in testCase: PolicyTestCase) -> [IdentityID] {
    let named = Set(
      testCase.approvedBy + (testCase.mandate?.approvedBy ?? []) + [testCase.request.subject])
    let sponsors = people.filter { named.contains($0.id) }.compactMap(\.sponsor)
    return named.union(sponsors).sorted()
  }
}
