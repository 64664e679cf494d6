/// Somebody whom a file of policy tests makes up, so that its cases hold whoever works here (DESIGN section 6).
package struct MadeUpPerson: Hashable, Sendable {
  package let id: IdentityID
  package let personClass: PersonClass
  /// Third parties: who answers for them, made up by the same file.
  package let sponsor: IdentityID?
  /// Of the policies' own groups.
  package let groups: [GroupID]
  package let status: IdentityStatus
  /// Third parties: when their contract ends; absent where it outlasts whatever is asked for.
  package let contractEnds: Instant?
  package let mark: Mark

  package init(
    id: IdentityID, personClass: PersonClass, sponsor: IdentityID?, groups: [GroupID],
    status: IdentityStatus, contractEnds: Instant?, mark: Mark
  ) {
    self.id = id
    self.personClass = personClass
    self.sponsor = sponsor
    self.groups = groups
    self.status = status
    self.contractEnds = contractEnds
    self.mark = mark
  }
}

extension Policy {
  /// The policies as the cases of `file` take them: with the people whom it makes up, and with everybody in
  /// good standing.
  ///
  /// A test says what the rules mean, not who works here today, so that nobody's leaving fails one: who is
  /// stopped counts as active, whose facts are stale as verified, whose contract is over as under contract.
  package func assumed(by file: PolicyTestFile) -> Policy {
    var members: [GroupID: [IdentityID]] = [:]
    for person in file.people {
      for group in person.groups { members[group, default: []].append(person.id) }
    }
    return Policy(
      uncheckedSettings: settings,
      people: people.values.map { $0.inGoodStanding(at: file.at) }
        + file.people.map { Person($0, at: file.at) },
      workloads: workloads.values.map(\.inGoodStanding),
      groups: groups.values.map { group in
        guard let added = members[group.id] else { return group }
        return Group(
          id: group.id, members: Set(group.members + added).sorted(), mark: group.mark)
      },
      systems: Array(systems.values), rules: rules, tests: [])
  }
}

/// How long a contract lasts that nobody says the end of: longer than anything can be asked for.
private let openEnded = Duration.seconds(50 * 366 * 86_400)

extension Person {
  fileprivate func inGoodStanding(at now: Instant) -> Person {
    Person(
      id: id, name: name, personClass: personClass, organization: organization, sponsor: sponsor,
      contract: personClass.isThirdParty ? Contract(endlessAt: now, contract) : contract,
      emails: emails, keys: keys, verified: now, status: .active, marks: marks)
  }

  fileprivate init(_ made: MadeUpPerson, at now: Instant) {
    let contract =
      made.contractEnds.map { Contract(reference: "made up", ends: $0, mark: made.mark) }
      ?? Contract(endlessAt: now, nil)
    self.init(
      id: made.id, name: made.id.text, personClass: made.personClass, organization: nil,
      sponsor: made.sponsor, contract: made.personClass.isThirdParty ? contract : nil, emails: [],
      keys: [], verified: now, status: made.status,
      marks: PersonMarks(
        sponsor: made.mark, verified: made.mark, status: made.mark, emails: nil))
  }
}

extension Contract {
  fileprivate init(endlessAt now: Instant, _ contract: Contract?) {
    self.init(
      reference: contract?.reference ?? "made up", ends: now.advanced(by: openEnded),
      mark: contract?.mark ?? Mark(line: 1, column: 1))
  }
}

extension Workload {
  fileprivate var inGoodStanding: Workload {
    Workload(
      id: id, owner: owner, purpose: purpose, keys: keys, status: .active, ownerMark: ownerMark,
      statusMark: statusMark)
  }
}
