import Model

enum MadeUpPersonKeys: String, CaseIterable {
  case personClass = "class"
  case sponsor, groups, status
  case contractEnds = "contract_ends"
}

extension Field {
  /// The people that a file of tests makes up, sorted by id; the field is a mapping of their ids.
  func madeUpPeople(_ findings: inout Findings) -> [MadeUpPerson] {
    guard case .mapping(let entries) = element.content else {
      return refuse(
        expected: "a mapping of ids to made-up people",
        hint: "write `a.contractor: {class: contractor, sponsor: a.sponsor}`", &findings) ?? []
    }
    if entries.isEmpty {
      findings.fault(
        "`\(name)` is empty, where it takes one person or more", at: mark,
        hint: "remove `\(name)`")
    }
    let people = entries.compactMap { entry -> MadeUpPerson? in
      let name = Field(
        name: name, keyMark: entry.keyMark,
        element: Element(content: .scalar(entry.key, isPlain: false), mark: entry.keyMark)
      ).unheldIdentifier(&findings)
      let person = Field(name: entry.key, keyMark: entry.keyMark, element: entry.value)
        .madeUpPerson(called: name, &findings)
      return name == nil ? nil : person
    }
    checkSponsors(of: people, &findings)
    return people.sorted { $0.id < $1.id }
  }

  /// The id of somebody whom the policies need not hold.
  func unheldIdentifier(_ findings: inout Findings) -> IdentityID? {
    plainName(&findings).flatMap { IdentityID($0) }
  }

  private func madeUpPerson(
    called id: IdentityID?, _ findings: inout Findings
  ) -> MadeUpPerson? {
    guard let fields = Fields<MadeUpPersonKeys>(element, of: "a made-up person", &findings) else {
      return nil
    }
    let personClass =
      fields.optional(.personClass, &findings)?.choice(PersonClass.self, &findings) ?? .employee
    let sponsor =
      personClass.isThirdParty
      ? fields.required(.sponsor, example: "<made-up employee>", &findings)
      : fields.optional(.sponsor, &findings)
    let sponsorID = sponsor?.unheldIdentifier(&findings)
    let groups: [GroupID] =
      fields.optional(.groups, &findings)?.identifiers(.group, mayBeEmpty: true, &findings) ?? []
    let status = fields.optional(.status, &findings)?.choice(IdentityStatus.self, &findings)
    let ends = fields.optional(.contractEnds, &findings)?.instant(&findings)
    if personClass == .employee {
      for key in [MadeUpPersonKeys.sponsor, .contractEnds] {
        guard let mark = fields.keyMark(key) else { continue }
        findings.fault(
          "an employee has no `\(key.rawValue)`", at: mark,
          hint: "remove `\(key.rawValue)`, or write `class: contractor` or `class: vendor`")
      }
    }
    guard let id else { return nil }
    return MadeUpPerson(
      id: id, personClass: personClass, sponsor: sponsorID, groups: groups.sorted(),
      status: status ?? .active, contractEnds: ends, mark: keyMark)
  }

  /// A sponsor is an employee; one whom another file holds is held against it elsewhere.
  private func checkSponsors(of people: [MadeUpPerson], _ findings: inout Findings) {
    let classes = Dictionary(people.map { ($0.id, $0.personClass) }) { first, _ in first }
    for person in people {
      guard let sponsor = person.sponsor, let found = classes[sponsor], found.isThirdParty else {
        continue
      }
      findings.fault(
        "`\(sponsor)` is a \(found.rawValue), where a sponsor is an employee", at: person.mark,
        hint: "make up an employee who answers for \(person.id)")
    }
  }
}
