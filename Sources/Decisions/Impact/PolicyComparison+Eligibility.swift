import Model

extension PolicyComparison {
  /// Who might newly ask for what, or no longer.
  func eligibility() -> EligibilityDifference {
    let (old, new) = (before.entitlements, after.entitlements)
    var names = Names()
    for (_, entitlement) in Array(old.values) + Array(new.values) {
      for selector in entitlement.eligible {
        switch selector {
        case .group(let id): names.groups.insert(id)
        case .person(let id), .workload(let id): names.people.insert(id)
        case .personClass: break
        }
      }
    }
    let kinds = kinds(names) { side, id in side.standing.mayAsk(id) }
    let changed = kinds.indices.filter { kinds[$0].pair.before != kinds[$0].pair.after }
    var gained: [Int: [EntitlementName]] = [:]
    var lost: [Int: [EntitlementName]] = [:]
    for name in Set(old.keys).intersection(new.keys).sorted() {
      guard let (_, theirs) = old[name], let (_, ours) = new[name] else { continue }
      let isSame = Set(theirs.eligible) == Set(ours.eligible)
      for place in isSame ? changed : Array(kinds.indices) {
        let kind = kinds[place]
        let could =
          kind.pair.before != nil && isEligible(kind.members[0], by: theirs.eligible, on: before)
        let can =
          kind.pair.after != nil && isEligible(kind.members[0], by: ours.eligible, on: after)
        if can, !could { gained[place, default: []].append(name) }
        if could, !can { lost[place, default: []].append(name) }
      }
    }
    struct Change: Hashable {
      let gained: [EntitlementName]
      let lost: [EntitlementName]
    }
    var subjects: [Change: [IdentityID]] = [:]
    for (place, kind) in kinds.enumerated() {
      let change = Change(gained: gained[place] ?? [], lost: lost[place] ?? [])
      if change.gained.isEmpty, change.lost.isEmpty { continue }
      subjects[change, default: []] += kind.members
    }
    return EligibilityDifference(
      added: Set(new.keys).subtracting(old.keys).sorted(),
      removed: Set(old.keys).subtracting(new.keys).sorted(),
      changes: subjects.map { change, subjects in
        EligibilityChange(subjects: subjects.sorted(), gained: change.gained, lost: change.lost)
      }.sorted { $0.subjects[0] < $1.subjects[0] })
  }

  private func isEligible(
    _ id: IdentityID, by selectors: [EligibleSelector], on side: Side
  ) -> Bool {
    side.policy.subject(id).map { side.policy.isEligible($0, by: selectors) } ?? false
  }
}
