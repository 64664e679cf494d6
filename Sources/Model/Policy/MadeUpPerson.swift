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
  /// The policies as tests take them: with everybody in good standing.
  ///
  /// A test says what the rules mean, not who works here today, so that nobody's leaving fails one: who is
  /// stopped counts as active, whose facts are stale as verified, whose contract is over as under contract.
  package var inGoodStanding: Policy {
    Policy(
      uncheckedSettings: settings, people: people.values.map(\.inGoodStanding),
      workloads: workloads.values.map(\.inGoodStanding), groups: Array(groups.values),
      systems: Array(systems.values), rules: rules, tests: [])
  }

  /// The policies with the people whom a file of tests makes up.
  package func makingUp(_ made: [MadeUpPerson]) -> Policy {
    guard !made.isEmpty else { return self }
    return Policy(
      self, adding: made.map { Person($0) },
      joining: made.flatMap { person in person.groups.map { (person.id, $0) } })
  }
}

extension Person {
  fileprivate var inGoodStanding: Person {
    Person(
      id: id, name: name, personClass: personClass, organization: organization, sponsor: sponsor,
      contract: personClass.isThirdParty ? Contract(endlessFor: contract) : contract,
      emails: emails, keys: keys, verified: .latest, status: .active, marks: marks)
  }

  fileprivate init(_ made: MadeUpPerson) {
    let contract =
      made.contractEnds.map { Contract(reference: "made up", ends: $0, mark: made.mark) }
      ?? Contract(endlessFor: nil)
    self.init(
      id: made.id, name: made.id.text, personClass: made.personClass, organization: nil,
      sponsor: made.sponsor, contract: made.personClass.isThirdParty ? contract : nil, emails: [],
      keys: [], verified: .latest, status: made.status,
      marks: PersonMarks(
        sponsor: made.mark, verified: made.mark, status: made.mark, emails: nil))
  }
}

extension Contract {
  /// `contract` without an end.
  fileprivate init(endlessFor contract: Contract?) {
    self.init(
      reference: contract?.reference ?? "made up", ends: .latest,
      mark: contract?.mark ?? Mark(line: 1, column: 1))
  }
}

extension Workload {
  fileprivate var inGoodStanding: Workload {
    Workload(
      id: id, owner: owner, purpose: purpose, emails: emails, keys: keys, attest: attest,
      verified: .latest, status: .active, marks: marks)
  }
}
