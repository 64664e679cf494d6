import Model

/// Whoever a request asks access for.
enum Subject {
  case person(Person)
  case workload(Workload)
}

extension Policy {
  /// The person or workload called `id`.
  func subject(_ id: IdentityID) -> Subject? {
    if let person = people[id] { return .person(person) }
    return workloads[id].map(Subject.workload)
  }

  /// Everybody who could be the subject of a request, sorted.
  var identities: [IdentityID] { (Array(people.keys) + Array(workloads.keys)).sorted() }

  /// The people who answer for `subject`: the person, or the workload's owner.
  func people(answeringFor subject: Subject) -> [IdentityID] {
    switch subject {
    case .person(let person): [person.id]
    case .workload(let workload): people(of: workload.owner)
    }
  }

  /// Whose sponsor `from: [sponsor]` means: the person's own, or that of the person who owns the workload.
  func sponsor(of subject: Subject) -> IdentityID? {
    switch subject {
    case .person(let person): return person.sponsor
    case .workload(let workload):
      guard case .person(let owner) = workload.owner else { return nil }
      return people[owner]?.sponsor
    }
  }

  /// Whether one of `selectors` names `subject`; whom none names may not ask.
  func isEligible(_ subject: Subject, by selectors: [EligibleSelector]) -> Bool {
    selectors.contains { selector in
      switch (selector, subject) {
      case (.personClass(let value), .person(let person)): person.personClass == value
      case (.group(let id), .person(let person)): groups(of: person.id).contains(id)
      case (.person(let id), .person(let person)): person.id == id
      case (.workload(let id), .workload(let workload)): workload.id == id
      default: false
      }
    }
  }
}

/// What `applies_to` asks about whoever the access is for.
///
/// A workload has the classes and groups of everybody who owns it. Rules only add, so the broad reading
/// is the safe one.
struct Traits {
  let id: IdentityID
  let classes: Set<PersonClass>
  let groups: Set<GroupID>

  init(of id: IdentityID, under policy: Policy) {
    let subject = policy.subject(id)
    let people = subject.map(policy.people(answeringFor:)) ?? []
    self.id = id
    classes = Set(people.compactMap { policy.people[$0]?.personClass })
    var groups: Set<GroupID> = []
    for person in people { groups.formUnion(policy.groups(of: person)) }
    if case .workload(let workload) = subject, case .group(let owner) = workload.owner {
      groups.insert(owner)
    }
    self.groups = groups
  }
}
