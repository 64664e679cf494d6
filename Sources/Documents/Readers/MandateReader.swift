package import Model

enum MandateKeys: String, CaseIterable {
  case subject, entitlements, each, grants, until, hours
  case atOnce = "at_once"
  case reason
}

enum MandateHoursKeys: String, CaseIterable {
  case days, from, to
}

/// Reads the file `bytes` at `path`, which must be one of `mandates/` (DESIGN section 3).
package func readMandate(
  _ bytes: [UInt8], at path: RepositoryPath
) -> Result<Mandate, DocumentFaults> {
  var findings = Findings(file: "\(path)")
  switch documentKind(of: path) {
  case .failure(let faults): return .failure(faults)
  case .success(.mandate): break
  case .success:
    findings.fault("the file is no mandate", at: nil, hint: "a mandate is `mandates/<name>.yaml`")
    return .failure(findings.faults)
  }
  let read = readFields(bytes, of: "a mandate", keys: MandateKeys.self, &findings) {
    fields, findings in
    mandate(in: fields, &findings)
  }
  return findings.result(read)
}

private func mandate(
  in fields: Fields<MandateKeys>, _ findings: inout Findings
) -> Mandate? {
  let subjectField = fields.required(.subject, example: "<workload or person>", &findings)
  let subject = subjectField?.plainName(&findings).flatMap { IdentityID($0) }
  let listField = fields.required(.entitlements, example: "[<system>/<name>]", &findings)
  let entitlements = listField.map { field in
    distinct(field.list(mayBeEmpty: false, &findings), &findings) { $0.entitlementName(&$1) }
  }
  if let listField, let entitlements, entitlements.count > Limits.mandated {
    findings.fault(
      "a mandate is for \(Limits.mandated) entitlements at most", at: listField.mark,
      hint: "write another mandate for the rest")
  }
  let eachField = fields.required(.each, example: "30m", &findings)
  let each = eachField?.duration(&findings)
  let grants = fields.required(.grants, example: "1", &findings)?
    .integer(1...Limits.mandateGrants, &findings)
  let untilField = fields.required(.until, example: "2026-12-01T00:00:00Z", &findings)
  let until = untilField?.instant(&findings)
  let hours = fields.optional(.hours, &findings)?.mandateHours(&findings)
  let atOnce = fields.optional(.atOnce, &findings)?.integer(1...Limits.mandateGrants, &findings)
  let reason = fields.required(.reason, example: "<why>", &findings)?
    .prose(limit: Limits.prose, &findings)
  guard let subjectField, let subject, let listField, let entitlements, let eachField, let each,
    let grants, let untilField, let until, let reason
  else { return nil }
  return Mandate(
    terms: MandateTerms(
      subject: subject, entitlements: entitlements, each: each, grants: grants, until: until,
      hours: hours, atOnce: atOnce ?? 1, reason: reason),
    marks: MandateMarks(
      subject: subjectField.mark, entitlements: listField.mark, each: eachField.mark,
      until: untilField.mark))
}

extension Field {
  /// When windows may lie: days, and two times of the day in UTC.
  func mandateHours(_ findings: inout Findings) -> MandateHours? {
    guard let fields = Fields<MandateHoursKeys>(element, of: "`hours`", &findings) else {
      return nil
    }
    let days = fields.required(.days, example: "[mon, tue]", &findings)?
      .choices(Weekday.self, &findings)
    let from = fields.required(.from, example: "\"01:00\"", &findings)?.timeOfDay(&findings)
    let toField = fields.required(.to, example: "\"05:00\"", &findings)
    let to = toField?.timeOfDay(&findings)
    guard let days, let from, let toField, let to else { return nil }
    guard from != to, from < TimeOfDay.midnight else {
      findings.fault(
        "the hours from `\(from)` to `\(to)` are none", at: toField.mark,
        hint: "write when they end, for whole days `24:00`")
      return nil
    }
    return MandateHours(days: days, from: from, to: to)
  }

  private func timeOfDay(_ findings: inout Findings) -> TimeOfDay? {
    let expected = "a time of the day in UTC, such as `\"01:00\"`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    return TimeOfDay(text)
      ?? refuse(
        expected: expected, hint: "write hours and minutes with two digits each, such as `01:00`",
        &findings)
  }
}
