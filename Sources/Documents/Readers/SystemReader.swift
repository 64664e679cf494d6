import Model

enum SystemKeys: String, CaseIterable {
  case description, owner, plane, entitlements, connector, review, secrets, trust
  case howToConnect = "how_to_connect"
}

enum ReviewKeys: String, CaseIterable {
  case every, late
}

enum SecretKeys: String, CaseIterable {
  case name
  case rotatedBy = "rotated_by"
}

func readSystem(_ bytes: [UInt8], id: SystemID, _ findings: inout Findings) -> TargetSystem? {
  readFields(bytes, of: "a system", keys: SystemKeys.self, &findings) { fields, findings in
    let description = fields.required(.description, example: "<what it is>", &findings)?
      .prose(limit: Limits.prose, &findings)
    let ownerField = fields.required(.owner, example: "group:<id>", &findings)
    let owner = ownerField?.owner(&findings)
    let plane = fields.required(.plane, example: "data", &findings)?
      .choice(Plane.self, &findings)
    let entitlementsField = fields.required(
      .entitlements, example: "{read-only: …}", &findings)
    let entitlements = entitlementsField?.entitlements(of: id, &findings)
    let connector = fields.required(.connector, example: "{type: ledger}", &findings)?
      .connector(for: entitlementsField?.entryNames ?? [], &findings)
    let review = fields.optional(.review, &findings)?.reviewSchedule(&findings)
    let secrets = fields.optional(.secrets, &findings)?.secrets(&findings) ?? []
    let trust = fields.optional(.trust, &findings)?.lines(&findings) ?? []
    let howToConnect = fields.optional(.howToConnect, &findings)?
      .prose(limit: Limits.prose, &findings)
    guard let description, let ownerField, let owner, let plane, let entitlements, let connector
    else { return nil }
    return TargetSystem(
      id: id, description: description, owner: owner, plane: plane, entitlements: entitlements,
      connector: connector, review: review, secrets: secrets, trust: trust,
      howToConnect: howToConnect,
      ownerMark: ownerField.mark)
  }
}

extension Field {
  /// The keys of the mapping that the field is.
  fileprivate var entryNames: [String] {
    if case .mapping(let entries) = element.content { entries.map(\.key) } else { [] }
  }

  fileprivate func entitlements(of system: SystemID, _ findings: inout Findings) -> [Entitlement]? {
    guard case .mapping(let entries) = element.content else {
      return refuse(
        expected: "a mapping of names to entitlements", hint: "write `read-only: {risk: …}`",
        &findings)
    }
    guard !entries.isEmpty else {
      findings.fault(
        "`\(name)` is empty, where it takes one entitlement or more", at: mark)
      return nil
    }
    return entries.compactMap { entry in
      let name = Field(
        name: name, keyMark: entry.keyMark,
        element: Element(
          content: .scalar(entry.key, isPlain: false), mark: entry.keyMark)
      ).plainName(&findings)
      let entitlement = Field(name: entry.key, keyMark: entry.keyMark, element: entry.value)
        .entitlement(name: name ?? "", of: system, &findings)
      return name == nil ? nil : entitlement
    }
  }

  /// What is to be rotated: each a name, or a name with what says when it was.
  fileprivate func secrets(_ findings: inout Findings) -> [SystemSecret] {
    var programs: [String: [String]] = [:]
    let names = distinct(list(mayBeEmpty: true, &findings), &findings) { field, findings in
      guard let secret = field.secret(&findings) else { return nil as String? }
      if let program = secret.rotatedBy { programs[secret.name] = program }
      return secret.name
    }
    return names.map { SystemSecret(name: $0, rotatedBy: programs[$0]) }
  }

  private func secret(_ findings: inout Findings) -> SystemSecret? {
    guard case .mapping = element.content else {
      return line(limit: Limits.name, &findings).map { SystemSecret(name: $0) }
    }
    guard let fields = Fields<SecretKeys>(element, of: "a secret", &findings) else { return nil }
    let name = fields.required(.name, example: "<what people call it>", &findings)?
      .line(limit: Limits.name, &findings)
    let program = fields.required(
      .rotatedBy, example: "{type: exec, command: [/usr/local/bin/<program>]}", &findings)?
      .programSource("`rotated_by`", &findings)
    guard let name, let program else { return nil }
    return SystemSecret(name: name, rotatedBy: program)
  }

  fileprivate func reviewSchedule(_ findings: inout Findings) -> ReviewSchedule? {
    guard let fields = Fields<ReviewKeys>(element, of: "`review`", &findings) else { return nil }
    let every = fields.required(.every, example: "90d", &findings)?.duration(&findings)
    let late = fields.optional(.late, &findings)?.choice(LateReview.self, &findings)
    return every.map { ReviewSchedule(every: $0, late: late, mark: mark) }
  }
}
