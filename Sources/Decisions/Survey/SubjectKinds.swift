import Model

/// Subjects whom no rule tells apart: what the rules ask of one they ask of all.
struct SubjectKind {
  /// The traits of each, but for ids that no rule names.
  let traits: Traits
  let isWorkload: Bool
  /// Those who could ask now, sorted.
  let members: [IdentityID]
  /// The members by who their sponsor is, sorted by sponsor, those without one first.
  let bySponsor: [(sponsor: IdentityID?, members: [IdentityID])]

  fileprivate init(
    traits: Traits, isWorkload: Bool, members: [IdentityID], under policy: Policy
  ) {
    self.traits = traits
    self.isWorkload = isWorkload
    self.members = members
    bySponsor = Dictionary(grouping: members) {
      policy.subject($0).flatMap(policy.sponsor(of:))
    }.map { (sponsor: $0.key, members: $0.value) }
      .sorted { ($0.sponsor?.text ?? "") < ($1.sponsor?.text ?? "") }
  }
}

/// Everybody in a policy, sorted into kinds.
///
/// Thousands of people differ in few things that rules ask about, so questions about a whole policy are
/// answered kind by kind.
struct SubjectKinds {
  /// In the order of the first id of each.
  let kinds: [SubjectKind]
  private let placeOf: [IdentityID: Int]
  private let placesOfClass: [PersonClass: [Int]]
  private let policy: Policy

  private struct Key: Hashable {
    let isWorkload: Bool
    let classes: Set<PersonClass>
    /// Those that some rule names.
    let groups: Set<GroupID>
    /// Present where some rule names the subject itself.
    let id: IdentityID?
  }

  init(of policy: Policy, _ standing: GoodStanding) {
    let named = policy.rules.reduce(into: Set<IdentityID>()) {
      $0.formUnion($1.appliesTo.subjects ?? [])
    }
    let told = policy.rules.reduce(into: Set<GroupID>()) {
      $0.formUnion($1.appliesTo.groups ?? [])
    }
    var places: [Key: Int] = [:]
    var placeOf: [IdentityID: Int] = [:]
    var placesOfClass: [PersonClass: Set<Int>] = [:]
    var found: [(traits: Traits, isWorkload: Bool, members: [IdentityID])] = []
    for id in policy.identities {
      let traits = Traits(of: id, under: policy)
      let isWorkload = policy.people[id] == nil
      let key = Key(
        isWorkload: isWorkload, classes: traits.classes,
        groups: traits.groups.intersection(told), id: named.contains(id) ? id : nil)
      let place = places[key, default: found.count]
      if place == found.count {
        places[key] = place
        found.append((traits, isWorkload, []))
      }
      placeOf[id] = place
      if let personClass = policy.people[id]?.personClass {
        placesOfClass[personClass, default: []].insert(place)
      }
      if standing.mayAsk(id) { found[place].members.append(id) }
    }
    kinds = found.map {
      SubjectKind(
        traits: $0.traits, isWorkload: $0.isWorkload, members: $0.members, under: policy)
    }
    self.placeOf = placeOf
    self.placesOfClass = placesOfClass.mapValues { $0.sorted() }
    self.policy = policy
  }

  /// The places in `kinds` of all whom one of `selectors` could name, sorted.
  func places(of selectors: [EligibleSelector]) -> [Int] {
    var places: Set<Int> = []
    for selector in selectors {
      switch selector {
      case .personClass(let value): places.formUnion(placesOfClass[value] ?? [])
      case .group(let id): places.formUnion(policy.members(of: id).compactMap { placeOf[$0] })
      case .person(let id), .workload(let id): if let place = placeOf[id] { places.insert(place) }
      }
    }
    return places.sorted()
  }

  /// Those of the kind at `place` who could ask now and whom one of `selectors` names, found as they are
  /// asked for.
  func eligible(
    at place: Int, by selectors: [EligibleSelector]
  ) -> LazyFilterSequence<[IdentityID]> {
    eligible(of: kinds[place].members, by: selectors)
  }

  /// Those of `members` whom one of `selectors` names, found as they are asked for.
  func eligible(
    of members: [IdentityID], by selectors: [EligibleSelector]
  ) -> LazyFilterSequence<[IdentityID]> {
    members.lazy.filter { [policy] id in
      policy.subject(id).map { policy.isEligible($0, by: selectors) } ?? false
    }
  }
}

extension GoodStanding {
  /// Whether `id` could ask for something, once the facts about them have been looked at again.
  func mayAsk(_ id: IdentityID) -> Bool {
    shortfalls(of: id).allSatisfy { $0.kind == .stale }
  }
}
