internal import Documents
internal import Git
internal import Model

/// Decides whether a landing's change of `policies/` comes into force (DESIGN section 6).
struct PolicyAcceptanceCheck {
  let reader: ObjectReader
  let policies: PolicyReader
  let force: PolicyInForce
  let governance: Governance
  let now: Instant
  /// How many policies were accepted before.
  let number: Int
  let judge: PolicyJudge

  enum Verdict {
    case accepted(PolicyAcceptance, PolicyInForce)
    case rejected([Reason])
  }

  /// The verdict on the changes that `history`'s landing made below `policies/`.
  ///
  /// - Parameters:
  ///   - changed: The differences below `policies/`.
  ///   - reviews: The differences below `reviews/`.
  ///   - tree: The landing's `policies/` tree; nil where there is none any more.
  ///   - tally: How many grants a policy would revoke; asked only where the settings want to know.
  func judge(
    _ changed: [Difference], reviews: [Difference], to tree: ObjectID?, in history: LandingHistory,
    tally: (PolicyInForce) throws(IntakeError) -> RevocationTally
  ) throws(IntakeError) -> Verdict {
    let landing = history.landing.id
    let (flaws, notes) = (history.shape.flaws(of: landing), history.shape.notes(of: landing))
    guard let tree else {
      let gone = Reason(.invalidDocument, "The landing \(landing.short) removes all of policies/.")
      return .rejected(flaws + notes + [gone])
    }
    try reader.chargePolicies(changed)
    // The rest of the tree is that of the policy in force.
    let next: Policy
    switch try reader.uncounted({ () throws(IntakeError) in try policies.policy(inTree: tree) }) {
    case .failure(let faults): return .rejected(flaws + notes + faults.reasons)
    case .success(let policy): next = policy
    }
    var reasons = flaws + (changed.isEmpty ? notes : [])
    var accepted: [AcceptedChange] = []
    for change in changed {
      let attested = try attested(change, next: next, in: history)
      if case .carried(let requirements) = attested {
        accepted.append(AcceptedChange(path: change.path, requirements: requirements))
        continue
      }
      let (requirements, found) = try judge(change, next: next, in: history)
      accepted.append(AcceptedChange(path: change.path, requirements: requirements))
      reasons += notes + found
      if case .not(let why) = attested, !(notes + found).isEmpty { reasons += why }
    }
    reasons += try faults(of: next)
    let proposed = PolicyInForce(tree: tree, policy: next)
    if reasons.isEmpty, force.policy.settings.massRevocation != nil {
      let tally = try tally(proposed)
      do throws(GitError) {
        reasons += try massRevocation(tally, next: next, reviews: reviews, in: history)
      } catch {
        throw .git(error)
      }
    }
    let acceptance = PolicyAcceptance(
      number: number, landing: landing, tree: tree, changes: accepted)
    if let excess = acceptance.excess { reasons.append(excess) }
    guard reasons.isEmpty else { return .rejected(unique(reasons)) }
    return .accepted(acceptance, proposed)
  }

  /// Why `path`, which no line governs, cannot change at all.
  func ungoverned(_ path: RepositoryPath) -> Reason {
    Reason(
      .shortOfApprovals, "\(path) matches no governance line, so it cannot change.",
      at: SourceLocation(file: Settings.file),
      hint: "Let a governance line of \(Settings.file) name it first.")
  }

  /// Why `next` could not come into force, whoever approved it.
  ///
  /// - Throws: `.openPGP` where this machine cannot judge its certificates.
  func faults(of next: Policy) throws(IntakeError) -> [Reason] {
    try policies.certificates.requireLibrary(for: next)
    let keys = KeyCheck(store: policies.certificates, now: now)
    let governance = Governance(
      policy: next, overlay: governance.overlay, certificates: policies.certificates, now: now)
    return renamedBranches(next.settings) + prematureAttestations(next)
      + keys.faults(of: next, notIn: force.policy) + governance.unsatisfiableLines()
      + judge.testFailures(next)
  }

  /// What the directory's own signature makes of `change`.
  func attested(
    _ change: Difference, next: Policy, in history: LandingHistory
  ) throws(IntakeError) -> AttestationCheck.Finding {
    guard AttestationCheck.isAttestation(change.path) else { return .not([]) }
    do throws(GitError) {
      return try attestations.judge(change, next: next, in: history)
    } catch {
      throw .git(error)
    }
  }

  /// The rules for what the directory signs.
  var attestations: AttestationCheck {
    AttestationCheck(
      force: force, overlay: governance.overlay, now: now, judge: judge)
  }

  /// The rules of the policy in force, for changes that would bring `next`.
  func governance(of next: Policy?) -> Governance {
    var governance = governance
    governance.proposed = next
    return governance
  }

  private func judge(
    _ change: Difference, next: Policy, in history: LandingHistory
  ) throws(IntakeError) -> ([AcceptedRequirement], [Reason]) {
    do throws(GitError) {
      let (approvals, notes) = try history.approvals(of: change.path)
      let authorship = try history.authorship(of: change.path)
      let (authors, flaws) = (authorship.people, authorship.flaws)
      guard let line = force.policy.settings.governance(of: change.path) else {
        return ([], [ungoverned(change.path)] + flaws)
      }
      let finding = governance(of: next).judge(
        change.path, by: line, approvals: approvals, authors: authors)
      var requirements = [finding.requirement]
      var reasons = flaws + finding.reasons
      if !finding.reasons.isEmpty { reasons += notes }
      let gifts = gifts(of: change, next: next)
      if !gifts.isEmpty, try !isSignedByOwner(change, next: next, in: history) {
        let settings = settingsFinding(
          change, next: next, approvals: approvals, authors: authors)
        requirements.append(settings.requirement)
        if !settings.reasons.isEmpty {
          reasons.append(
            Reason(
              .shortOfApprovals,
              "\(change.path) gives \(gifts.joined(separator: ", ")), so it needs a signature by a key "
                + "that the person already has, or the approvals that govern \(Settings.file).",
              at: SourceLocation(file: "\(change.path)"),
              hint: "Let the person make and sign the commit (git commit -S), or merge it with the "
                + "approvals of the settings' line."))
        }
      }
      return (requirements, reasons)
    } catch {
      throw .git(error)
    }
  }

  /// The branches are named by the anchor: whoever holds it must find the ledger by it alone.
  private func renamedBranches(_ next: Settings) -> [Reason] {
    let known = force.policy.settings
    guard next.mainline != known.mainline || next.ledger != known.ledger else { return [] }
    return [
      Reason(
        .invalidDocument,
        "The names of the mainline and the ledger cannot change under one anchor.",
        at: SourceLocation(file: Settings.file),
        hint: "Begin a new ledger from an anchor with the new names: run --replace-ledger.")
    ]
  }

  /// What speaks of a time that has not come: nobody can have verified anything by then.
  private func prematureAttestations(_ next: Policy) -> [Reason] {
    let known = Set(force.policy.attestations)
    let latest = now.advanced(by: SignerTable.tolerance)
    return next.attestations.filter { latest < $0.at && !known.contains($0) }.map { attestation in
      Reason(
        .approvalInFuture,
        "\(attestation.file) speaks of \(attestation.at), ahead of the processor's clock (\(now)).",
        at: SourceLocation(file: attestation.file, mark: attestation.atMark),
        hint: "Let `at` be when the directory looked, and set the clock of its machine.")
    }
  }

  func settingsFinding(
    _ change: Difference, next: Policy, approvals: [SeenApproval], authors: Set<IdentityID>
  ) -> Governance.Finding {
    let settings = RepositoryPath(Settings.file)
    guard let line = force.policy.settings.governance(of: settings) else {
      let none = Reason(.shortOfApprovals, "Nothing governs \(Settings.file).")
      return Governance.Finding(requirement: AcceptedRequirement(lines: []), reasons: [none])
    }
    return governance(of: next).judge(
      change.path, by: line, approvals: approvals, authors: authors)
  }

  private func unique(_ reasons: [Reason]) -> [Reason] {
    var seen: Set<Reason> = []
    return reasons.filter { seen.insert($0).inserted }
  }
}
