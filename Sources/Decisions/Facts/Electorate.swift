import Model

/// Whom `from` names for one request: `owner` is the system's, `sponsor` the subject's.
struct Electorate {
  let policy: Policy
  let owner: Owner
  let sponsor: IdentityID?

  /// Whether `line` names `person`.
  func names(_ person: IdentityID, in line: ApprovalLine) -> Bool {
    line.from.contains { selector in
      switch selector {
      case .group(let id): policy.groups(of: person).contains(id)
      case .person(let id): id == person
      case .owner: owns(person)
      case .sponsor: sponsor == person
      }
    }
  }

  /// Everybody whom `line` names.
  func people(in line: ApprovalLine) -> Set<IdentityID> {
    line.from.reduce(into: []) { people, selector in
      switch selector {
      case .group(let id): people.formUnion(policy.members(of: id))
      case .person(let id): people.insert(id)
      case .owner: people.formUnion(policy.people(of: owner))
      case .sponsor: if let sponsor { people.insert(sponsor) }
      }
    }
  }

  /// The people for the lines of `lines` out of `people`, as many as can be placed.
  func assignment(of people: some Sequence<IdentityID>, to lines: [ApprovalLine]) -> Assignment {
    Assignment(
      slots: lines.map { line in
        Assignment.Slot(count: line.count, people: people.filter { names($0, in: line) })
      })
  }

  private func owns(_ person: IdentityID) -> Bool {
    switch owner {
    case .person(let id): id == person
    case .group(let id): policy.groups(of: person).contains(id)
    }
  }
}
