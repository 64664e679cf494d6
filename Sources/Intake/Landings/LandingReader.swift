internal import Git
internal import Model

/// What a run carries from one landing to the next.
struct MainlineState {
  var force: PolicyInForce
  /// Why nothing may be issued, by the policies of the mainline.
  var frozen: [Reason]
  /// Ungoverned changes that nobody has put right.
  var ungoverned: [UngovernedChange]
  var voids: VoidedAcceptances
  /// How many policies were accepted since the anchor.
  var acceptances: Int
  /// Commits that landed requests which wait.
  var waiting: Set<ObjectID>
  /// The landings before that were over their budget, oldest first.
  var tooLarge: [TooLargeLanding]
}

/// Turns one commit of the mainline into verified facts.
struct LandingReader {
  let reader: ObjectReader
  let verifier: CommitVerifier
  let policies: PolicyReader
  let mainline: Mainline
  let overlay: TipOverlay
  let now: Instant
  let judge: PolicyJudge
  var budget = Budget.current
  /// How many reasons for a freeze are kept, apart from those of the landing that began it.
  private static let frozenReasons = 20

  /// How many grants a policy would revoke that came into force behind what `state` has come to.
  typealias Tally = (PolicyInForce, MainlineState) throws(IntakeError) -> RevocationTally

  /// Reads `id`, which follows `previous` and was first seen at `seen`, within a budget of its own, and moves
  /// `state` past it.
  func landing(
    _ id: ObjectID, after previous: ObjectID, seen: Instant, state: inout MainlineState,
    tally: Tally
  ) throws(IntakeError) -> Landing {
    var next = state
    switch try reader.within(
      budget,
      { () throws(IntakeError) in
        try whole(id, after: previous, seen: seen, state: &next, tally: tally)
      })
    {
    case .success(let landing):
      state = next
      return landing
    case .failure(let overrun):
      return try unread(id, after: previous, overrun, state: &state)
    }
  }

  private func whole(
    _ id: ObjectID, after previous: ObjectID, seen: Instant, state: inout MainlineState,
    tally: Tally
  ) throws(IntakeError) -> Landing {
    let result: Result<Landing, IntakeError>
    do throws(GitError) {
      result = try read(id, after: previous, seen: seen, state: &state, tally: tally)
    } catch {
      throw .git(error)
    }
    return try result.get()
  }

  // Git's errors are thrown, Intake's own come back as a result, so that each body has one error type.
  private func read(
    _ id: ObjectID, after previous: ObjectID, seen: Instant, state: inout MainlineState,
    tally: Tally
  ) throws(GitError) -> Result<Landing, IntakeError> {
    let node = try reader.commit(id)
    let before = try reader.mainlineCommit(previous)
    let shape = try shape(of: node, after: previous)
    let differences = try TreeComparison(reader).differences(from: before.tree, to: node.tree)
    let force = state.force
    let openPGP: OpenPGPSigners
    do throws(IntakeError) {
      openPGP = try OpenPGPSigners(force.policy, policies.certificates, at: now)
    } catch {
      return .failure(error)
    }
    let signers = SignerTable(
      verifier: verifier, policy: force.policy, overlay: overlay, now: now, openPGP: openPGP)
    let history = LandingHistory(
      node, after: previous,
      changing: differences.filter { isAsked(about: $0.path, under: force.policy) }, shape: shape,
      reader: reader, mainline: mainline, signers: signers)

    let landing = id
    let requests = try history.requests(
      in: differences, usedUpBy: state.tooLarge, called: "Landing \(landing.short)",
      dated: Instant(clampingSeconds: node.seconds), seen: seen,
      grantID: { RequestFiles.grantID(of: $0, landing: landing) })
    let late = try LateApprovalSearch(reader: reader, mainline: mainline, signers: signers)
      .approvals(of: state.waiting, in: history)
    let (ungoverned, mended) = try ungovernedChanges(differences, in: history, state: &state)
    let signOffs = try SignOffFiles(reader: reader).signOffs(
      differences, ungoverned: ungoverned, in: history, seen: seen)
    let acceptance: PolicyAcceptance?
    do throws(IntakeError) {
      acceptance = try policyChange(
        differences, before: before, in: history, state: &state, tally: tally)
    } catch {
      return .failure(error)
    }
    if !requests.isEmpty { state.waiting.insert(id) }
    return .success(
      Landing(
        commit: landing, policy: force, frozen: state.frozen + state.voids.reasons,
        requests: requests, signOffs: signOffs,
        lateApprovals: late, acceptance: acceptance,
        ungoverned: ungoverned, mended: mended,
        joint: joint(of: node, after: previous)))
  }

  func joint(of node: CommitNode, after previous: ObjectID) -> MainlineJoint? {
    guard let first = node.parents.first, first != previous else { return nil }
    return MainlineJoint(landing: node.id, previous: previous)
  }

  /// Whether approvals or authors matter at `path`; what else a landing changes may be wide.
  private func isAsked(about path: RepositoryPath, under policy: Policy) -> Bool {
    ["requests", "reviews", "policies"].contains(where: path.isInside)
      || policy.settings.governance(of: path) != nil
  }

  private func governance(under policy: Policy) -> Governance {
    Governance(policy: policy, overlay: overlay, certificates: policies.certificates, now: now)
  }

  private func shape(of node: CommitNode, after previous: ObjectID) throws(GitError) -> LandingShape
  {
    if let first = node.parents.first, first != previous { return .foxtrot }
    switch node.parents.count {
    case 0, 1: return .notAMerge
    case 2:
      let evil = try MergeCheck(reader).evilPaths(of: node)
      return evil.isEmpty ? .merge : .evil(evil)
    default: return .octopus
    }
  }

  /// The governed paths outside `policies/` that changed without their approvals, and those put right.
  private func ungovernedChanges(
    _ differences: [Difference], in history: LandingHistory, state: inout MainlineState
  ) throws(GitError) -> (found: [UngovernedChange], mended: [RepositoryPath]) {
    var found: [UngovernedChange] = []
    var mended: [RepositoryPath] = []
    let governance = governance(under: state.force.policy)
    for change in differences
    where !change.path.isInside("policies") && !change.path.isInside("requests") {
      let open = state.ungoverned.first { $0.path == change.path }
      if let open, open.before == change.after?.text {
        mended.append(change.path)
        continue
      }
      guard let line = state.force.policy.settings.governance(of: change.path) else {
        if open != nil { mended.append(change.path) }
        continue
      }
      let (approvals, notes) = try history.approvals(of: change.path)
      let authorship = try history.authorship(of: change.path)
      let finding = governance.judge(
        change.path, by: line, approvals: approvals, authors: authorship.people)
      let details =
        history.shape.flaws(of: history.landing.id) + finding.reasons + authorship.flaws
        + (finding.reasons.isEmpty ? [] : notes)
      guard let first = details.first else {
        if open != nil { mended.append(change.path) }
        continue
      }
      found.append(
        UngovernedChange(
          path: change.path, landing: history.landing.id,
          before: open.map(\.before) ?? change.before?.text,
          reason: Reason(
            .ungovernedChange, first.message,
            at: SourceLocation(file: Settings.file, mark: line.mark),
            hint: "Put the old content back, or change it again with the approvals of its line.")))
    }
    let roots = GovernedRoots(reader: reader, settings: state.force.policy.settings)
    if let open = state.ungoverned.first(where: { $0.path == GovernedRoots.path }),
      try roots.isMended(open, by: history.landing.tree)
    {
      mended.append(open.path)
    }
    let others = state.ungoverned.filter { !mended.contains($0.path) }
    if Bounds.ungoverned < found.count + others.count,
      let all = try roots.finding(
        history.landing, after: reader.mainlineCommit(history.previous), since: others,
        "changed more governed files without their approvals than are listed")
    {
      state.ungoverned = others.filter { $0.path != all.path } + [all]
      return ([all], mended)
    }
    let settled = Set(mended).union(found.map(\.path))
    state.ungoverned = state.ungoverned.filter { !settled.contains($0.path) } + found
    return (found, mended)
  }

  /// What the landing does to the policy in force, and to whether anything may be issued.
  private func policyChange(
    _ differences: [Difference], before: CommitNode, in history: LandingHistory,
    state: inout MainlineState, tally: Tally
  ) throws(IntakeError) -> PolicyAcceptance? {
    let landing = history.landing.id
    let tree = try policies.tree(in: history.landing.tree)
    let treeBefore = try policies.tree(in: before.tree)
    guard tree != treeBefore else { return nil }
    if tree.map({ $0 }) == state.force.tree {
      // Put back: the mainline says again what was accepted.
      state.frozen = []
      return nil
    }
    guard treeBefore.map({ $0 }) == state.force.tree else {
      let reason = frozen(
        landing, state.force,
        "changes policies/ while the policies on the mainline are not the accepted ones")
      // The first say what has to be put back; each one more would be told again with every landing.
      if state.frozen.count < LandingReader.frozenReasons { state.frozen.append(reason) }
      return nil
    }
    let check = PolicyAcceptanceCheck(
      reader: reader, policies: policies, force: state.force,
      governance: governance(under: state.force.policy), now: now,
      number: state.acceptances, judge: judge)
    let verdict = try check.judge(
      differences.filter { $0.path.isInside("policies") },
      reviews: differences.filter { $0.path.isInside("reviews") }, to: tree, in: history
    ) { [state] next throws(IntakeError) in try tally(next, state) }
    switch verdict {
    case .accepted(let acceptance, let next):
      state.force = next
      state.frozen = []
      state.voids.note(acceptance)
      state.acceptances += 1
      return acceptance
    case .rejected(let reasons):
      state.frozen =
        [frozen(landing, state.force, "changes policies/ and is not accepted")] + reasons
      return nil
    }
  }

  func frozen(_ landing: ObjectID, _ force: PolicyInForce, _ what: String) -> Reason {
    Reason(
      .frozenPolicy,
      "Landing \(landing.short) \(what); the policies of tree \(force.tree.short) stay in force and nothing is issued.",
      hint:
        "Revert it (git revert -m 1 \(landing.short), or git revert \(landing.short) for a plain "
        + "commit) and push, then merge the change with the approvals it needs.")
  }
}
