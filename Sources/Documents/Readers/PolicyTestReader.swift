import Model

enum TestFileKeys: String, CaseIterable {
  case at, people, cases
}

enum CaseKeys: String, CaseIterable {
  case name, request
  case approvedBy = "approved_by"
  case assurance, signed, grants, mandate, expect, reasons
}

enum CaseRequestKeys: String, CaseIterable {
  case system, subject, entitlement, duration, starts, ticket, reason, emergency
}

enum AssumedMandateKeys: String, CaseIterable {
  case each, grants, used, until, hours
  case atOnce = "at_once"
  case approvedBy = "approved_by"
}

enum AssumedGrantKeys: String, CaseIterable {
  case entitlement, start, end, emergency
}

/// Reads a file of examples.
///
/// The request of a case may name what does not exist: that a typing error is refused is a fair thing
/// to test. Assumed grants are the case's own words and must exist. Approvers need not: people leave, and
/// nobody's leaving may make a policy faulty; `policy test` and lint say whom nobody knows.
func readPolicyTests(_ bytes: [UInt8], _ findings: inout Findings) -> PolicyTestFile? {
  let file = findings.file
  return readFields(bytes, of: "a file of policy tests", keys: TestFileKeys.self, &findings) {
    fields, findings in
    let at = fields.required(.at, example: "2026-11-20T12:00:00Z", &findings)?
      .instant(&findings)
    let people = fields.optional(.people, &findings)?.madeUpPeople(&findings) ?? []
    let cases = fields.required(.cases, example: "[…]", &findings)?
      .list(mayBeEmpty: false, &findings).compactMap { $0.testCase(&findings) }
    guard let at, let cases else { return nil }
    return PolicyTestFile(file: file, at: at, people: people, cases: cases)
  }
}

extension Field {
  fileprivate func testCase(_ findings: inout Findings) -> PolicyTestCase? {
    guard let fields = Fields<CaseKeys>(element, of: "a case", &findings) else { return nil }
    let name = fields.required(.name, example: "<what it shows>", &findings)?
      .line(limit: Limits.name, &findings)
    let request = fields.required(.request, example: "{system: …, subject: …}", &findings)?
      .caseRequest(named: name, &findings)
    let approvers =
      fields.required(.approvedBy, example: "[]", &findings).map { field in
        distinct(field.list(mayBeEmpty: true, &findings), &findings) { $0.unheldIdentifier(&$1) }
      } ?? []
    let assurance = fields.optional(.assurance, &findings)?.choice(Assurance.self, &findings)
    let signed = fields.optional(.signed, &findings)?.boolean(&findings)
    let grants = fields.optional(.grants, &findings)?
      .list(mayBeEmpty: true, &findings).compactMap { $0.assumedGrant(&findings) }
    let mandate = fields.optional(.mandate, &findings)?.assumedMandate(&findings)
    let expect = fields.required(.expect, example: "granted", &findings)?
      .choice(ExpectedOutcome.self, &findings)
    let reasons = fields.optional(.reasons, &findings).map { field in
      distinct(field.list(mayBeEmpty: true, &findings), &findings) {
        $0.reasonCode(&$1)
      }
    }
    guard let name, let request, let expect else { return nil }
    return PolicyTestCase(
      name: name, request: request, approvedBy: approvers, assurance: assurance ?? .personal,
      isSigned: signed ?? true, grants: grants ?? [], expect: expect, reasons: reasons ?? [],
      mark: mark, mandate: mandate)
  }

  private func caseRequest(named name: String?, _ findings: inout Findings) -> Request? {
    guard let fields = Fields<CaseRequestKeys>(element, of: "a case's request", &findings) else {
      return nil
    }
    let system = fields.required(.system, example: "<system>", &findings)?
      .plainName(&findings).flatMap { SystemID($0) }
    return RequestFields(
      subject: fields.required(.subject, example: "<person or workload>", &findings),
      entitlement: fields.required(.entitlement, example: "read-only", &findings),
      duration: fields.required(.duration, example: "8h", &findings),
      starts: fields.optional(.starts, &findings),
      ticket: fields.optional(.ticket, &findings),
      reason: fields.optional(.reason, &findings),
      emergency: fields.optional(.emergency, &findings)
    ).request(system: system, reasonWhereAbsent: name ?? "", &findings)
  }

  private func assumedGrant(_ findings: inout Findings) -> AssumedGrant? {
    guard let fields = Fields<AssumedGrantKeys>(element, of: "a grant of a case", &findings)
    else { return nil }
    let entitlement = fields.required(.entitlement, example: "<system>/<name>", &findings)?
      .entitlementName(&findings)
    let start = fields.required(.start, example: "2026-11-20T09:00:00Z", &findings)?
      .instant(&findings)
    let endField = fields.required(.end, example: "2026-11-20T17:00:00Z", &findings)
    let end = endField?.instant(&findings)
    let isEmergency = fields.optional(.emergency, &findings)?.boolean(&findings) ?? false
    guard let entitlement, let start, let endField, let end else { return nil }
    guard start < end else {
      findings.fault(
        "`end` is not after `start`", at: endField.mark,
        hint: "write an instant after `\(start)`")
      return nil
    }
    return AssumedGrant(
      entitlement: entitlement, window: Window(start: start, end: end),
      isUnreviewedEmergency: isEmergency)
  }

  private func assumedMandate(_ findings: inout Findings) -> AssumedMandate? {
    guard let fields = Fields<AssumedMandateKeys>(element, of: "a mandate of a case", &findings)
    else { return nil }
    let each = fields.required(.each, example: "30m", &findings)?.duration(&findings)
    let range = 0...Limits.mandateGrants
    let grants = fields.optional(.grants, &findings)?.integer(1...Limits.mandateGrants, &findings)
    let used = fields.optional(.used, &findings)?.integer(range, &findings)
    let until = fields.required(.until, example: "2026-12-01T00:00:00Z", &findings)?
      .instant(&findings)
    let hours = fields.optional(.hours, &findings)?.mandateHours(&findings)
    let atOnce = fields.optional(.atOnce, &findings)?.integer(1...Limits.mandateGrants, &findings)
    let approvers = fields.required(.approvedBy, example: "[]", &findings).map { field in
      distinct(field.list(mayBeEmpty: true, &findings), &findings) { $0.unheldIdentifier(&$1) }
    }
    guard let each, let until, let approvers else { return nil }
    return AssumedMandate(
      each: each, grants: grants ?? 1, used: used ?? 0, until: until, hours: hours,
      atOnce: atOnce ?? 1, approvedBy: approvers)
  }

  private func reasonCode(_ findings: inout Findings) -> ReasonCode? {
    let expected = "the code of a reason, such as `short-of-approvals`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    guard text.utf8.allSatisfy({ $0 < 0x80 }), let code = ReasonCode(rawValue: text) else {
      return refuse(
        expected: expected,
        hint: suggestion(for: text, among: ReasonCode.allCases.map(\.rawValue)), &findings)
    }
    return code
  }
}
