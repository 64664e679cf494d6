import Model

/// Two policies side by side: for whom something changes.
///
/// People are told apart only by what the lists that are compared ask about them, so the cost grows with
/// the kinds of people and the entitlements whose lists or people changed, not with all pairs.
struct PolicyComparison {
  let before: Side
  let after: Side

  init(_ before: Policy, _ after: Policy, at now: Instant) {
    self.before = Side(before, at: now)
    self.after = Side(after, at: now)
  }

  struct Side {
    let policy: Policy
    let standing: GoodStanding
    let now: Instant

    init(_ policy: Policy, at now: Instant) {
      self.policy = policy
      self.now = now
      standing = GoodStanding(
        policy: policy, overlay: TipOverlay(inactive: [:], compromised: []), now: now)
    }

    var entitlements: [EntitlementName: (TargetSystem, Entitlement)] {
      Dictionary(
        policy.systems.values.flatMap { system in
          system.entitlements.map {
            (EntitlementName(system: system.id, entitlement: $0.name), (system, $0))
          }
        }
      ) { first, _ in first }
    }
  }

  /// What the lists that are compared name; people apart from these are told apart by class alone.
  struct Names {
    var groups: Set<GroupID> = []
    var people: Set<IdentityID> = []
  }

  /// What tells one identity from another on one side; nil where it is not there or could do nothing.
  struct Traits: Hashable {
    let isWorkload: Bool
    let personClass: PersonClass?
    let groups: Set<GroupID>
    /// Present where a list names it by itself.
    let id: IdentityID?
  }

  struct Pair: Hashable {
    let before: Traits?
    let after: Traits?
  }

  /// Everybody, those alike on both sides together.
  func kinds(
    _ names: Names, counts: (Side, IdentityID) -> Bool
  ) -> [(pair: Pair, members: [IdentityID])] {
    func traits(_ id: IdentityID, on side: Side) -> Traits? {
      guard side.policy.subject(id) != nil, counts(side, id) else { return nil }
      return Traits(
        isWorkload: side.policy.people[id] == nil, personClass: side.policy.people[id]?.personClass,
        groups: side.policy.groups(of: id).intersection(names.groups),
        id: names.people.contains(id) ? id : nil)
    }
    var ids: Set<IdentityID> = []
    for side in [before, after] {
      ids.formUnion(side.policy.people.keys)
      ids.formUnion(side.policy.workloads.keys)
    }
    var members: [Pair: [IdentityID]] = [:]
    for id in ids {
      let pair = Pair(before: traits(id, on: before), after: traits(id, on: after))
      members[pair, default: []].append(id)
    }
    return members.map { ($0.key, $0.value.sorted()) }.sorted { $0.members[0] < $1.members[0] }
  }
}
