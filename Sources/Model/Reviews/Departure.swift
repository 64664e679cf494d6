extension Policy {
  /// Why `id` has left by this policy at `now`; nil for whoever has not, and for workloads.
  ///
  /// A suspension may end again, so it is no departure, and neither is a sponsor's.
  package func departure(of id: IdentityID, at now: Instant) -> String? {
    guard let person = people[id] else {
      return workloads[id] == nil ? "`\(id)` is no longer in `policies/people/`" : nil
    }
    if person.status == .offboarded { return "`\(id)` is \(person.shownStatus)" }
    if let contract = person.contract, contract.ends <= now {
      return "the contract \(contract.reference) of `\(id)` ended at \(contract.ends)"
    }
    guard let sponsor = person.sponsor, people[sponsor]?.status ?? .offboarded == .offboarded else {
      return nil
    }
    return "`\(sponsor)`, the sponsor of `\(id)`, is offboarded"
  }

  /// Who sees to it that nothing of `leaver` stays, who held access to `systems`: always one person.
  ///
  /// Whom the settings name, else the sponsor, else an owner of the systems, else one who governs the
  /// person's file; of several the first by id who is active. Nil only where nobody is active.
  package func offboardingOwner(of leaver: IdentityID, systems: [SystemID]) -> IdentityID? {
    let file = RepositoryPath("policies/people/\(leaver).yaml")
    let governors = settings.governance(of: file)?.approvals.flatMap(\.from) ?? []
    let lists: [[IdentityID]] =
      [
        settings.offboarding.owner.map(people(of:)) ?? [],
        people[leaver]?.sponsor.map { [$0] } ?? [],
        systems.flatMap { self.systems[$0].map { people(of: $0.owner) } ?? [] }.sorted(),
        governors.flatMap { selector -> [IdentityID] in
          switch selector {
          case .person(let id): [id]
          case .group(let id): members(of: id)
          case .owner, .sponsor: []
          }
        }.sorted(),
      ]
    return lists.lazy.flatMap { $0 }.first { $0 != leaver && people[$0]?.status == .active }
  }
}
