internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Signatures

/// What a run starts from: the ledger as it was found or has just been begun.
struct LedgerStart {
  /// Absent in a dry run that would begin one.
  let ledger: TrustedLedger?
  let cursor: Cursor
  let live: [Grant]
  let pending: [RequestRecord]
  let memory: SnapshotReader.Memory
  /// The time that counts: the clock's, or the ledger's where that is later.
  let now: Instant
  /// Why nothing may be issued.
  let halted: [Reason]
  let isNew: Bool

  /// Opens the ledger, or begins it where the run was told to.
  init(_ runner: Runner, _ workspace: Workspace, _ branches: Branches) throws(Failure) {
    let found = try LedgerStart.ledger(runner, workspace, branches)
    ledger = found
    isNew = runner.beginning != .none
    guard let found else {
      now = runner.assumed ?? runner.clock
      cursor = Cursor(
        anchor: workspace.anchor, mainline: workspace.anchor, policy: workspace.anchorTree,
        at: now, drill: runner.isDrill)
      (live, pending, halted) = ([], [], [])
      memory = SnapshotReader.Memory(paths: { _ in [:] }, acceptances: { [] })
      return
    }
    if runner.assumed != nil, !found.isDrill {
      throw Failure(
        .wrongUsage,
        "--now works only with a ledger that was begun as a drill; this one is in use.",
        hint: "Begin a drill elsewhere: run --first-run --drill --now <instant>.")
    }
    let clock = runner.assumed ?? runner.clock
    cursor = found.cursor
    now = max(clock, cursor.at)
    halted = clock < cursor.at ? [LedgerStart.clockBehind(clock, cursor.at)] : []
    do throws(LedgerError) {
      live = try found.live().map(\.grant)
      pending = try found.pending()
    } catch {
      throw Failure(error)
    }
    memory = SnapshotReader.Memory(
      paths: { try found.paths($0) }, acceptances: { try found.acceptances() })
  }

  private static func ledger(
    _ runner: Runner, _ workspace: Workspace, _ branches: Branches
  ) throws(Failure) -> TrustedLedger? {
    switch (runner.beginning, branches.ledger) {
    case (.none, let tip?):
      return try workspace.ledger(at: tip, known: try workspace.knownTip())
    case (.none, nil):
      throw Failure(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, "There is no ledger \(workspace.settings.ledger) for this anchor.",
            hint:
              "If there never was one, begin it with --first-run. If it was deleted, push it back "
              + "from a clone or the witness.")
        ])
    case (.first, .some):
      throw Failure(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, "There is a ledger already; --first-run begins none beside it.",
            hint: "Run without --first-run.")
        ])
    case (.first, nil):
      return try begin(runner, workspace, branches, replacing: nil)
    case (.replacing(let old), let tip):
      guard tip == nil || tip == OID(old) else {
        throw Failure(
          .untrusted,
          [
            Reason(
              .ledgerUntrusted, "The ledger's tip is \(tip?.hex ?? ""), not \(old).",
              hint: "Give the tip that you looked at: git rev-parse \(workspace.settings.ledger).")
          ])
      }
      return try begin(runner, workspace, branches, replacing: old)
    }
  }

  private static func begin(
    _ runner: Runner, _ workspace: Workspace, _ branches: Branches, replacing old: ObjectID?
  ) throws(Failure) -> TrustedLedger? {
    try workspace.checkAnchor(isOnMainlineOf: branches.mainline)
    guard !runner.isDryRun else { return nil }
    if runner.assumed != nil, !runner.isDrill {
      throw Failure(.wrongUsage, "--now needs --drill with --first-run.")
    }
    let now = runner.assumed ?? runner.clock
    let keys = try workspace.processorKeys(in: workspace.settings)
    let key = try runner.signingKey()
    let tip: OID
    do throws(LedgerError) {
      tip = try LedgerWriter(repository: workspace.repository, key: key)
        .begin(
          anchor: workspace.anchor, policy: workspace.anchorTree, processorKeys: keys,
          drill: runner.isDrill, at: now, replaces: old.map { OID($0) })
    } catch {
      throw Failure(error)
    }
    return try workspace.ledger(at: tip)
  }

  private static func clockBehind(_ clock: Instant, _ last: Instant) -> Reason {
    Reason(
      .clockBehind,
      "This machine's clock says \(clock), but the ledger was last written at \(last); nothing is issued.",
      hint:
        "Set the clock (timedatectl); if the ledger was written by a clock that ran ahead, wait or "
        + "begin a new one with --replace-ledger.")
  }
}
