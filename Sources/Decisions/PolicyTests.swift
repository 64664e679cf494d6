package import Model

/// The cases in `policies/tests/` that get another decision than they expect.
///
/// A policy with a failing case cannot come into force (DESIGN section 6). One that names somebody who is gone keeps
/// nothing out: people leave by a change that other people approve than those who may change a test. `testRun`
/// and lint name it.
package func failures(ofTestsIn policy: Policy) -> [Reason] {
  guard !policy.tests.isEmpty else { return [] }
  let ground = policy.inGoodStanding
  return policy.tests.flatMap { file in
    let assumed = ground.makingUp(file.people)
    return file.cases.compactMap { testCase -> Reason? in
      guard file.absentees(in: testCase, of: policy).isEmpty else { return nil }
      return failure(
        of: testCase, in: file, getting: evaluation(of: testCase, in: file, under: assumed))
    }
  }
}

extension PolicyTestFile {
  /// Whom `testCase` names though neither this file nor `policy` knows them, sorted.
  func absentees(in testCase: PolicyTestCase, of policy: Policy) -> [IdentityID] {
    let made = Set(people.map(\.id))
    return names(in: testCase).filter {
      !made.contains($0) && policy.people[$0] == nil && policy.workloads[$0] == nil
    }
  }
}

/// Every case in `policies/tests/` with the decision it gets, and what no case looks at.
package func testRun(of policy: Policy) -> PolicyTestRun {
  var outcomes: [PolicyTestOutcome] = []
  var rules: Set<RuleID> = []
  var entitlements: Set<EntitlementName> = []
  let ground = policy.inGoodStanding
  for file in policy.tests {
    let assumed = ground.makingUp(file.people)
    for testCase in file.cases {
      let evaluation = evaluation(of: testCase, in: file, under: assumed)
      outcomes.append(
        PolicyTestOutcome(
          testCase: testCase, file: file.file, at: file.at, got: evaluation.verdict.outcome,
          reasons: evaluation.reasons,
          failure: failure(of: testCase, in: file, getting: evaluation)))
      let request = testCase.request
      guard let (system, entitlement) = policy.entitlement(request.entitlementName) else {
        continue
      }
      entitlements.insert(request.entitlementName)
      let terms = Terms(for: request.subject, of: system, entitlement, under: assumed)
      rules.formUnion(terms.rules.map(\.id))
    }
  }
  let all = policy.systems.values.flatMap { system in
    system.entitlements.map { entitlement in
      Located(
        EntitlementName(system: system.id, entitlement: entitlement.name),
        at: SourceLocation(file: system.file, mark: entitlement.mark))
    }
  }
  return PolicyTestRun(
    outcomes: outcomes, rules: policy.rules.count, entitlements: all.count,
    untestedRules: policy.rules.filter { !rules.contains($0.id) }.map {
      Located($0.id, at: SourceLocation(file: $0.file, mark: $0.appliesTo.mark))
    },
    untestedEntitlements: all.filter { !entitlements.contains($0.value) }
      .sorted { $0.value < $1.value })
}

private func evaluation(
  of testCase: PolicyTestCase, in file: PolicyTestFile, under policy: Policy
) -> Evaluation {
  evaluate(
    landed(testCase, in: file, under: policy), request: testCase.request, under: policy,
    overlay: TipOverlay(inactive: [:], compromised: []),
    held: testCase.held(in: file, under: policy), hasWitness: true, at: file.at)
}

private func failure(
  of testCase: PolicyTestCase, in file: PolicyTestFile, getting evaluation: Evaluation
) -> Reason? {
  let location = SourceLocation(file: file.file, mark: testCase.mark)
  let got = evaluation.verdict.outcome
  let why = evaluation.reasons.map { "\($0.code.rawValue), \($0.message)" }.joined(separator: " ")
  guard got == testCase.expect else {
    return Reason(
      .invalidDocument,
      "test '\(testCase.name)': expected \(testCase.expect.rawValue), got \(got.rawValue)"
        + (why.isEmpty ? "" : ": \(why)"),
      at: location)
  }
  let codes = Set(evaluation.reasons.map(\.code))
  let absent = testCase.reasons.filter { !codes.contains($0) }
  guard !absent.isEmpty else { return nil }
  return Reason(
    .invalidDocument,
    "test '\(testCase.name)': \(got.rawValue) as expected, but without the reason "
      + listed(absent.map(\.rawValue)) + (why.isEmpty ? "" : ", only: \(why)"),
    at: location)
}

/// The request of a case as a landing of this instant would bring it, its approvals taken as given.
private func landed(
  _ testCase: PolicyTestCase, in file: PolicyTestFile, under policy: Policy
) -> LandedRequest {
  let asker = policy.asker(of: testCase)
  return LandedRequest(
    key: RequestKey(path: RepositoryPath(file.file), blob: .null),
    grantID: GrantID(digest: ObjectID.null.bytes),
    landing: .null, dated: file.at, seen: file.at,
    // Who may have what is the example; a key to certify goes without saying.
    document: .readable(testCase.request.proving(ProvenKey(ofCheckedRequest: []))),
    approvals: testCase.approvedBy.map { person in
      SeenApproval(
        approval: Approval(
          verifiedSignatureOf: person, key: "of the test", format: .ssh,
          assurance: testCase.assurance, commit: .null),
        seen: file.at, dated: file.at, isLate: false)
    },
    changes: [
      RequestChange(
        commit: .null, people: [asker], signer: testCase.isSigned ? asker : nil, isOrigin: true)
    ],
    holders: [.null], made: file.at...file.at, flaws: [], notes: [])
}

extension Policy {
  /// Who asks in a case: the subject, or for a workload of a group a member who does not approve.
  ///
  /// A case says who may approve, not who asked; where it names every member, nobody else is left.
  fileprivate func asker(of testCase: PolicyTestCase) -> IdentityID {
    let request = testCase.request
    let isAloneWithTheirKey =
      request.isEmergency && emergency(request.entitlementName)?.approvals.isEmpty == true
    guard !isAloneWithTheirKey, case .group(let id) = workloads[request.subject]?.owner else {
      return request.subject
    }
    return members(of: id).first { !testCase.approvedBy.contains($0) } ?? request.subject
  }
}

extension PolicyTestCase {
  /// What the subject has, will have or had by the case's own words.
  fileprivate func held(in file: PolicyTestFile, under policy: Policy) -> HeldGrants {
    let (subject, now) = (request.subject, file.at)
    var held = HeldGrants(
      grants.map {
        HeldAccess(
          subject: subject, entitlement: $0.entitlement, window: $0.window,
          isEmergency: $0.isUnreviewedEmergency)
      },
      unreviewed: grants.filter(\.isUnreviewedEmergency).map {
        UnreviewedEmergency(
          subject: subject, entitlement: $0.entitlement, reviewBy: $0.window.end)
      }, at: now)
    if let record = mandate.flatMap({ agreed($0, in: file, under: policy) }) {
      held.mandates.put(record)
    }
    return held
  }

  /// What the case says was approved in advance; nil where the approvals that it names do not suffice for that.
  private func agreed(
    _ assumed: AssumedMandate, in file: PolicyTestFile, under policy: Policy
  ) -> MandateRecord? {
    let terms = MandateTerms(
      subject: request.subject, entitlements: [request.entitlementName], each: assumed.each,
      grants: assumed.grants, until: assumed.until, hours: assumed.hours, atOnce: assumed.atOnce,
      reason: name)
    // It was agreed before the request was seen.
    let before = file.at.advanced(by: .seconds(-1))
    let landed = LandedRequest(
      key: RequestKey(path: RepositoryPath("mandates/the-mandate-of-the-case.yaml"), blob: .null),
      grantID: GrantID(digest: ObjectID.null.bytes), landing: .null, dated: before, seen: before,
      document: .mandate(Mandate(terms: terms, marks: MandateMarks())),
      approvals: assumed.approvedBy.map { person in
        SeenApproval(
          approval: Approval(
            verifiedSignatureOf: person, key: "of the test", format: .ssh,
            assurance: assurance, commit: .null), seen: before, dated: before, isLate: false)
      },
      changes: [
        RequestChange(
          commit: .null, people: [], signer: policy.asker(of: self), isOrigin: true)
      ], holders: [.null], made: before...before, flaws: [], notes: [])
    let evaluation = MandateHearing(
      landed: landed, mandate: Mandate(terms: terms, marks: MandateMarks()), policy: policy,
      overlay: TipOverlay(inactive: [:], compromised: []), hasWitness: true, now: before
    ).evaluation()
    guard evaluation.verdict == .granted else { return nil }
    var record = MandateRecord(
      terms, landed: RequestRecord(landed, decided: before, outcome: .granted, reasons: []),
      id: landed.grantID, policy: .null,
      approvers: MandateCourt(policy: policy).approvers(evaluation.counted, of: terms),
      event: MandateEvent(.agreed, at: before, mainline: .null))
    for _ in 0..<assumed.used { record = record.usedOnceMore }
    return record
  }
}

extension Evaluation.Verdict {
  /// The verdict as a test case expects it.
  fileprivate var outcome: ExpectedOutcome {
    switch self {
    case .granted: .granted
    case .pending: .pending
    case .refused: .refused
    }
  }
}
