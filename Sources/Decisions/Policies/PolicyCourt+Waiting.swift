package import Model

extension PolicyCourt {
  /// Notes that `proposal`, which the mainline holds, waits for approvals; nil where it holds what is in force.
  ///
  /// - Parameter carriers: The names of the keys that approved what the policy in force still holds.
  package mutating func wait(for proposal: PolicyProposal?, carriers: Set<String> = []) {
    guard let proposal, let landing = proposal.landing else {
      state.notes = []
      return state.waiting = nil
    }
    let verdict = verdict(on: proposal, carriers: carriers)
    let lacking = verdict.paths.filter { !$0.reasons.isEmpty }
    let listed =
      directoryPaths
      + lacking.map {
        WaitingPolicy.Path(path: $0.path, missing: $0.missing)
      }
    // What differs in nothing but the directory's files lacks nothing.
    guard
      !listed.isEmpty || proposal.tree == nil
        || !verdict.paths.isEmpty && !verdict.faults.isEmpty
    else {
      state.notes = []
      return state.waiting = nil
    }
    let first = Reason(
      .policyNotAccepted,
      "The mainline holds policies that are not in force (landing \(landing.short)); those of tree "
        + "\(force.tree.short) go on deciding.",
      hint: verdict.mend)
    state.waiting = WaitingPolicy(
      landing: landing, paths: Array(listed.prefix(WaitingPolicy.named)),
      more: max(0, listed.count - WaitingPolicy.named),
      reasons: ([first] + verdict.reasons + unreleased(by: proposal) + ahead(of: landing)
        + verdict.telling(state.notes)
        + state.directory.exceptions.prefix(WaitingPolicy.named).flatMap(\.reasons)
        + (state.directory.exceptions.isEmpty ? [] : directoryFlaws)).bounded)
  }

  /// Keeps why what landed since something was accepted approves nothing.
  mutating func note(_ notes: [Reason]) {
    let new = notes.filter { !state.notes.contains($0) }
    state.notes = Array((state.notes + new).suffix(GovernanceState.rememberedNotes)).bounded
  }

  /// The directory's files that stand otherwise on the mainline than they are in force.
  private var directoryPaths: [WaitingPolicy.Path] {
    let who = force.policy.settings.directory.map { "the word of \($0.value)" }
    return state.directory.exceptions.map {
      WaitingPolicy.Path(path: $0.path, missing: [who ?? "a directory that the settings name"])
    }
  }

  /// Which approvals of `landing` are dated ahead of the clock, and so count from then on.
  package func ahead(of landing: ObjectID?) -> [Reason] {
    state.approvals.filter {
      $0.landing == landing && Hearing.isAhead($0.seen.dated, of: now)
    }.map { approval in
      let seen = approval.seen
      let lapse = seen.seen.advanced(by: force.policy.settings.expireAfter)
      return Reason(
        .approvalInFuture,
        "The approval \(seen.approval.commit.short) by \(approval.person) is dated \(seen.dated), ahead of the clock.",
        hint: Hearing.counting(seen.dated) < lapse
          ? "Wait until then: the next run behind it counts it. And set the clock of the machine that made it."
          : "Set the clock of the machine that made it and approve it anew: this one lapses at \(lapse), before it "
            + "counts. countersign approve policies",
        about: seen.approval.commit)
    }
  }
}
