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
  /// Runs a policy's own tests; the caller brings it, since judging is another room's work.
  let testFailures: (Policy) -> [Reason]

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
    _ changed: [Difference], reviews: [Difference], to tree: OID?, in history: LandingHistory,
    tally: (PolicyInForce) throws(IntakeError) -> RevocationTally
  ) throws(IntakeError) -> Verdict {
    let landing = ObjectID(history.landing.id)
    var reasons = history.shape.flaws(of: landing) + history.shape.notes(of: landing)
    guard let tree else {
      let gone = Reason(.invalidDocument, "The landing \(landing.short) removes all of policies/.")
      return .rejected(reasons + [gone])
    }
    let next: Policy
    switch try policies.policy(inTree: tree) {
    case .failure(let faults): return .rejected(reasons + faults.reasons)
    case .success(let policy): next = policy
    }
    var accepted: [AcceptedChange] = []
    for change in changed {
      let (requirements, found) = try judge(change, next: next, in: history)
      accepted.append(AcceptedChange(path: change.path, requirements: requirements))
      reasons += found
    }
    reasons += try faults(of: next)
    let proposed = PolicyInForce(tree: ObjectID(tree), policy: next)
    if reasons.isEmpty, force.policy.settings.massRevocation != nil {
      let tally = try tally(proposed)
      do throws(GitError) {
        reasons += try massRevocation(tally, next: next, reviews: reviews, in: history)
      } catch {
        throw .git(error)
      }
    }
    guard reasons.isEmpty else { return .rejected(unique(reasons)) }
    return .accepted(
      PolicyAcceptance(number: number, landing: landing, tree: ObjectID(tree), changes: accepted),
      proposed)
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
    return renamedBranches(next.settings) + keys.faults(of: next, notIn: force.policy)
      + governance.unsatisfiableLines() + testFailures(next)
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
      let (approvals, notes) = try history.approvals(of: change.path, as: change.after)
      let (changes, flaws) = try history.changes(of: change.path)
      let authors = Set(changes.flatMap(\.people))
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

  /// What the change gives a person, in words.
  func gifts(of change: Difference, next: Policy) -> [String] {
    if let certificate = certificateChange(change.path, next) { return certificate.gifts }
    guard let id = personID(change.path) else { return [] }
    return PersonChange(before: force.policy.people[id], after: next.people[id]).gifts
  }

  /// The people who get something by the change, and must sign for it.
  private func receivers(of change: Difference, next: Policy) -> [IdentityID] {
    if let certificate = certificateChange(change.path, next) { return certificate.people }
    return personID(change.path).map { [$0] } ?? []
  }

  private func certificateChange(_ path: RepositoryPath, _ next: Policy) -> CertificateChange? {
    certificatePath(path).map {
      CertificateChange(
        path: $0, before: force.policy, after: next, store: policies.certificates, now: now)
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

  /// Whether everybody who gets something by the change signed for it with a key of their own.
  func isSignedByOwner(
    _ change: Difference, next: Policy, in history: LandingHistory
  ) throws(GitError) -> Bool {
    let people = receivers(of: change, next: next)
    for person in people {
      guard try isSigned(change, by: person, in: history) else { return false }
    }
    return !people.isEmpty
  }

  /// Whether a commit that made the file what it is now, or a merge that brought it, is the person's own.
  private func isSigned(
    _ change: Difference, by id: IdentityID, in history: LandingHistory
  ) throws(GitError) -> Bool {
    for commit in try history.commitsChanging(change.path) {
      let entry = try reader.entry(at: change.path, inCommit: commit)
      guard entry == change.after, try history.signer(of: commit)?.identity == id else { continue }
      // What the person signed once for a landing of the past is no consent to bringing it back.
      if try history.isNew(commit) { return true }
    }
    return try history.approvals(of: change.path, as: change.after).approvals
      .contains { $0.approval.person == id && $0.approval.assurance >= .personal }
  }

  private func personID(_ path: RepositoryPath) -> IdentityID? {
    guard path.isInside("policies/people"), case .success(.person(let id)) = documentKind(of: path)
    else { return nil }
    return id
  }

  private func unique(_ reasons: [Reason]) -> [Reason] {
    var seen: Set<Reason> = []
    return reasons.filter { seen.insert($0).inserted }
  }
}
