import Model

enum PersonKeys: String, CaseIterable {
  case name
  case personClass = "class"
  case organization, sponsor, contract, emails, keys, verified, status
}

enum ContractKeys: String, CaseIterable {
  case reference, ends
}

func readPerson(_ bytes: [UInt8], id: IdentityID, _ findings: inout Findings) -> Person? {
  if SharedAccount.isNothingElse(id) {
    findings.fault(
      "`\(id)` names a role and nobody in particular, where a person is one human being", at: nil,
      hint: "name the file after the person; what several people or programs use is a workload, "
        + "`policies/workloads/\(id).yaml`, with a human owner")
  }
  return readFields(bytes, of: "a person", keys: PersonKeys.self, &findings) { fields, findings in
    let name = fields.required(.name, example: "<full name>", &findings)?
      .line(limit: Limits.name, &findings)
    let personClass = fields.required(.personClass, example: "employee", &findings)?
      .choice(PersonClass.self, &findings)
    let third = thirdParty(fields, personClass, &findings)
    let emailsField = fields.optional(.emails, &findings)
    let emails = emailsField?.emails(&findings) ?? []
    let keys = fields.optional(.keys, &findings)?.keys(&findings) ?? []
    let verifiedField = fields.required(.verified, example: "2026-11-21T00:00:00Z", &findings)
    let verified = verifiedField?.instant(&findings)
    let statusField = fields.required(.status, example: "active", &findings)
    let status = statusField?.choice(IdentityStatus.self, &findings)
    guard let name, let personClass, let verifiedField, let verified, let statusField, let status
    else { return nil }
    return Person(
      id: id, name: name, personClass: personClass, organization: third.organization,
      sponsor: third.sponsor, contract: third.contract, emails: emails, keys: keys,
      verified: verified, status: status,
      marks: PersonMarks(
        sponsor: third.sponsorMark, verified: verifiedField.mark, status: statusField.mark,
        emails: emailsField?.mark))
  }
}

/// What ties a person to another organisation.
private struct ThirdParty {
  var organization: String?
  var sponsor: IdentityID?
  var sponsorMark: Mark?
  var contract: Contract?
}

/// Reads what contractors and vendors must have and employees must not.
private func thirdParty(
  _ fields: Fields<PersonKeys>, _ personClass: PersonClass?, _ findings: inout Findings
) -> ThirdParty {
  var result = ThirdParty()
  let isThirdParty = personClass?.isThirdParty ?? false
  func field(
    _ key: PersonKeys, example: String, _ findings: inout Findings
  ) -> Field? {
    isThirdParty
      ? fields.required(key, example: example, &findings) : fields.optional(key, &findings)
  }
  result.organization = field(.organization, example: "<company>", &findings)?
    .line(limit: Limits.name, &findings)
  let sponsor = field(.sponsor, example: "<employee>", &findings)
  result.sponsor = sponsor?.identifier(.person, &findings)
  result.sponsorMark = sponsor?.mark
  result.contract = field(
    .contract, example: "{reference: <number>, ends: 2027-01-31T00:00:00Z}", &findings)?
    .contract(&findings)
  if personClass == .employee {
    for key in [PersonKeys.sponsor, .contract] {
      guard let mark = fields.keyMark(key) else { continue }
      findings.fault(
        "an employee has no `\(key.rawValue)`", at: mark,
        hint: "remove `\(key.rawValue)`, or write `class: contractor` or `class: vendor`")
    }
  }
  return result
}

extension Field {
  fileprivate func contract(_ findings: inout Findings) -> Contract? {
    guard let fields = Fields<ContractKeys>(element, of: "a contract", &findings) else {
      return nil
    }
    let reference = fields.required(.reference, example: "<number>", &findings)?
      .line(limit: Limits.name, &findings)
    let ends = fields.required(.ends, example: "2027-01-31T00:00:00Z", &findings)?
      .instant(&findings)
    guard let reference, let ends else { return nil }
    return Contract(reference: reference, ends: ends, mark: mark)
  }
}
