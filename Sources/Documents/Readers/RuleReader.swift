import Model

enum RuleKeys: String, CaseIterable {
  case description
  case appliesTo = "applies_to"
  case require, deny
}

enum AppliesToKeys: String, CaseIterable {
  case personClass = "class"
  case risk, system, plane, group, subject
}

enum RequirementKeys: String, CaseIterable {
  case ticket, approvals
  case maximumDuration = "maximum_duration"
  case assurance
  case signedRequest = "signed_request"
  case renewals
}

enum RenewalKeys: String, CaseIterable {
  case maximum, within
}

enum DenialKeys: String, CaseIterable {
  case message, from, until
}

/// Reads a rule, which requires, denies, or both in one.
func readRule(_ bytes: [UInt8], id: RuleID, _ findings: inout Findings) -> Rule? {
  readFields(bytes, of: "a rule", keys: RuleKeys.self, &findings) { fields, findings in
    let description = fields.required(.description, example: "<what it is for>", &findings)?
      .prose(limit: Limits.prose, &findings)
    let appliesTo = fields.optional(.appliesTo, &findings)?.appliesTo(&findings)
    let require = fields.optional(.require, &findings)?.requirements(&findings)
    let deny = fields.optional(.deny, &findings)?.denial(&findings)
    if !fields.has(.require), !fields.has(.deny) {
      findings.fault(
        "a rule without `require` and `deny` does nothing", at: fields.mark,
        hint:
          "add `require: {approvals: [{count: 1, from: [group:<id>]}]}` or `deny: {message: <why>}`"
      )
    }
    guard let description else { return nil }
    return Rule(
      id: id, description: description, appliesTo: appliesTo ?? AppliesTo(), require: require,
      deny: deny)
  }
}

extension Field {
  fileprivate func appliesTo(_ findings: inout Findings) -> AppliesTo? {
    guard let fields = Fields<AppliesToKeys>(element, of: "`applies_to`", &findings) else {
      return nil
    }
    let classes = fields.optional(.personClass, &findings)?.choices(PersonClass.self, &findings)
    let risks = fields.optional(.risk, &findings)?.choices(Risk.self, &findings)
    let systems: [SystemID]? = fields.optional(.system, &findings)?
      .identifiers(.system, &findings)
    let planes = fields.optional(.plane, &findings)?.choices(Plane.self, &findings)
    let groups: [GroupID]? = fields.optional(.group, &findings)?.identifiers(.group, &findings)
    let subjects: [IdentityID]? = fields.optional(.subject, &findings)?
      .identifiers(.identity, &findings)
    return AppliesTo(
      classes: classes.map { Set($0) }, risks: risks.map { Set($0) },
      systems: systems.map { Set($0) }, planes: planes.map { Set($0) },
      groups: groups.map { Set($0) }, subjects: subjects.map { Set($0) }, mark: mark)
  }

  fileprivate func requirements(_ findings: inout Findings) -> Requirements? {
    guard let fields = Fields<RequirementKeys>(element, of: "`require`", &findings) else {
      return nil
    }
    if RequirementKeys.allCases.allSatisfy({ !fields.has($0) }) {
      findings.fault(
        "`require` asks for nothing", at: mark,
        hint: "add `approvals: [{count: 1, from: [group:<id>]}]`")
    }
    return Requirements(
      ticket: fields.optional(.ticket, &findings)?.ticketPattern(&findings),
      approvals: fields.optional(.approvals, &findings)?.approvals(.request, &findings) ?? [],
      maximumDuration: fields.optional(.maximumDuration, &findings)?.markedDuration(&findings),
      assurance: fields.optional(.assurance, &findings)?.markedChoice(
        Assurance.self, &findings),
      signedRequest: fields.optional(.signedRequest, &findings)?.markedBoolean(&findings),
      renewals: fields.optional(.renewals, &findings)?.renewals(&findings))
  }

  private func renewals(_ findings: inout Findings) -> RenewalLimit? {
    guard let fields = Fields<RenewalKeys>(element, of: "`renewals`", &findings) else {
      return nil
    }
    let maximum = fields.required(.maximum, example: "2", &findings)?
      .integer(0...Limits.renewals, &findings)
    let within = fields.required(.within, example: "30d", &findings)?.duration(&findings)
    guard let maximum, let within else { return nil }
    return RenewalLimit(maximum: maximum, within: within, mark: mark)
  }

  fileprivate func denial(_ findings: inout Findings) -> Denial? {
    guard let fields = Fields<DenialKeys>(element, of: "`deny`", &findings) else { return nil }
    let message = fields.required(.message, example: "<why>", &findings)?
      .prose(limit: Limits.prose, &findings)
    let from = fields.optional(.from, &findings)?.instant(&findings)
    let untilField = fields.optional(.until, &findings)
    let until = untilField?.instant(&findings)
    if let from, let until, let untilField, until <= from {
      findings.fault(
        "`until` is not after `from`, so that the rule never denies", at: untilField.mark,
        hint: "write an instant after `\(from)`")
    }
    guard let message else { return nil }
    return Denial(message: message, from: from, until: until, mark: mark)
  }
}
