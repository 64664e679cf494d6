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
  private let clock: Instant

  /// A judge of pushes to the repository at `path`.
  package init(
    at path: String, anchor: ObjectID, _ clock: Instant, _ outside: Outside
  ) throws(ProcessingError) {
    workspace = try Workspace(opening: path, anchor: anchor, outside: outside)
    self.clock = clock
  }

  /// The ledger, or where one would begin; what is pushed beside the mainline needs none.
  private func session() throws(ProcessingError) -> LedgerSession {
    if let view = try LedgerOutlook(ifPresent: workspace, at: clock) { return view.session }
    return try RunForecast(workspace: workspace, ledger: nil, now: clock).session
  }

  /// Why a push of `reference` is refused whoever makes it, by its name alone; nil where it may come in.
  ///
  /// - Parameter ledger: The ledger's branch.
  package static func refusal(of reference: String, ledger: String = "countersign") -> Reason? {
    let isReplacement = reference.hasPrefix("refs/replace/")
    // On a host, what looks like fetched from elsewhere would be taken for the ledger of another clone.
    let processors = [
      "refs/heads/\(ledger)", "refs/heads/countersign", "refs/countersign", "refs/remotes",
    ]
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
    let session = try session()
    let start = start(of: push, session)
    guard push.new != .null else {
      return PushReport(push, refusals: [rewound(push, start.mainline)])
    }
    let line = try inIntake { () throws(IntakeError) in
      try MainlineReader(workspace.policies).newLine(push.new, start)
    }
    guard let line else { return PushReport(push, refusals: [rewound(push, start.mainline)]) }
    return try report(on: push, bringing: line.landings, after: start.mainline, session)
  }

  /// Where the run would stand that had processed all that is there before the push.
  private func start(of push: ProposedPush, _ session: LedgerSession) -> Cursor {
    let cursor = session.cursor
    return Cursor(
      anchor: cursor.anchor, mainline: push.old == .null ? cursor.mainline : push.old,
      policy: cursor.policy, at: session.now, drill: cursor.drill)
  }

  private func rewound(_ push: ProposedPush, _ before: ObjectID) -> Reason {
    if push.new == .null {
      return Reason(
        .rewoundMainline, "The mainline \(push.reference) may not be deleted.",
        hint: "Push branches of your own; the mainline only grows.")
    }
    let what = push.old == .null ? "which was processed, or is the anchor" : "which is there now"
    return Reason(
      .rewoundMainline,
      "The mainline's new tip \(push.new.short) does not contain \(before.short), \(what).",
      hint:
        "Fetch the mainline, merge your branch into it, and push that: git merge --no-ff -S <branch>."
    )
  }

  private func report(
    on push: ProposedPush, bringing landings: [ObjectID], after before: ObjectID,
    _ session: LedgerSession
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
    let shapes = try shapeFaults(landings, after: before, outlook)
    let others =
      try brought.flatMap(\.doorFaults)
      + policyFaults(push, after: before, outlook, session, besides: braked)
    let faults = shapes + others
    let warnings = snapshot.notAccepted
    guard !braked.isEmpty else {
      return PushReport(
        push, refusals: faults.firstOfEach, warnings: faults.isEmpty ? warnings : [])
    }
    // What stops somebody waits for nothing; what comes with a stop that anybody may have made is no part of it.
    let isSigned = brought.contains { $0.brakes.contains(where: \.isSigned) }
    return isSigned || others.isEmpty
      ? PushReport(push, refusals: [], warnings: (faults + warnings).firstOfEach)
      : PushReport(push, refusals: [Self.stowaways] + others.firstOfEach, warnings: shapes)
  }

  /// That other files may not come in behind a stop which nobody signed.
  private static let stowaways = Reason(
    .mixedLanding,
    "The push stops somebody without the signature of anybody in force, and brings other governed files with it.",
    hint: "Push the stop by itself, which comes in at once; or let somebody sign it: git commit -S."
  )

  private func shapeFaults(
    _ landings: [ObjectID], after before: ObjectID, _ outlook: PolicyOutlook
  ) throws(ProcessingError) -> [Reason] {
    var previous = before
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
    _ push: ProposedPush, after before: ObjectID, _ outlook: PolicyOutlook,
    _ session: LedgerSession, besides braked: Set<RepositoryPath>
  ) throws(ProcessingError) -> [Reason] {
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
    let directory = try directoryFaults(push, after: before, outlook, besides: braked)
    let landing = outlook.court.state.newest ?? push.new
    guard let proposal = try outlook.proposals(of: [landing]).first else { return directory }
    let verdict = outlook.court.verdict(
      on: proposal, carriers: try session.carriers(for: proposal, in: outlook.snapshot))
    let paths = verdict.paths.filter { pushed.contains($0.path) && !braked.contains($0.path) }
    guard !paths.isEmpty || proposal.tree == nil else { return directory }
    let hopeless = verdict.faults + paths.filter { !$0.canBeCompleted }.flatMap(\.reasons)
    guard hopeless.isEmpty, old == outlook.force.tree else {
      let known = try faults(in: before, outlook)
      return try directory
        + hopeless.map { reason throws(ProcessingError) in
          known.contains(reason)
            ? try mended(reason, before, outlook) : beforeLanding(reason)
        }
    }
    // Where the mainline holds what is in force a merge can approve; so somebody has to.
    let isBegun = paths.contains { $0.statuses.contains { $0.lines.contains { !$0.met.isEmpty } } }
    return directory
      + (isBegun
        ? [] : paths.flatMap(\.reasons).map(beforeLanding) + outlook.court.ahead(of: landing))
  }

  /// What keeps the policies of `before` from coming into force, whoever approved them.
  private func faults(
    in before: ObjectID, _ outlook: PolicyOutlook
  ) throws(ProcessingError) -> [Reason] {
    try outlook.proposals(of: [before]).first.map { outlook.court.verdict(on: $0).faults } ?? []
  }

  /// `reason`, a fault that the mainline had before the push, with what somebody has to do about it first.
  private func mended(
    _ reason: Reason, _ before: ObjectID, _ outlook: PolicyOutlook
  ) throws(ProcessingError) -> Reason {
    guard let change = try outlook.changes(in: before).first(where: { "\($0.path)" == reason.file })
    else { return reason }
    let file = shellWord("\(change.path)")
    let back =
      change.before == nil
      ? "git rm \(file)"
      : "git restore --source \(outlook.court.state.origin.short) --staged --worktree \(file)"
    return reason.mended(
      by:
        "The mainline held that before this push. Whoever may push, mend the file there or put it back as it is in "
        + "force (\(back)), in a push of its own, which comes in; then push this again."
        + (reason.hint.map { " To mend it: \($0)" } ?? ""))
  }

  /// `reason` with what helps somebody whose push is refused: nothing has landed that could be approved late.
  private func beforeLanding(_ reason: Reason) -> Reason {
    if reason.hint == PolicyChange.way {
      return reason.mended(
        by:
          "Make the change anew on a branch that begins at the mainline, in commits whose addresses are known, and "
          + "push that branch.")
    }
    guard reason.code == .shortOfApprovals else { return reason }
    return reason.mended(
      by:
        "Push it as a branch (git push origin HEAD:refs/heads/<name>); whoever approves it lands it: "
        + "countersign approve policies.")
  }

  /// Why files of the directory that the push changes would not be in force.
  private func directoryFaults(
    _ push: ProposedPush, after before: ObjectID, _ outlook: PolicyOutlook,
    besides braked: Set<RepositoryPath>
  ) throws(ProcessingError) -> [Reason] {
    let tracer = RequestTracer(workspace.policies)
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
