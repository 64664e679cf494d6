internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Signatures

/// What a run starts from: the ledger as it was found or has just been begun.
struct LedgerStart {
  /// Absent in a dry run that would begin one.
  private(set) var ledger: TrustedLedger?
  private(set) var cursor: Cursor
  /// The time that counts: the clock's, or the ledger's where that is later.
  let now: Instant
  /// Why nothing may be issued.
  let halted: [Reason]
  var witness: WitnessState
  /// The ledger whose place this one has just taken, or would take.
  let replaced: ReplacedLedger?
  /// Who says whether a ticket is open, by the settings in force.
  private(set) var tickets: TicketSource?
  /// Whether connectors are to be asked what is really there, and never were.
  private var hasYetToDiscover: Bool

  /// Opens the ledger, or begins it where the run was told to.
  ///
  /// - Parameters:
  ///   - tip: The ledger's end; absent where there is none.
  ///   - known: What this clone trusted last when the tip had yet to be read: what others push and remember in between
  ///     moves nothing back.
  ///   - mainline: The mainline's, which only beginning a ledger asks for.
  ///   - asked: The witness, where this run has asked it before.
  init(
    _ runner: Runner, _ workspace: Workspace, ledger tip: ObjectID?, known: ObjectID?,
    mainline: ObjectID?,
    witness asked: WitnessState? = nil
  ) throws(ProcessingError) {
    let clock = runner.assumed ?? runner.clock
    replaced = try LedgerStart.replaced(runner, workspace, tip, mainline)
    let found = try LedgerStart.ledger(runner, workspace, tip, known, mainline, replaced)
    ledger = found
    cursor =
      found?.cursor
      ?? Cursor(
        anchor: workspace.anchor, mainline: workspace.anchor, policy: workspace.anchorTree,
        at: clock, drill: runner.isDrill)
    if runner.assumed != nil, !cursor.drill {
      throw ProcessingError(
        .wrongUsage,
        "\(OptionName.now) works only with a ledger that was begun as a drill; this one is in use.",
        hint:
          "Begin a drill elsewhere: run \(OptionName.firstRun) \(OptionName.drill) \(OptionName.now) <instant>."
      )
    }
    let settings = try LedgerStart.settings(workspace, cursor)
    tickets = settings.tickets
    hasYetToDiscover = settings.discovery != nil && cursor.discovery == nil
    lacksIdentifiers = try LedgerStart.lacksIdentifiers(found)
    witness = asked ?? .ask(runner.witness ?? settings.witness, workspace)
    try LedgerStart.check(found, against: witness, runner)
    now = max(clock, cursor.at)
    var halted: [Reason] = []
    if clock < cursor.at { halted.append(LedgerStart.clockBehind(clock, cursor.at)) }
    if case .unreachable(let failure) = witness {
      halted.append(
        Reason(
          .ledgerUntrusted,
          "The witness cannot be reached, so a ledger that was rolled back would go unnoticed: "
            + (failure.message ?? ""), hint: failure.hint))
    }
    self.halted = halted
  }

  /// Goes on from `tip`, which follows what was read.
  mutating func follow(_ tip: ObjectID, _ workspace: Workspace) throws(ProcessingError) {
    let ledger = try workspace.ledger(at: tip, known: tip)
    self.ledger = ledger
    cursor = ledger.cursor
    lacksIdentifiers = try LedgerStart.lacksIdentifiers(ledger)
    let settings = try LedgerStart.settings(workspace, cursor)
    tickets = settings.tickets
    hasYetToDiscover = settings.discovery != nil && cursor.discovery == nil
  }

  private static func lacksIdentifiers(_ ledger: TrustedLedger?) throws(ProcessingError) -> Bool {
    guard let ledger else { return false }
    return try inLedger { () throws(LedgerError) in
      if try ledger.knowsTargets() { return false }
      return try ledger.live().contains { $0.grant.lacksIdentifier }
    }
  }

  /// Whether something falls due.
  ///
  /// What is to be tried again is due a second later, and a run within that second tries it too.
  var isDue: Bool { cursor.isDue(at: now) || lacksIdentifiers || hasYetToDiscover }

  /// Whether a program that asked no target what it calls what it gave has left grants of such targets, to be asked
  /// about by the first run of one that does.
  private(set) var lacksIdentifiers: Bool

  /// Whether the ledger took another's place and has yet to take away what that one gave.
  var isNewHeir: Bool { cursor.mainline == cursor.anchor && ledger?.replaces != nil }

  /// Whether the ledger at `tip` says that nothing is due by `clock`: then it may be read later.
  static func isQuiet(at tip: ObjectID, in workspace: Workspace, by clock: Instant) -> Bool {
    do throws(ProcessingError) {
      let ledger = try workspace.ledger(at: tip)
      guard !ledger.cursor.isDue(at: max(clock, ledger.cursor.at)) else { return false }
      return try !lacksIdentifiers(ledger)
    } catch {
      // Whatever is wrong with it, it is looked at before anything else.
      return false
    }
  }

  /// The grants that have not ended.
  func live() throws(ProcessingError) -> [Grant] {
    do throws(LedgerError) {
      return try ledger?.live().map(\.grant) ?? []
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The mandates that have not ended.
  func mandates() throws(ProcessingError) -> [MandateRecord] {
    do throws(LedgerError) {
      return try ledger?.mandates() ?? []
    } catch {
      throw ProcessingError(error)
    }
  }

  /// What every snapshot of the ledger has.
  func session(
    _ workspace: Workspace, remembering memory: WaitingMemory? = nil
  ) throws(ProcessingError) -> LedgerSession {
    try inLedger { () throws(LedgerError) in
      try LedgerSession(
        workspace.policies, ledger, cursor: cursor, at: now, halted: halted,
        hasWitness: witness.isPresent, remembering: memory)
    }
  }

  private static func settings(
    _ workspace: Workspace, _ cursor: Cursor
  ) throws(ProcessingError) -> Settings {
    do throws(IntakeError) {
      return try workspace.policies.settings(ofTree: cursor.policy)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Holds the ledger against the witness; a new one may stand only where the witness has none yet.
  private static func check(
    _ ledger: TrustedLedger?, against witness: WitnessState, _ runner: Runner
  ) throws(ProcessingError) {
    guard case .present(let witness) = witness else { return }
    switch runner.beginning {
    case .none:
      if let ledger { try witness.check(ledger) }
    case .first:
      guard witness.hasLedger else { return }
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, "The witness has a ledger, so this cannot be the first run.",
            hint:
              "Push the witness's ledger back, or begin a new one with \(OptionName.replaceLedger)."
          )
        ])
    // Whoever replaces a ledger names the tip they looked at; that is what the witness is shown anew.
    case .replacing: return
    }
  }

  private static func ledger(
    _ runner: Runner, _ workspace: Workspace, _ found: ObjectID?, _ known: ObjectID?,
    _ mainline: ObjectID?,
    _ replaced: ReplacedLedger?
  ) throws(ProcessingError) -> TrustedLedger? {
    switch (runner.beginning, found) {
    case (.none, let tip?):
      return try workspace.ledger(at: tip, known: known)
    case (.none, nil):
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, "There is no ledger \(workspace.settings.ledger) for this anchor.",
            hint:
              "If there never was one, begin it with \(OptionName.firstRun). If it was deleted, push it back "
              + "from a clone or the witness.")
        ])
    case (.first, .some):
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted,
            "There is a ledger already; \(OptionName.firstRun) begins none beside it.",
            hint: "Run without \(OptionName.firstRun).")
        ])
    case (.first, nil):
      guard !workspace.known.hasSeenOne else {
        throw ProcessingError(
          .untrusted,
          [
            Reason(
              .ledgerUntrusted, "This clone has seen a ledger of this anchor, so it was deleted.",
              hint:
                "Push it back: git push <remote> <tip>:\(workspace.ledgerReference) with the tip in "
                + "\(workspace.known.path). "
                + "Or begin a new one with \(OptionName.replaceLedger).")
          ])
      }
      return try begin(runner, workspace, mainline, replacing: nil)
    case (.replacing, _):
      return try begin(runner, workspace, mainline, replacing: replaced)
    }
  }

  /// The ledger that the run was told to replace, which must be the one that is there.
  private static func replaced(
    _ runner: Runner, _ workspace: Workspace, _ tip: ObjectID?, _ mainline: ObjectID?
  ) throws(ProcessingError) -> ReplacedLedger? {
    guard case .replacing(let old) = runner.beginning, let mainline else { return nil }
    guard tip == nil || tip == old else {
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, "The ledger's tip is \(tip?.hex ?? ""), not \(old).",
            hint: "Give the tip that you looked at: git rev-parse \(workspace.ledgerReference).")
        ])
    }
    let keys = try workspace.processorKeys(in: workspace.settings)
    let replaced = try inLedger { () throws(LedgerError) in
      try ReplacedLedger(
        old, in: workspace.repository, anchor: workspace.anchor, keys: keys,
        at: runner.assumed ?? runner.clock)
    }
    try workspace.checkAnchor(isNotBefore: replaced.processed, onMainlineOf: mainline)
    if replaced.isForeign {
      workspace.outside.note(
        "warning: ledger commit \(old) is not signed by a key of the processor's: others may have taken records out of it"
      )
    }
    return replaced
  }

  private static func begin(
    _ runner: Runner, _ workspace: Workspace, _ mainline: ObjectID?, replacing old: ReplacedLedger?
  ) throws(ProcessingError) -> TrustedLedger? {
    guard let mainline else { return nil }
    try workspace.checkAnchor(isOnMainlineOf: mainline)
    guard !runner.isDryRun else { return nil }
    if runner.assumed != nil, !runner.isDrill {
      throw ProcessingError(
        .wrongUsage, "\(OptionName.now) needs \(OptionName.drill) with \(OptionName.firstRun).")
    }
    let now = runner.assumed ?? runner.clock
    let keys = try workspace.processorKeys(in: workspace.settings)
    let writer = LedgerWriter(repository: workspace.repository, key: try runner.signingKey())
    let tip = try inLedger { () throws(LedgerError) in
      try writer.begin(
        anchor: workspace.anchor, policy: workspace.anchorTree, processorKeys: keys,
        drill: runner.isDrill, at: now, replacing: old)
    }
    return try workspace.ledger(at: tip)
  }

  /// Why nothing is issued by a clock that is behind the ledger.
  static func clockBehind(_ clock: Instant, _ last: Instant) -> Reason {
    Reason(
      .clockBehind,
      "This machine's clock says \(clock), but the ledger was last written at \(last); nothing is issued.",
      hint:
        "Set the clock (timedatectl); if the ledger was written by a clock that ran ahead, wait or "
        + "begin a new one with \(OptionName.replaceLedger).")
  }
}

extension Cursor {
  /// Whether something falls due by `now`, or is to be tried again within a second.
  fileprivate func isDue(at now: Instant) -> Bool {
    next.map { $0 <= now.advanced(by: .seconds(1)) } ?? false
  }
}
