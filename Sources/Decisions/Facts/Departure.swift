package import Model

extension Policy {
  /// Why `id` has left by this policy at `now`; nil for whoever has not.
  ///
  /// A workload has left as well once nobody is here any more who answers for it. A suspension may end again, so it is no departure, and neither is a sponsor's.
  package func departure(of id: IdentityID, at now: Instant) -> String? {
    guard let person = people[id] else {
      guard let workload = workloads[id] else { return "`\(id)` is no longer in `policies/`" }
      return departure(of: workload, at: now)
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

  private func departure(of workload: Workload, at now: Instant) -> String? {
    if workload.status == .offboarded { return "`\(workload.id)` is offboarded" }
    let owners = people(of: workload.owner)
    guard let first = owners.first, owners.allSatisfy({ departure(of: $0, at: now) != nil }) else {
      return nil
    }
    let who =
      owners.count == 1 ? "`\(first)`, who answers" : "all of `\(workload.owner)`, who answer"
    return "\(who) for `\(workload.id)`, \(owners.count == 1 ? "has" : "have") left"
  }

  /// Who sees to it that nothing of `leaver` stays, who held access to `systems`: always one person.
  ///
  /// Whom the settings name, else the sponsor or whoever answers for a workload, else an owner of the systems, else one who governs the
  /// file; of several the first by id who is active. Nil only where nobody is active.
  package func offboardingOwner(of leaver: IdentityID, systems: [SystemID]) -> IdentityID? {
    let file = RepositoryPath(
      "policies/\(workloads[leaver] == nil ? "people" : "workloads")/\(leaver).yaml")
    let governors = settings.governance(of: file)?.approvals.flatMap(\.from) ?? []
    let lists: [[IdentityID]] =
      [
        settings.offboarding.owner.map(people(of:)) ?? [],
        people[leaver]?.sponsor.map { [$0] } ?? [],
        workloads[leaver].map { people(of: $0.owner) } ?? [],
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
