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
