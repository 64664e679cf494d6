package import Model

extension PolicyCourt {
  /// What files that are voided have by now of the approvals that bring them back, and what they lack.
  ///
  /// The lines and groups in force before they came are asked. Where too few of these are left, the settings' line is,
  /// as it would be without all that is voided. Either without whom, and without the keys that, a voided acceptance
  /// brought in: else a stolen key could have made its own judges. Where nobody of these is left either, whoever the
  /// settings' line names now approves: the company must not be locked.
  package func renewals(_ grounds: VoidedGrounds?) -> [PolicyVerdict.Path] {
    guard let grounds else { return [] }
    return grounds.all.flatMap { renewals($0, among: grounds) }
  }

  private func renewals(
    _ ground: VoidedGround, among grounds: VoidedGrounds
  ) -> [PolicyVerdict.Path] {
    let approvals = renewing(ground)
    let braked = stops.all.doubting(.nobody)
    let paths = verdicts(on: ground, grounds.brought, approvals, braked)
    // A brake must not be a way to other judges.
    return zip(paths, verdicts(on: ground, grounds.brought, approvals, stops.own)).map {
      path, unbraked in
      if path.reasons.isEmpty || unbraked.statuses.allSatisfy(\.canBeCompleted) { return path }
      let soundly = substitute(for: path, ground, grounds, approvals, braked)
      let isLeft = substitute(for: path, ground, grounds, approvals, stops.own).canBeCompleted
      return soundly.reasons.isEmpty || isLeft
        ? soundly : lastResort(for: path, ground, approvals)
    }
  }

  private func verdicts(
    on ground: VoidedGround, _ brought: Doubted, _ approvals: [PolicyApproval],
    _ overlay: TipOverlay
  ) -> [PolicyVerdict.Path] {
    PolicyHearing(
      proposal: ground.proposal,
      approvals: approvals.filter { isSure($0.seen.approval, brought) }, force: ground.before,
      overlay: overlay, carriers: [], now: now,
      isLeft: { isLeft($0) && !brought.newcomers.contains($0) }, countsOwners: false
    ).verdict().paths
  }

  /// Which of the files that are voided others can still approve anew than those whom they brought in, brakes set aside.
  ///
  /// Until they have, what these brought is in doubt. Where nobody else is left it acts as before, for the company must
  /// not be locked.
  package func renewable(_ grounds: VoidedGrounds) -> Set<RepositoryPath> {
    var renewable: Set<RepositoryPath> = []
    for ground in grounds.all {
      for path in verdicts(on: ground, grounds.brought, [], stops.own) {
        let judged =
          path.statuses.allSatisfy(\.canBeCompleted)
          ? path : substitute(for: path, ground, grounds, [], stops.own)
        if judged.canBeCompleted { renewable.insert(path.path) }
      }
    }
    return renewable
  }

  /// Whether anybody's approval could be of what was accepted before.
  package var hasLateApprovals: Bool { standing.contains { $0.paths == nil } }

  /// Approves anew what has its approvals; nil where nothing has.
  package mutating func renew(
    _ grounds: VoidedGrounds?, at landing: ObjectID
  ) -> PolicyAcceptance? {
    let renewed = renewals(grounds).filter(\.reasons.isEmpty)
    guard !renewed.isEmpty else { return nil }
    let acceptance = PolicyAcceptance(
      number: acceptances, landing: landing, tree: force.tree,
      changes: renewed.map {
        AcceptedChange(
          path: $0.path, requirements: $0.requirements, isLastResort: $0.isLastResort)
      }.sorted { $0.path < $1.path }, isAnew: true)
    guard acceptance.excess == nil else { return nil }
    acceptances += 1
    return acceptance
  }

  /// The late approvals of landings that hold what is voided: each speaks for all of it.
  private func renewing(_ ground: VoidedGround) -> [PolicyApproval] {
    standing.filter { $0.paths == nil && ground.holders.contains($0.landing) }
  }

  /// Whether `approval` owes nothing to what is voided, as to who gave it: groups are asked of each line.
  private func isSure(_ approval: Approval, _ brought: Doubted) -> Bool {
    !brought.keys.contains(approval.key) && !brought.newcomers.contains(approval.person)
  }

  /// Whether `person` is still here and has a key that could sign.
  private func isLeft(_ person: IdentityID) -> Bool {
    force.policy.people[person]?.status == .active
      && force.policy.canSign(person, for: .personal, at: now)
  }

  /// `path` by the settings' line as it would be without all that is voided.
  private func substitute(
    for path: PolicyVerdict.Path, _ ground: VoidedGround, _ grounds: VoidedGrounds,
    _ approvals: [PolicyApproval], _ overlay: TipOverlay
  ) -> PolicyVerdict.Path {
    let brought = grounds.brought
    return settled(
      path, ground, grounds.sound.policy, overlay.doubting(.nobody),
      approvals.filter {
        isSure($0.seen.approval, brought) && !brought.people.contains($0.seen.approval.person)
      }
    ) { !brought.people.contains($0) }
  }

  /// `path` by the settings' line that is in force, whoever that names.
  private func lastResort(
    for path: PolicyVerdict.Path, _ ground: VoidedGround, _ approvals: [PolicyApproval]
  ) -> PolicyVerdict.Path {
    var judged = settled(path, ground, force.policy, stops.all, approvals) { _ in true }
    judged.isLastResort = true
    return judged
  }

  /// `path` by the settings' line of `policy`.
  private func settled(
    _ path: PolicyVerdict.Path, _ ground: VoidedGround, _ policy: Policy, _ overlay: TipOverlay,
    _ approvals: [PolicyApproval], isAsked: (IdentityID) -> Bool
  ) -> PolicyVerdict.Path {
    let settings = RepositoryPath(Settings.file)
    guard let line = policy.settings.governance(of: settings) else { return path }
    let authors = Set(
      ground.proposal.changes.filter { $0.path == path.path }.flatMap(\.authors))
    let tally = LineTally(
      path.path, by: line, approvals: approvals.map(\.seen), authors: authors, under: policy,
      overlay, proposed: force.policy)
    let status = tally.status("approving \(path.path) anew") {
      isAsked($0) && mayApprove($0, authors, under: force.policy, overlay, at: now)
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
            hint: status.canBeCompleted ? "countersign approve policies" : PolicyChange.wayIn)
        ] + tally.notes, faults: [], canBeCompleted: status.canBeCompleted)
  }
}
