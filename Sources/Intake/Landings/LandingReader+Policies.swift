internal import Git
internal import Model

extension LandingReader {
  /// What the landing of `history` says of policies.
  func policyLanding(
    _ differences: [Difference], before: CommitNode, in history: LandingHistory,
    _ late: [LateApprovals], _ pulled: [PulledBrake], under governing: Governing
  ) throws(IntakeError) -> PolicyLanding {
    let tree = try policies.tree(inRoot: history.landing.tree)
    let treeBefore = try policies.tree(inRoot: before.tree)
    let changed = differences.filter { $0.path.isInside("policies") }
    let (directory, others) = (
      changed.filter { $0.path.isInside("policies/directory") },
      changed.filter { !$0.path.isInside("policies/directory") }
    )
    let (merges, found) = try inGit { () throws(GitError) in
      try approvingMerges(of: others + directory, treeBefore, in: history, under: governing)
    }
    var notes = found
    if !others.isEmpty { notes += history.shape.flaws(of: history.landing.id) }
    // A stop waits for nobody's approval, and what takes one away is approved late.
    let stops = Set(pulled.map(\.path) + governing.state.brakes.map(\.path))
    if others.contains(where: { !stops.contains($0.path) }) {
      notes += history.shape.notes(of: history.landing.id)
    }
    // Why somebody's late approval of policies is none.
    let changedPolicies = Set(governing.state.landings.map(\.landing))
    notes += late.filter { changedPolicies.contains($0.landing) }.flatMap(\.notes)
    let word = try DirectoryFiles(policies: policies, force: governing.force, now: now).word(
      after: governing.state.directory, in: history, changed: directory)
    return PolicyLanding(
      landing: history.landing.id, previous: history.previous, tree: tree, before: treeBefore,
      merges: merges, late: try sorted(late, under: governing),
      notes: notes.map { $0.approvable(as: "policies") }, pulled: pulled,
      directory: word)
  }

  /// The merges of the landing, each with the paths that it brought in from what is in force, and from what stops
  /// somebody.
  private func approvingMerges(
    of changed: [Difference], _ treeBefore: ObjectID?, in history: LandingHistory,
    under governing: Governing
  ) throws(GitError) -> ([PolicyApproval], [Reason]) {
    let force = governing.force
    // Where the mainline held something else, a merge could not see the whole difference.
    let speaksForChanges = try policies.isSame(treeBefore, force.tree)
    let stopped = Set(governing.state.brakes.map(\.path)).union(
      force.policy.attestations.filter { !$0.stops.isEmpty }.map { RepositoryPath($0.file) })
    var spoken: [ObjectID: (seen: SeenApproval, paths: [RepositoryPath], lifts: [RepositoryPath])] =
      [:]
    var notes: [Reason] = []
    for change in changed {
      let isStop = stopped.contains(change.path)
      guard speaksForChanges || isStop else { continue }
      let (approvals, found) = try history.approvals(of: change.path)
      notes += found
      let inForce = try policies.entry(at: change.path, belowPolicies: force.tree)
      for seen in approvals {
        let commit = seen.approval.commit
        let first = try reader.commit(commit).parents[0]
        let there = try reader.leaf(at: change.path, inCommit: first)
        if speaksForChanges, there == inForce {
          spoken[commit, default: (seen, [], [])].paths.append(change.path)
        }
        if isStop, try stops(at: change.path, inCommit: first, governing) {
          spoken[commit, default: (seen, [], [])].lifts.append(change.path)
        }
      }
    }
    let merges = spoken.values.sorted { $0.seen.approval.commit < $1.seen.approval.commit }.map {
      PolicyApproval($0.seen, of: history.landing.id, bringing: $0.paths, lifting: $0.lifts)
    }
    return (merges, notes)
  }

  private func stops(
    at path: RepositoryPath, inCommit commit: ObjectID, _ governing: Governing
  ) throws(GitError) -> Bool {
    guard let folder = try reader.folder(named: "policies", in: reader.commit(commit).tree) else {
      return false
    }
    return try !BrakeSearch.stops(
      at: path, in: folder, policies: policies, under: governing.force.policy
    ).isEmpty
  }

  /// The late approvals of what could come into force or let somebody go, those of older landings first.
  ///
  /// One of a landing that holds what is in force is about a request, and replaces nobody's approval of policies.
  private func sorted(
    _ late: [LateApprovals], under governing: Governing
  ) throws(IntakeError) -> [PolicyApproval] {
    let isAnyStopped = governing.speaksBesides
    var placed: [(place: Int, approval: PolicyApproval)] = []
    try inGit { () throws(GitError) in
      for found in late {
        guard let place = try mainline.distance(of: found.landing) else { continue }
        let tree = try reader.folder(named: "policies", in: reader.commit(found.landing).tree)
        if !isAnyStopped, try policies.isSame(tree, governing.force.tree) { continue }
        placed += found.approvals.map { (place, PolicyApproval(late: $0, of: found.landing)) }
      }
    }
    return placed.sorted {
      ($1.place, $0.approval.seen.approval.commit) < ($0.place, $1.approval.seen.approval.commit)
    }.map(\.approval)
  }
}
