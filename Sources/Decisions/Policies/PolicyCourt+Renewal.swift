package import Model

extension PolicyCourt {
  /// What files that are voided have by now of the approvals that bring them back, and what they lack.
  ///
  /// The lines and groups in force before they came are asked. Where nobody of these is left, the settings' line in force
  /// is, without whom the acceptance brought in: else a stolen key could have made its own judges.
  package func renewals(_ ground: VoidedGround) -> [PolicyVerdict.Path] {
    let approvals = renewing(ground)
    let hearing = PolicyHearing(
      proposal: ground.proposal, approvals: approvals, force: ground.before, overlay: stops.all,
      carriers: [], now: now, isLeft: isLeft)
    return hearing.verdict().paths.map { path in
      let asked = path.statuses.flatMap(\.lines).flatMap { line in
        ground.before.policy.governors(named: line.line.from, changing: path.path)
      }
      return asked.contains(where: isLeft) ? path : substitute(for: path, ground, approvals)
    }
  }

  /// Whether anybody's approval could be of what was accepted before.
  package var hasLateApprovals: Bool { standing.contains { $0.paths == nil } }

  /// Approves anew what has its approvals; nil where nothing has.
  package mutating func renew(_ grounds: [VoidedGround], at landing: ObjectID) -> PolicyAcceptance?
  {
    let renewed = grounds.map(renewals).filter { $0.allSatisfy(\.reasons.isEmpty) }.joined()
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
    for path: PolicyVerdict.Path, _ ground: VoidedGround, _ approvals: [PolicyApproval]
  ) -> PolicyVerdict.Path {
    let settings = RepositoryPath(Settings.file)
    guard let line = force.policy.settings.governance(of: settings) else { return path }
    let brought = ground.proposal.policy.map { $0.brought(over: ground.before.policy) } ?? []
    let authors = Set(
      ground.proposal.changes.filter { $0.path == path.path }.flatMap(\.authors))
    let tally = LineTally(
      path.path, by: line,
      approvals: approvals.map(\.seen).filter { !brought.contains($0.approval.person) },
      authors: authors, under: force.policy, stops.all, proposed: force.policy)
    let status = tally.status("approving \(path.path) anew") {
      !brought.contains($0) && mayApprove($0, authors, under: force.policy, stops.all, at: now)
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
