internal import Decisions
internal import Git
internal import Intake
internal import Model

/// Foretells what the mere landing of a branch that changes policies does: the run says so, of a draft of its merge.
struct LandingForecast {
  let ground: CheckGround
  let now: Instant

  /// What the merge of `head` onto the mainline does at once, and why what it stops would not count at once.
  ///
  /// - Returns: Nil where no ledger says what would end, or the branch is held against something else than the
  ///   mainline's tip, or nobody can tell what the merge would bring.
  func consequences(
    of head: ObjectID, proposing next: Policy?
  ) throws(ProcessingError) -> (found: LandingConsequences, warnings: [Reason])? {
    guard let view = ground.view, ground.base == view.tip else { return nil }
    let preview = try inIntake { () throws(IntakeError) in
      try MergePreviewer(ground.policies).preview(merging: head, into: ground.base)
    }
    guard case .success(let merge) = preview, merge.conflicts.isEmpty,
      merge.changes.allSatisfy({ $0.after == nil || $0.isRegularFile })
    else { return nil }
    let before = decide(try view.snapshot(), at: now)
    let draft = DraftMerge(repository: ground.repository, clock: now)
    return try draft.judged(bringing: merge.changes, of: head, into: ground.base) {
      commit throws(ProcessingError) in
      let snapshot = try view.snapshot(at: commit)
      guard snapshot.halted.isEmpty else { return nil }
      let after = decide(snapshot, at: now)
      let ended = Set(before.decisions.revoked.map(\.id))
      let heldBack = Set(after.cursor.heldBack).subtracting(before.cursor.heldBack)
      let outlook = PolicyOutlook(snapshot, view.session)
      var releases: [PendingPolicy.Release] = []
      if let proposal = try outlook.proposals(of: [commit]).first {
        releases = try outlook.pending(of: proposal).releases
      }
      let stops = snapshot.landings.filter { $0.commit == commit }.flatMap(\.brakes)
      return (
        LandingConsequences(
          stops: stops, releases: releases,
          revoked: after.decisions.revoked.filter { !ended.contains($0.id) },
          heldBack: snapshot.record.live.filter { heldBack.contains($0.id) }),
        next.map { uncounted($0, snapshot) } ?? []
      )
    }
  }

  /// Why stops that the branch brings would not count before they are accepted.
  private func uncounted(_ next: Policy, _ snapshot: Snapshot) -> [Reason] {
    let brakes = snapshot.governance?.brakes ?? []
    let force = snapshot.policy.policy
    let stopped =
      (force.people.values.filter { $0.status == .active }.map(\.id)
      + force.workloads.values.filter { $0.status == .active }.map(\.id))
      .filter { id in
        let isActive =
          next.people[id].map { $0.status == .active }
          ?? next.workloads[id].map { $0.status == .active } ?? false
        return !isActive && !brakes.contains { $0.identity == id }
      }
    return stopped.sorted().map { id in
      Reason(
        .policyNotAccepted,
        "\(id) would be stopped only once the change is accepted: three stops that nobody in force signed were "
          + "pulled in 24 hours, or one on \(id) was released in the last seven days.",
        hint:
          "Sign the commit (git commit -S), or have the change approved: countersign approve policies"
      )
    }
  }
}
