import Model

enum EntitlementKeys: String, CaseIterable {
  case risk, scope
  case scopeReason = "scope_reason"
  case eligible, approvals
  case maximumDuration = "maximum_duration"
  case conflictsWith = "conflicts_with"
  case assurance
  case signedRequest = "signed_request"
  case emergency
}

enum EmergencyKeys: String, CaseIterable {
  case eligible, approvals
  case maximumDuration = "maximum_duration"
  case reviewWithin = "review_within"
}

extension Field {
  /// The entitlement `name` of `system`; the field is its mapping.
  func entitlement(
    name: String, of system: SystemID, _ findings: inout Findings
  ) -> Entitlement? {
    guard let fields = Fields<EntitlementKeys>(element, of: "an entitlement", &findings) else {
      return nil
    }
    let risk = fields.required(.risk, example: "medium", &findings)?
      .choice(Risk.self, &findings)
    let scope = fields.optional(.scope, &findings)?.markedChoice(CoarseScope.self, &findings)
    let scopeReason = fields.optional(.scopeReason, &findings)?
      .prose(limit: Limits.prose, &findings)
    if let mark = fields.keyMark(.scopeReason), fields.keyMark(.scope) == nil {
      findings.fault(
        "`scope_reason` says why a scope is no high risk, and there is no `scope`", at: mark,
        hint: "add `scope: shared-tenant`, or remove `scope_reason`")
    }
    let eligible = fields.required(.eligible, example: "[group:<id>]", &findings)
    let eligibleList = eligible?.eligibleList(&findings)
    let approvals = fields.required(
      .approvals, example: "[{count: 1, from: [group:<id>]}]", &findings)?
      .approvals(.request, &findings)
    let maximum = fields.required(.maximumDuration, example: "8h", &findings)?
      .markedDuration(&findings)
    let conflicts = fields.optional(.conflictsWith, &findings)?
      .conflicts(with: "\(system)/\(name)", &findings)
    let assurance = fields.optional(.assurance, &findings)?.markedChoice(
      Assurance.self, &findings)
    let signedRequest = fields.optional(.signedRequest, &findings)?.markedBoolean(&findings)
    let emergency = fields.optional(.emergency, &findings)?.emergencyTerms(&findings)
    guard let risk, let eligible, let eligibleList, let approvals, let maximum else { return nil }
    return Entitlement(
      name: name, risk: risk, scope: scope, scopeReason: scopeReason, eligible: eligibleList,
      approvals: approvals,
      maximumDuration: maximum, conflictsWith: conflicts ?? [], assurance: assurance,
      signedRequest: signedRequest, emergency: emergency, mark: keyMark,
      eligibleMark: eligible.mark)
  }

  /// A choice with its place.
  func markedChoice<Word: RawRepresentable & CaseIterable & Hashable & Sendable>(
    _ type: Word.Type, _ findings: inout Findings
  ) -> Marked<Word>? where Word.RawValue == String {
    choice(type, &findings).map { Marked($0, mark) }
  }

  /// A boolean with its place.
  func markedBoolean(_ findings: inout Findings) -> Marked<Bool>? {
    boolean(&findings).map { Marked($0, mark) }
  }

  private func conflicts(
    with own: String, _ findings: inout Findings
  ) -> [Marked<EntitlementName>] {
    var marks: [EntitlementName: Mark] = [:]
    let names = distinct(list(mayBeEmpty: false, &findings), &findings) { field, findings in
      let name = field.entitlementName(&findings)
      if let name {
        marks[name] = marks[name] ?? field.mark
        if "\(name)" == own {
          findings.fault("an entitlement cannot conflict with itself", at: field.mark)
        }
      }
      return name
    }
    return names.compactMap { name in marks[name].map { Marked(name, $0) } }
  }

  /// The terms for an emergency, whose approvals may be none (DESIGN section 8).
  private func emergencyTerms(_ findings: inout Findings) -> EmergencyTerms? {
    guard let fields = Fields<EmergencyKeys>(element, of: "emergency terms", &findings) else {
      return nil
    }
    let eligible = fields.required(.eligible, example: "[group:<id>]", &findings)?
      .eligibleList(&findings)
    let approvals = fields.required(.approvals, example: "[]", &findings)?
      .approvals(.request, mayBeEmpty: true, &findings)
    let maximum = fields.required(.maximumDuration, example: "30m", &findings)?
      .duration(&findings)
    let review = fields.required(.reviewWithin, example: "24h", &findings)?.duration(&findings)
    guard let eligible, let approvals, let maximum, let review else { return nil }
    return EmergencyTerms(
      eligible: eligible, approvals: approvals, maximumDuration: maximum, reviewWithin: review,
      mark: mark)
  }
}
