package import Model

/// Whom and which keys voided acceptances let act who did not before: they judge nothing that is voided.
package struct Brought: Sendable {
  package let people: Set<IdentityID>
  package let keys: Set<String>
  /// Who has no usable keys but such.
  let dependents: Set<IdentityID>

  /// Everything that `grounds` brought, and whoever may act by it alone.
  package init(_ grounds: [VoidedGround]) {
    people = grounds.reduce(into: []) { people, ground in
      people.formUnion(ground.proposal.policy?.brought(over: ground.before.policy) ?? [])
    }
    keys = grounds.reduce(into: []) { $0.formUnion($1.broughtKeys) }
    dependents = grounds.reduce(into: []) { $0.formUnion($1.dependents) }
  }
}

extension PolicyCourt {
  /// What files that are voided have by now of the approvals that bring them back, and what they lack.
  ///
  /// The lines and groups in force before they came are asked. Where too few of these are left, the settings' line in
  /// force is. Either without whom, and without the keys that, a voided acceptance brought in: else a stolen key could
  /// have made its own judges.
  package func renewals(_ grounds: [VoidedGround]) -> [[PolicyVerdict.Path]] {
    let brought = Brought(grounds)
    return grounds.map { renewals($0, besides: brought) }
  }

  private func renewals(_ ground: VoidedGround, besides brought: Brought) -> [PolicyVerdict.Path] {
    let approvals = renewing(ground).filter { !brought.keys.contains($0.seen.approval.key) }
    let braked = stops.all.doubting(.nobody)
    let paths = verdicts(on: ground, brought, approvals, braked)
    // A brake must not be a way to other judges.
    return zip(paths, verdicts(on: ground, brought, approvals, stops.own)).map { path, unbraked in
      path.reasons.isEmpty || unbraked.statuses.allSatisfy(\.canBeCompleted)
        ? path : substitute(for: path, ground, brought, approvals, braked)
    }
  }

  private func verdicts(
    on ground: VoidedGround, _ brought: Brought, _ approvals: [PolicyApproval],
    _ overlay: TipOverlay
  ) -> [PolicyVerdict.Path] {
    PolicyHearing(
      proposal: ground.proposal, approvals: approvals, force: ground.before, overlay: overlay,
      carriers: [], now: now,
      isLeft: { isLeft($0) && !brought.dependents.contains($0) }, countsOwners: false
    ).verdict().paths
  }

  /// Whom and which keys of `grounds` others can still approve anew, brakes set aside: until they have, these approve
  /// nothing of policies and no emergency.
  ///
  /// Where nobody else is left they act as before, for the company must not be locked.
  package func doubted(by grounds: [VoidedGround]) -> Doubted {
    let brought = Brought(grounds)
    var doubted = Doubted()
    for ground in grounds {
      for path in verdicts(on: ground, brought, [], stops.own) {
        let judged =
          path.statuses.allSatisfy(\.canBeCompleted)
          ? path : substitute(for: path, ground, brought, [], stops.own)
        guard judged.canBeCompleted else { continue }
        doubted.people.formUnion(ground.people(broughtBy: path.path))
        guard let keys = ground.keys[path.path] else { continue }
        doubted.keys.formUnion(keys.names)
        doubted.holders.formUnion(keys.owners)
      }
    }
    // Whoever has other keys signs with those.
    if !doubted.keys.isEmpty {
      doubted.people.formUnion(doubted.holders.intersection(brought.dependents))
    }
    return doubted
  }

  /// Whether anybody's approval could be of what was accepted before.
  package var hasLateApprovals: Bool { standing.contains { $0.paths == nil } }

  /// Approves anew what has its approvals; nil where nothing has.
  package mutating func renew(_ grounds: [VoidedGround], at landing: ObjectID) -> PolicyAcceptance?
  {
    let renewed = renewals(grounds).joined().filter(\.reasons.isEmpty)
    guard !renewed.isEmpty else { return nil }
    let acceptance = PolicyAcceptance(
      number: acceptances, landing: landing, tree: force.tree,
      changes: renewed.map { AcceptedChange(path: $0.path, requirements: $0.requirements) }
        .sorted { $0.path < $1.path }, isAnew: true)
    guard acceptance.excess == nil else { return nil }
    acceptances += 1
    return acceptance
  }

  /// The late approvals of landings that hold what is voided: each speaks for all of it.
  private func renewing(_ ground: VoidedGround) -> [PolicyApproval] {
    standing.filter { $0.paths == nil && ground.holders.contains($0.landing) }
  }

  /// Whether `person` is still here and has a key that could sign.
  private func isLeft(_ person: IdentityID) -> Bool {
    force.policy.people[person]?.status == .active
      && force.policy.canSign(person, for: .personal, at: now)
  }

  /// `path` by the settings' line that is in force.
  private func substitute(
    for path: PolicyVerdict.Path, _ ground: VoidedGround, _ brought: Brought,
    _ approvals: [PolicyApproval], _ overlay: TipOverlay
  ) -> PolicyVerdict.Path {
    let settings = RepositoryPath(Settings.file)
    guard let line = force.policy.settings.governance(of: settings) else { return path }
    let authors = Set(
      ground.proposal.changes.filter { $0.path == path.path }.flatMap(\.authors))
    let tally = LineTally(
      path.path, by: line,
      approvals: approvals.map(\.seen).filter { !brought.people.contains($0.approval.person) },
      authors: authors, under: force.policy, overlay, proposed: force.policy)
    let status = tally.status("approving \(path.path) anew") {
      !brought.people.contains($0) && !brought.dependents.contains($0)
        && mayApprove($0, authors, under: force.policy, overlay, at: now)
    }
    return PolicyVerdict.Path(
      path: path.path, requirements: [tally.requirement], statuses: [status],
      reasons: tally.isSatisfied
        ? []
        : [
          Reason(
            .shortOfApprovals,
            "\(path.path) is to be approved anew: missing \(tally.missing.joined(separator: " and ")).",
            at: SourceLocation(file: Settings.file, mark: line.mark),
            hint: "countersign approve policies")
        ] + tally.notes, faults: [], canBeCompleted: status.canBeCompleted)
  }
}

extension VoidedGround {
  /// Whom the file at `path` lets act who did not before.
  fileprivate func people(broughtBy path: RepositoryPath) -> Set<IdentityID> {
    guard let after = proposal.policy else { return [] }
    if let id = path.person {
      let isNew =
        after.people[id]?.status == .active && before.policy.people[id]?.status != .active
      return isNew ? [id] : []
    }
    guard let group = path.group else { return [] }
    return Set(after.members(of: group)).subtracting(before.policy.members(of: group))
  }
}

extension Policy {
  /// Whom it lets act who did not before: people who are new, active again or in a group anew.
  fileprivate func brought(over before: Policy) -> Set<IdentityID> {
    var brought = Set(
      people.values.filter { $0.status == .active && before.people[$0.id]?.status != .active }
        .map(\.id))
    for person in people.keys
    where !groups(of: person).isSubset(of: before.groups(of: person)) {
      brought.insert(person)
    }
    return brought
  }
}
