internal import Git
internal import Model

extension LandingReader {
  /// The governed paths outside `policies/` that changed without their approvals, and those put right.
  func ungovernedChanges(
    _ differences: [Difference], in history: LandingHistory, under governing: Governing,
    state: inout MainlineState
  ) throws(GitError) -> (found: [UngovernedChange], mended: [RepositoryPath]) {
    var found: [UngovernedChange] = []
    var mended: [RepositoryPath] = []
    let settings = governing.force.policy.settings
    for change in differences
    where !["policies", "requests", "mandates"].contains(where: change.path.isInside) {
      let open = state.ungoverned.first { $0.path == change.path }
      if let open, open.before == change.after?.text {
        mended.append(change.path)
        continue
      }
      guard let line = settings.governance(of: change.path) else {
        if open != nil { mended.append(change.path) }
        continue
      }
      let details = try flaws(of: change.path, by: line, in: history, under: governing)
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
    let roots = GovernedRoots(reader: reader, settings: settings)
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

  /// Why a governed path outside `policies/` changed without what its line asks for.
  private func flaws(
    of path: RepositoryPath, by line: GovernanceLine, in history: LandingHistory,
    under governing: Governing
  ) throws(GitError) -> [Reason] {
    let (approvals, notes) = try history.approvalsOfToday(of: path)
    let authorship = try history.authorship(of: path)
    let tally = LineTally(
      path, by: line, approvals: approvals, authors: authorship.people,
      under: governing.force.policy, governing.overlay)
    var reasons = history.shape.flaws(of: history.landing.id)
    if !tally.isSatisfied {
      reasons.append(
        Reason(
          .shortOfApprovals,
          "\(path) changed without the approvals that govern it: missing "
            + "\(tally.missing.joined(separator: " and ")).",
          at: SourceLocation(file: Settings.file, mark: line.mark)))
      reasons += tally.notes
    }
    return reasons + authorship.flaws + (tally.isSatisfied ? [] : notes)
  }
}
