internal import Model

/// The people and systems of the policy in force: who will soon be unable to do their part.
struct PeopleCheckup {
  let policy: Policy
  let now: Instant

  /// How long before an end it is worth a warning.
  private static let notice = Duration.seconds(14 * 86_400)

  func findings() -> [DoctorFinding] {
    let active = policy.people.values.filter { $0.status == .active }.sorted { $0.id < $1.id }
    let soon = now.advanced(by: PeopleCheckup.notice)
    func isStale(_ person: Person, at instant: Instant) -> Bool {
      person.verified.advanced(by: policy.settings.staleAfter) <= instant
    }
    func hasEnded(_ person: Person, by instant: Instant) -> Bool {
      person.contract.map { $0.ends <= instant } ?? false
    }
    let groups: [(what: String, mend: String, people: [Person])] = [
      (
        "have no key that can sign now", "let them add one under keys: in their file",
        active.filter { !$0.keys.contains { $0.isUsable(at: now) } }
      ),
      (
        "were last verified too long ago, so they get no access",
        "check the facts against their source and set verified: anew",
        active.filter { isStale($0, at: now) }
      ),
      (
        "must be verified within 14 days, or they get no access",
        "check the facts against their source and set verified: anew",
        active.filter { isStale($0, at: soon) && !isStale($0, at: now) }
      ),
      (
        "are active though their contract is over", "set status: offboarded, or renew contract:",
        active.filter { hasEnded($0, by: now) }
      ),
      (
        "have a contract that ends within 14 days", "renew contract:, or prepare their offboarding",
        active.filter { hasEnded($0, by: soon) && !hasEnded($0, by: now) }
      ),
      (
        "have no active employee as their sponsor", "name another under sponsor:",
        active.filter { $0.personClass.isThirdParty && !hasSponsor($0) }
      ),
    ]
    var findings = groups.filter { !$0.people.isEmpty }.map { group in
      DoctorFinding(
        .warning, "\(listed(group.people.map(\.id.text))) \(group.what)", mend: group.mend)
    }
    findings += ownerless() + orphans()
    if findings.isEmpty {
      findings.append(
        DoctorFinding(.ok, "everybody active can do their part, and every system has an owner"))
    }
    return findings
  }

  private func hasSponsor(_ person: Person) -> Bool {
    guard let sponsor = person.sponsor.flatMap({ policy.people[$0] }) else { return false }
    return sponsor.status == .active && !sponsor.personClass.isThirdParty
  }

  private func ownerless() -> [DoctorFinding] {
    policy.systems.values.sorted { $0.id < $1.id }.compactMap { system in
      let owners = policy.people(of: system.owner).compactMap { policy.people[$0] }
      guard !owners.contains(where: { $0.status == .active }) else { return nil }
      return DoctorFinding(
        .problem, "\(system.file): the owner \(system.owner) of \(system.id) has nobody active",
        mend: "name another owner:")
    }
  }

  /// Workloads that nobody answers for any more: they get nothing, and whatever they have is nobody's.
  private func orphans() -> [DoctorFinding] {
    let orphans = policy.workloads.values.filter { workload in
      workload.status == .active
        && !policy.people(of: workload.owner).contains { policy.people[$0]?.status == .active }
    }.map(\.id.text).sorted()
    guard !orphans.isEmpty else { return [] }
    return [
      DoctorFinding(
        .warning, "\(listed(orphans)) have no active owner, so they get no access",
        mend: "name another owner: in policies/workloads/")
    ]
  }

  private func listed(_ names: [String]) -> String {
    let more = names.count > 10 ? " and \(names.count - 10) more" : ""
    return names.prefix(10).joined(separator: ", ") + more
  }
}
