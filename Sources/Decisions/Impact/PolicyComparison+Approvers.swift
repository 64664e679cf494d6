import Model

extension PolicyComparison {
  /// Who could newly sign for which lists, or no longer; sponsors are their subjects' own affair.
  func approvers() -> [ApproverChange] {
    let (old, new) = (lists(on: before), lists(on: after))
    var names = Names()
    for from in Array(old.values) + Array(new.values) {
      for selector in from {
        switch selector {
        case .group(let id): names.groups.insert(id)
        case .person(let id): names.people.insert(id)
        }
      }
    }
    let kinds = kinds(names) { side, id in
      side.standing.isActive(id) && side.policy.canSign(id, for: .personal, at: side.now)
    }
    let changed = kinds.indices.filter { kinds[$0].pair.before != kinds[$0].pair.after }
    struct Change: Hashable {
      let gained: [Int]
      let lost: [Int]
    }
    var origins: [Change: [String]] = [:]
    for origin in Set(old.keys).intersection(new.keys) {
      guard let theirs = old[origin], let ours = new[origin] else { continue }
      var gained: [Int] = []
      var lost: [Int] = []
      for place in theirs == ours ? changed : Array(kinds.indices) {
        let kind = kinds[place]
        let could = kind.pair.before != nil && isNamed(kind.members[0], in: theirs, on: before)
        let can = kind.pair.after != nil && isNamed(kind.members[0], in: ours, on: after)
        if can, !could { gained.append(place) }
        if could, !can { lost.append(place) }
      }
      if gained.isEmpty, lost.isEmpty { continue }
      origins[Change(gained: gained, lost: lost), default: []].append(origin)
    }
    func people(_ places: [Int]) -> [IdentityID] { places.flatMap { kinds[$0].members }.sorted() }
    return origins.map { change, origins in
      ApproverChange(
        origins: origins.sorted(), gained: people(change.gained), lost: people(change.lost))
    }.sorted { $0.origins[0] < $1.origins[0] }
  }

  /// Whom each entitlement's and each rule's approvals take people from, `owner` as whom it stands for.
  private func lists(on side: Side) -> [String: Set<Owner>] {
    var lists: [String: Set<Owner>] = [:]
    for (name, (system, entitlement)) in side.entitlements {
      lists[name.description] = sources(entitlement.approvals, owner: system.owner)
    }
    for rule in side.policy.rules {
      guard let lines = rule.require?.approvals, !lines.isEmpty else { continue }
      lists["rule \(rule.id)"] = sources(lines, owner: nil)
    }
    return lists
  }

  private func sources(_ lines: [ApprovalLine], owner: Owner?) -> Set<Owner> {
    var sources: Set<Owner> = []
    for selector in lines.lazy.flatMap(\.from) {
      switch selector {
      case .group(let id): sources.insert(.group(id))
      case .person(let id): sources.insert(.person(id))
      case .owner: if let owner { sources.insert(owner) }
      case .sponsor: break
      }
    }
    return sources
  }

  private func isNamed(_ person: IdentityID, in sources: Set<Owner>, on side: Side) -> Bool {
    sources.contains { source in
      switch source {
      case .person(let id): id == person
      case .group(let id): side.policy.groups(of: person).contains(id)
      }
    }
  }
}
