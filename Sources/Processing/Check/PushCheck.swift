internal import Decisions
internal import Intake
internal import Ledger
package import Model

/// Judges a push at the door of a plain host, before it moves a reference.
///
/// Nothing in a run depends on it: what gets in all the same is judged there. It saves everybody what a run would only
/// find once it has landed.
package struct PushCheck {
  let workspace: Workspace
  private let session: LedgerSession

  /// A judge of pushes to the repository at `path`.
  package init(
    at path: String, anchor: ObjectID, _ clock: Instant, _ outside: Outside
  ) throws(ProcessingError) {
    workspace = try Workspace(opening: path, anchor: anchor, outside: outside)
    if let view = try LedgerOutlook(ifPresent: workspace, at: clock) {
      session = view.session
    } else {
      session = try RunForecast(workspace: workspace, ledger: nil, now: clock).session
    }
  }

  /// Why a push of `reference` is refused whoever makes it, by its name alone; nil where it may come in.
  ///
  /// - Parameter ledger: The ledger's branch.
  package static func refusal(of reference: String, ledger: String = "countersign") -> Reason? {
    let isReplacement = reference.hasPrefix("refs/replace/")
    let processors = ["refs/heads/\(ledger)", "refs/heads/countersign", "refs/countersign"]
    guard
      isReplacement
        || processors.contains(where: { reference == $0 || reference.hasPrefix("\($0)/") })
    else { return nil }
    return Reason(
      .ledgerUntrusted,
      isReplacement
        ? "\(reference) would show git another history; nobody pushes it."
        : "Only the processor writes \(reference), and it writes on the host itself.",
      hint: "Push a branch of your own instead.")
  }

  package func report(on push: ProposedPush) throws(ProcessingError) -> PushReport {
    if let reason = Self.refusal(of: push.reference, ledger: workspace.settings.ledger) {
      return PushReport(push, refusals: [reason])
    }
    guard push.reference == workspace.mainlineReference else {
      return PushReport(push, refusals: [])
    }
    guard push.new != .null else { return PushReport(push, refusals: [rewound(push)]) }
    let line = try inIntake { () throws(IntakeError) in
      try MainlineReader(workspace.policies).newLine(push.new, start(of: push))
    }
    guard let line else { return PushReport(push, refusals: [rewound(push)]) }
    return try report(on: push, bringing: line.landings)
  }

  /// Where the run would stand that had processed all that is there before the push.
  private func start(of push: ProposedPush) -> Cursor {
    let cursor = session.cursor
    return Cursor(
      anchor: cursor.anchor, mainline: push.old == .null ? cursor.mainline : push.old,
      policy: cursor.policy, at: session.now, drill: cursor.drill)
  }

  private func rewound(_ push: ProposedPush) -> Reason {
    Reason(
      .rewoundMainline,
      push.new == .null
        ? "The mainline \(push.reference) may not be deleted."
        : "The mainline's new tip \(push.new.short) does not contain \(start(of: push).mainline.short), "
          + "which is there now.",
      hint:
        "Fetch the mainline, merge your branch into it, and push that: git merge --no-ff -S <branch>."
    )
  }

  private func report(
    on push: ProposedPush, bringing landings: [ObjectID]
  ) throws(ProcessingError) -> PushReport {
    let snapshot = try inIntake { () throws(IntakeError) in try session.snapshot(of: push.new) }
    guard snapshot.halted.isEmpty else {
      // Such a run decides nothing; what keeps it from that is no fault of the push.
      let isRewound = snapshot.halted.contains { $0.code == .rewoundMainline }
      return PushReport(
        push, refusals: isRewound ? snapshot.halted : [],
        warnings: isRewound ? [] : snapshot.halted)
    }
    let outlook = PolicyOutlook(snapshot, session)
    let brought = snapshot.landings.filter { landings.contains($0.commit) }
    let braked = Set(brought.flatMap { $0.brakes.map(\.path) })
    let faults =
      try shapeFaults(push, landings, outlook) + brought.flatMap(\.doorFaults)
      + policyFaults(push, outlook, besides: braked)
    let warnings = snapshot.notAccepted
    // What stops somebody waits for nothing.
    return braked.isEmpty
      ? PushReport(push, refusals: faults.firstOfEach, warnings: faults.isEmpty ? warnings : [])
      : PushReport(push, refusals: [], warnings: (faults + warnings).firstOfEach)
  }

  private func shapeFaults(
    _ push: ProposedPush, _ landings: [ObjectID], _ outlook: PolicyOutlook
  ) throws(ProcessingError) -> [Reason] {
    var previous = start(of: push).mainline
    var faults: [Reason] = []
    for landing in landings {
      faults += try outlook.shapeFaults(of: landing, after: previous).map(madeAnew)
      previous = landing
    }
    return faults
  }

  /// `reason` with what helps somebody whose merge is refused: it has not landed, so it is made again.
  private func madeAnew(_ reason: Reason) -> Reason {
    let mainline = shellWord(workspace.settings.mainline)
    return reason.mended(
      by: "Make the merge anew on the mainline's tip: git fetch origin && git switch --detach "
        + "origin/\(mainline) && git merge --no-ff -S <branch> && git push origin HEAD:refs/heads/\(mainline)."
        + (reason.code == .evilMerge
          ? " Where both sides changed a file, whoever wrote the branch first merges the mainline into it."
          : ""))
  }

  /// Why the policies that the push brings could not come into force by late approvals, or have nobody's yet.
  private func policyFaults(
    _ push: ProposedPush, _ outlook: PolicyOutlook, besides braked: Set<RepositoryPath>
  ) throws(ProcessingError) -> [Reason] {
    let before = start(of: push).mainline
    let (old, new) = try inIntake { () throws(IntakeError) in
      (
        try workspace.policies.tree(inCommit: before),
        try workspace.policies.tree(inCommit: push.new)
      )
    }
    guard old != new else { return [] }
    let pushed = try inIntake { () throws(IntakeError) in
      Set(try workspace.policies.changes(from: old, to: new).map(\.path))
    }
    let directory = try directoryFaults(push, outlook, besides: braked)
    let landing = outlook.court.state.newest ?? push.new
    guard let proposal = try outlook.proposals(of: [landing]).first else { return directory }
    let verdict = outlook.court.verdict(
      on: proposal, carriers: try session.carriers(for: proposal, in: outlook.snapshot))
    let paths = verdict.paths.filter { pushed.contains($0.path) && !braked.contains($0.path) }
    guard !paths.isEmpty || proposal.tree == nil else { return directory }
    let hopeless = verdict.faults + paths.filter { !$0.canBeCompleted }.flatMap(\.reasons)
    guard hopeless.isEmpty, old == outlook.force.tree else { return directory + hopeless }
    // Where the mainline holds what is in force a merge can approve; so somebody has to.
    let isBegun = paths.contains { $0.statuses.contains { $0.lines.contains { !$0.met.isEmpty } } }
    return directory + (isBegun ? [] : paths.flatMap(\.reasons).map(beforeLanding))
  }

  /// `reason` with what helps somebody whose push is refused: nothing has landed that could be approved late.
  private func beforeLanding(_ reason: Reason) -> Reason {
    guard reason.code == .shortOfApprovals else { return reason }
    return reason.mended(
      by:
        "Push it as a branch (git push origin HEAD:refs/heads/<name>); whoever approves it lands it: "
        + "countersign approve policies.")
  }

  /// Why files of the directory that the push changes would not be in force.
  private func directoryFaults(
    _ push: ProposedPush, _ outlook: PolicyOutlook, besides braked: Set<RepositoryPath>
  ) throws(ProcessingError) -> [Reason] {
    let (before, tracer) = (start(of: push).mainline, RequestTracer(workspace.policies))
    return try inIntake { () throws(IntakeError) in
      var faults: [Reason] = []
      for file in outlook.court.state.directory.exceptions where !braked.contains(file.path) {
        if try tracer.object(at: file.path, in: before)
          != tracer.object(at: file.path, in: push.new)
        {
          faults += file.reasons
        }
      }
      return faults
    }
  }
}

extension Landing {
  /// What speaks against taking the landing in, whoever approves it later.
  fileprivate var doorFaults: [Reason] {
    let mixed = requests.flatMap(\.flaws).filter { $0.code == .mixedLanding }
    return mixed + ungoverned.map(\.reason)
      + [tooLarge].compactMap { $0?.overrun.reason("The landing \(commit.short)") }
  }
}
