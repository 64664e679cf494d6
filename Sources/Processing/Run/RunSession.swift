internal import Connectors
internal import Git
internal import Intake
internal import Ledger
internal import Model

/// One run under way: what it knows of ledger and mainline, whom it asks, and what it has done so far.
///
/// It makes several passes (`Reach`); each is decided on the ledger that the one before left, and pushed
/// before the next one reads more. So whatever a later pass meets, what an earlier one ended has ended.
struct RunSession {
  let runner: Runner
  let workspace: Workspace
  let home: LedgerHome
  let ahead = ReadAhead()
  let waiting = WaitingMemory()
  /// The ledger that the next pass goes on from.
  private(set) var start: LedgerStart
  /// The mainline's end, once it was asked for.
  private(set) var mainline: ObjectID?
  var desks: Desks
  private(set) var targets: ConnectorDesk
  private(set) var result: RunResult
  /// The ledger's tip that the witness was shown last.
  private var shown: ObjectID?

  /// Reads the ledger, or begins it where the run was told to, and the mainline only where that begins one.
  init(_ runner: Runner, _ workspace: Workspace) throws(ProcessingError) {
    let home = try LedgerHome(workspace, remote: runner.remote)
    (self.workspace, self.home) = (workspace, home)
    let clock = runner.assumed ?? runner.clock
    let known = try workspace.known.tip()
    let found = try home.readLedger { tip in
      LedgerStart.isQuiet(at: tip, in: workspace, by: clock)
    }
    mainline = found.mainline
    if runner.beginning != .none, mainline == nil { mainline = try home.readMainline() }
    start = try LedgerStart(
      runner, workspace, ledger: found.ledger, known: known, mainline: mainline)
    self.runner = runner.isDryRun ? runner : runner.begun
    desks = Desks(
      tickets: TicketDesk(
        mayStartPrograms: runner.mayStartPrograms, sources: workspace.outside.tickets),
      certificates: runner.certificates)
    targets = ConnectorDesk(
      targets: Targets(
        allowed: runner.connectors, repository: workspace.repository, now: clock, key: runner.key,
        outside: workspace.outside),
      workspace: workspace)
    result = RunResult(
      startingFrom: start, ledgerBefore: found.ledger,
      isNew: runner.beginning != .none, isDryRun: runner.isDryRun)
    guard runner.beginning != .none, !runner.isDryRun, let ledger = start.ledger else { return }
    guard try home.move(to: ledger.tip, from: found.ledger) else { throw RunSession.lostRace }
    try moved(to: ledger.tip)
  }

  /// Lets clone and witness remember the ledger, also where the run added nothing to it.
  mutating func end() throws(ProcessingError) {
    guard let tip = start.ledger?.tip else { return }
    try workspace.known.remember(tip)
    showWitness(tip)
  }

  /// Waits until no target is at anything any more that this run asked for.
  mutating func settle() async { await targets.settle() }

  /// What was done by the time that `failure` ended the run.
  mutating func stop(_ failure: ProcessingError) {
    result.stopped = failure
    result.connectorFailure = targets.failure
  }

  // MARK: What ends comes first

  /// Ends what the ledger, the policy in force and the clock say is over, at the targets too.
  mutating func endWhatIsOver() async throws(ProcessingError) {
    guard start.isDue || start.isNewHeir else { return }
    try await pass(.ledger)
    try await endAtTargets()
  }

  /// Ends what the mainline's tip shows to be gone, edited or stopped, at the targets too; of what landed
  /// nothing is read.
  mutating func endWhatTheTipEnds() async throws(ProcessingError) {
    let tip = try mainlineTip()
    guard start.halted.isEmpty else { return }
    let (live, mandates) = (try start.live(), try start.mandates())
    do throws(IntakeError) {
      let reader = SnapshotReader(workspace.policies, at: start.now, ahead: ahead)
      guard try reader.mayTakeAway(at: tip, since: start.cursor, from: live, by: mandates)
      else { return }
    } catch {
      throw ProcessingError(error)
    }
    while try await pass(.tip).leavesWaiting {}
    try await endAtTargets()
  }

  /// Has done what the ledger says is about to be taken away, and writes down what was confirmed.
  private mutating func endAtTargets() async throws(ProcessingError) {
    guard let ledger = start.ledger, start.isDue || start.isNewHeir else { return }
    if try await targets.act(on: ledger, mayGive: false) { try await pass(.ledger) }
  }

  // MARK: Then what begins

  /// Takes in what has landed, push by push, until the tip is reached; then gives.
  mutating func takeInLandings() async throws(ProcessingError) {
    if try await isIdle() { return }
    while try await pass(start.halted.isEmpty ? .next : .tip).goesOn {}
  }

  /// Shows what a run would decide, all of it, and writes nothing.
  mutating func foretell() async throws(ProcessingError) {
    if try await isIdle() { return }
    try await pass(.all)
  }

  /// Has done what the ledger intends, and decides once more on what was confirmed.
  mutating func actAtTargets() async throws(ProcessingError) {
    guard start.isDue || !start.cursor.troubles.isEmpty || targets.isUnderWay,
      var ledger = start.ledger
    else { return }
    let mayGive = result.halted.isEmpty
    var hasNews = try await targets.act(on: ledger, mayGive: mayGive, mustHear: true)
    while targets.isUnderWay {
      // What is confirmed is written before the next answer is waited for.
      if hasNews { try await takeInAgain() }
      ledger = start.ledger ?? ledger
      hasNews = try await targets.act(on: ledger, mayGive: mayGive, mustHear: true)
    }
    var leavers = LeaverDesk(targets: targets.targets, workspace: workspace)
    try await leavers.ask(about: ledger)
    var discovery = DiscoveryDesk(targets: targets.targets, workspace: workspace)
    try await discovery.ask(about: ledger, at: try mainlineTip())
    let troubles = targets.troubles(after: start.cursor.troubles)
    if discovery.state != nil || hasNews || !leavers.answers.isEmpty
      || troubles != start.cursor.troubles
    {
      desks.leaverAnswers = leavers.answers
      desks.troubles = troubles
      desks.discovery = discovery.state
      try await takeInAgain()
    }
    if let ledger = start.ledger { try await targets.takeBack(after: ledger) }
    result.connectorFailure = targets.failure ?? leavers.failure ?? discovery.failure
  }

  /// Reads ledger and mainline again, and decides on what both hold by now.
  private mutating func takeInAgain() async throws(ProcessingError) {
    try readAgain()
    while try await pass(start.halted.isEmpty ? .next : .tip).goesOn {}
  }

  /// Whether nothing has moved or fallen due, and no ticket was closed.
  private mutating func isIdle() async throws(ProcessingError) -> Bool {
    let tip = try mainlineTip()
    guard tip == start.cursor.mainline, !start.isNewHeir, !start.isDue, start.halted.isEmpty else {
      return false
    }
    guard let source = start.tickets else { return true }
    let tickets = Set(try start.live().compactMap(\.ticket))
    await desks.tickets.ask(tickets, of: source)
    result.ticketFailure = desks.tickets.failure
    return tickets.allSatisfy { desks.tickets.answers[$0]?.takesAway != true }
  }

  // MARK: Passes

  /// Decides, writes and pushes, and again from the start whenever the race for the ledger is lost.
  ///
  @discardableResult
  private mutating func pass(_ extent: Extent) async throws(ProcessingError) -> RunOutcome {
    for attempt in 1...Runner.attempts {
      let (outcome, written) = try await decided(extent)
      guard let written, written != start.ledger?.tip else {
        result.add(outcome)
        noteFailures(outcome)
        return outcome
      }
      if try home.move(to: written, from: start.ledger?.tip) {
        try moved(to: written)
        result.add(outcome)
        noteFailures(outcome)
        return outcome
      }
      await Pause.afterLostRace(attempt)
      try readAgain()
    }
    throw RunSession.lostRace
  }

  private mutating func noteFailures(_ outcome: RunOutcome) {
    result.ticketFailure = desks.tickets.failure
    result.certificateFailure = desks.certificates.failure(waiting: outcome.authorities)
  }

  /// Goes on from `tip`, which this run has just pushed.
  private mutating func moved(to tip: ObjectID) throws(ProcessingError) {
    try workspace.known.remember(tip)
    try start.follow(tip, workspace)
    result.ledgerAfter = tip
    showWitness(tip)
  }

  /// Shows the witness how far the ledger has come; one that failed is not asked again in this run.
  private mutating func showWitness(_ tip: ObjectID) {
    guard result.witnessFailure == nil, shown != tip else { return }
    result.witnessFailure = start.witness.failureToRemember(tip)
    shown = tip
  }

  /// Reads the ledger again, and then the mainline: it must hold what the ledger says was processed.
  private mutating func readAgain() throws(ProcessingError) {
    let known = try workspace.known.tip()
    let found = try home.readLedger { _ in false }
    start = try LedgerStart(
      runner, workspace, ledger: found.ledger, known: known, mainline: nil, witness: start.witness)
    if mainline != nil { mainline = try home.readMainline() }
  }

  /// The mainline's end, asked for when it is first needed.
  mutating func mainlineTip() throws(ProcessingError) -> ObjectID {
    if let mainline { return mainline }
    let tip = try home.readMainline()
    mainline = tip
    return tip
  }

  private static let lostRace = ProcessingError(
    .tryAgain,
    [
      Reason(
        .raceLost, "Other runs moved the ledger \(Runner.attempts) times before this one could.",
        hint: "Run again; let one run at a time process the mainline.")
    ])
}
