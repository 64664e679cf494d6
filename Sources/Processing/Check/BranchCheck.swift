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
    // What the branch brings is found by what the snapshot knows, and is then a part of it.
    let snapshot = try ground.snapshot(at: now) { force, overlay throws(IntakeError) in
      found = try prospect(of: head, under: force, overlay)
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
    let guarded = try revocationGuard(prospect, snapshot)
    let explanations = explanations(of: prospect, in: snapshot)
    return CheckReport(
      basis: CheckBasis(
        head: head, base: ground.base, baseName: ground.baseName, commits: prospect.commits,
        policy: ground.force.tree, authority: ground.authority),
      requests: explanations,
      policyFaults: overrun(of: prospect) + (prospect.policy?.faults ?? []) + prospect.reviewFaults
        + (prospect.governed + [guarded.review].compactMap(\.self)).flatMap(\.faults).unique
        + guarded.reasons,
      governed: prospect.governed + [guarded.review].compactMap(\.self),
      warnings: try otherPolicies() + several(prospect) + past.warnings)
  }

  /// That the branch would be too large to be judged when it lands.
  private func overrun(of prospect: Prospect) -> [Reason] {
    guard let overrun = prospect.overrun else { return [] }
    return [overrun.reason("The branch, landed by one merge,")]
  }

  private func prospect(
    of head: ObjectID, under force: PolicyInForce, _ overlay: TipOverlay
  ) throws(IntakeError) -> Prospect? {
    try BranchReader(policies: ground.policies, at: now, judge: .decisions).prospect(
      of: head, onto: ground.base, under: force, overlay,
      besides: ground.ledger?.cursor.tooLarge ?? [])
  }

  /// What it takes to let the branch's policies revoke as much as they would.
  private func revocationGuard(
    _ prospect: Prospect, _ snapshot: Snapshot
  ) throws(ProcessingError) -> RevocationGuard {
    guard let policy = prospect.policy?.policy else { return .nothing }
    let tree: ObjectID?
    do throws(IntakeError) {
      tree = try ground.policies.tree(inCommit: prospect.head)
    } catch {
      throw ProcessingError(error)
    }
    guard let tree else { return .nothing }
    return try ImpactStudy(ground: ground, now: now).revocationGuard(
      of: PolicyInForce(tree: tree, policy: policy), on: prospect.head,
      ground.view == nil ? nil : prospect.requests.isEmpty ? snapshot : snapshot.keeping([]))
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
  private func otherPolicies() throws(ProcessingError) -> [Reason] {
    if let frozen = ground.ledger?.cursor.frozen, !frozen.isEmpty { return frozen }
    let tree: ObjectID?
    do throws(IntakeError) {
      tree = try ground.policies.tree(inCommit: ground.base)
    } catch {
      throw ProcessingError(error)
    }
    guard tree != ground.force.tree else { return [] }
    return [
      Reason(
        .frozenPolicy,
        "\(ground.baseName) has other policies than those in force, by which this was judged.",
        hint: "The next run says whether it accepts them: countersign run --dry-run.")
    ]
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

extension [Reason] {
  /// Each reason once, in the order of first appearance.
  fileprivate var unique: [Reason] {
    var seen: Set<Reason> = []
    return filter { seen.insert($0).inserted }
  }
}
