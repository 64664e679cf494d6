internal import Decisions
internal import Git
internal import Intake
internal import Ledger
package import Model

/// Judges a branch as the landing that its merge would be.
package struct BranchCheck {
  let ground: CheckGround
  /// The time that counts.
  package let now: Instant
  private var outside: Outside?

  package init(_ ground: CheckGround, at now: Instant) {
    self.ground = ground
    self.now = now
  }

  /// On the ground of the repository at `path`.
  ///
  /// - Parameters:
  ///   - anchor: The anchor, where one was given.
  ///   - base: What to hold branches against; without it the mainline.
  package init(
    at path: String, anchor: ObjectID?, base: String?, _ clock: Instant, _ outside: Outside
  ) throws(ProcessingError) {
    let ground = try CheckGround(at: path, anchor: anchor, base: base, clock, outside)
    // A ledger's drill lies ahead of the clock where its runs were told so.
    self.init(ground, at: max(clock, ground.ledger?.cursor.at ?? clock))
    self.outside = outside
  }

  /// On the ground that a trusted ledger gives.
  init(view: LedgerOutlook, at now: Instant) throws(ProcessingError) {
    self.init(try CheckGround(view), at: now)
  }

  /// What the branch `revision` would bring, and what speaks against it; HEAD where none is named, and then what the
  /// work tree has besides is told.
  package func report(on revision: String?) throws(ProcessingError) -> CheckReport {
    let name = revision ?? "HEAD"
    let head = try ground.repository.commit(name)
    if revision == nil, let outside,
      let note = try UncommittedRequests(in: ground.repository, since: head, outside.files).note
    {
      outside.note(note)
    }
    let report = try report(on: head)
    if report.basis?.commits == 0 {
      outside?.note(
        "note: \(name) has no commit that \(ground.baseName) has not; nothing to check")
    }
    return report
  }

  /// What the branch that ends in `head` would bring, and what speaks against it.
  ///
  /// - Throws: `.wrongUsage` where it has no history in common with the mainline.
  package func report(on head: ObjectID) throws(ProcessingError) -> CheckReport {
    var found: Prospect?
    var stops = false
    // What the branch brings is found by what the snapshot knows, and is then a part of it.
    let snapshot = try ground.snapshot(at: now) { governing throws(IntakeError) in
      found = try prospect(of: head, under: governing)
      // A stop counts though the branch takes it back.
      if let found, found.overrun == nil {
        stops = try LandingReader(
          ground.policies, tip: ground.base, joints: [], anchor: ground.anchor, at: now
        ).stopsSomebody(head, onto: ground.base, under: governing)
      }
      return found?.requests ?? []
    }
    guard let prospect = found else {
      throw ProcessingError(
        .wrongUsage,
        "Commit \(head.short) and \(ground.baseName) have no common history; git would not merge them.",
        hint:
          "Begin the branch on the mainline: git switch --no-track -c <name> \(ground.baseReference)."
      )
    }
    let past = try RequestPast(prospect, ground)
    let policies = try BranchPolicies(prospect, snapshot, ground, at: now)
    let explanations = explanations(of: prospect, in: snapshot)
    let landing =
      stops || prospect.policy != nil
      ? try LandingForecast(ground: ground, now: now)
        .consequences(of: head, proposing: prospect.policy?.proposal.policy) : nil
    return CheckReport(
      basis: CheckBasis(
        head: head, base: ground.base, baseName: ground.baseName, commits: prospect.commits,
        policy: ground.force.tree, authority: ground.authority),
      requests: explanations,
      policyFaults: overrun(of: prospect) + crossed(prospect) + policies.faults
        + prospect.reviewFaults + tokenFaults(prospect, snapshot.policy.policy),
      governed: policies.governed, landing: landing?.found,
      warnings: otherPolicies(snapshot, prospect) + policies.warnings + (landing?.warnings ?? [])
        + several(prospect) + past.warnings)
  }

  /// Why tokens that the branch brings to requests which have landed would prove nothing.
  private func tokenFaults(_ prospect: Prospect, _ policy: Policy) -> [Reason] {
    prospect.lateTokens.compactMap { token, document in
      guard case .readable(let request) = document else { return nil }
      return fault(of: token.token, for: request, under: policy)
    }
  }

  /// That the branch would be too large to be judged when it lands.
  private func overrun(of prospect: Prospect) -> [Reason] {
    guard let overrun = prospect.overrun else { return [] }
    return [overrun.reason("The branch, landed by one merge,")]
  }

  /// That no merge of the branch could be clean, whoever makes it.
  private func crossed(_ prospect: Prospect) -> [Reason] {
    guard !prospect.crossed.isEmpty else { return [] }
    return [
      .crossedMerge(
        at: prospect.crossed, mainline: ground.baseName,
        settledBy: "git merge \(shellWord(ground.baseReference))")
    ]
  }

  private func prospect(
    of head: ObjectID, under governing: Governing
  ) throws(IntakeError) -> Prospect? {
    try BranchReader(policies: ground.policies, anchor: ground.anchor, at: now).prospect(
      of: head, onto: ground.base, under: governing,
      besides: ground.ledger?.cursor.tooLarge ?? [])
  }

  /// The requests explained, in their order; thousands are judged on all processors.
  private func explanations(of prospect: Prospect, in snapshot: Snapshot) -> [Explanation] {
    guard !prospect.requests.isEmpty else { return [] }
    let shares = independentShares(
      of: prospect.requests.map { $0.subject }, under: snapshot.policy.policy,
      atMost: worthwhileShares(of: prospect.requests.count, least: 128))
    let explained = sideBySide(shares.count) { [now] share in
      Forecast(
        landing: shares[share].map { prospect.requests[$0] }, in: snapshot, at: now
      ).ofLastLanding
    }
    var shareOf = [Int](repeating: 0, count: prospect.requests.count)
    for (share, places) in shares.enumerated() {
      for place in places { shareOf[place] = share }
    }
    // Places ascend in each share, so each is taken from its front.
    var next = [Int](repeating: 0, count: shares.count)
    return shareOf.map { share in
      defer { next[share] += 1 }
      return explained[share][next[share]]
    }
  }

  /// A warning where the mainline says something else than what judges.
  ///
  /// What that is and lacks, `status` lists: it is no concern of the branch, which may well put it right.
  private func otherPolicies(_ snapshot: Snapshot, _ prospect: Prospect) -> [Reason] {
    let isPutBack =
      prospect.policy.map { $0.proposal.tree != nil && $0.proposal.changes.isEmpty } ?? false
    return [snapshot.frozen.first, isPutBack ? nil : snapshot.notAccepted.first]
      .compactMap {
        $0?.mended(by: "countersign status lists all of it, and whose approvals are missing.")
      }
  }

  /// A warning where one merge would approve more than a reviewer may have looked at (THREATS row 50).
  private func several(_ prospect: Prospect) -> [Reason] {
    guard prospect.requests.count > 1 else { return [] }
    return [
      Reason(
        .mixedLanding,
        "The branch brings \(prospect.requests.count) requests; a merge approves all of them at once.",
        hint: "Give each request a branch of its own, unless they belong together.")
    ]
  }
}

extension LandedRequest {
  /// Who asks; nil where the file is no request.
  fileprivate var subject: IdentityID? {
    if case .readable(let request) = document { request.subject } else { nil }
  }
}
