internal import Decisions
internal import Git
internal import Intake
internal import Ledger
internal import Model

/// The ledger as commands read it that write nothing, and the mainline beside it.
///
/// Trust is what it is for a run: the ledger is opened against the anchor, and against the tip that this
/// clone trusted last.
struct LedgerView {
  let workspace: Workspace
  let ledger: TrustedLedger
  /// The mainline where the ledger was found: origin's ledger knows nothing of local commits.
  let mainline: FoundBranch
  /// The time that counts.
  let now: Instant
  /// Why the time itself would keep a run from issuing anything.
  private let timeReasons: [Reason]

  /// Opens the ledger of this clone, or else the one it last fetched from `origin`, and says which.
  ///
  /// - Throws: With status 77 where there is no ledger or it cannot be trusted.
  init(_ workspace: Workspace, at clock: Instant) throws(Failure) {
    guard let view = try LedgerView(ifPresent: workspace, at: clock) else {
      throw Failure(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted,
            "There is no ledger \(workspace.settings.ledger) here, nor one fetched from origin.",
            hint: "Fetch it: git fetch origin. If there never was one, run --first-run begins it.")
        ])
    }
    self = view
  }

  /// The same; nil where there is no ledger.
  init?(ifPresent workspace: Workspace, at clock: Instant) throws(Failure) {
    let repository = workspace.repository
    guard let found = try repository.branch(workspace.settings.ledger) else { return nil }
    let places = found.place == .local ? BranchPlace.allCases : [.origin, .local]
    guard let mainline = try repository.branch(workspace.settings.mainline, at: places) else {
      throw Failure(
        .repositoryFailure, "There is no branch \(workspace.settings.mainline) here.",
        hint: "Fetch it: git fetch origin \(workspace.settings.mainline).")
    }
    try LedgerView.tell(found, workspace)
    self.workspace = workspace
    self.mainline = mainline
    ledger = try workspace.ledger(at: found.tip, known: try workspace.knownTip())
    let cursor = ledger.cursor
    // A drill takes place when its runs say; this machine's clock has no part in it.
    timeReasons =
      clock < cursor.at && !cursor.drill ? [LedgerStart.clockBehind(clock, cursor.at)] : []
    now = max(clock, cursor.at)
  }

  private static func tell(_ found: FoundBranch, _ workspace: Workspace) throws(Failure) {
    let ledger = workspace.settings.ledger
    guard found.place == .local else {
      return Output.note("note: this is \(found.shown) as it was last fetched\n")
    }
    let other = try workspace.repository.branch(ledger, at: [.origin])
    if let other, other.tip != found.tip {
      Output.note("note: this is the local branch \(ledger); \(other.shown) is another\n")
    }
  }

  /// The mainline's tip.
  var tip: ObjectID { ObjectID(mainline.tip) }

  /// Why the next run would issue nothing at all.
  func halted() throws(Failure) -> [Reason] {
    do throws(IntakeError) {
      let rewind = try reader.rewind(of: tip, cursor: ledger.cursor)
      return timeReasons + [rewind].compactMap(\.self)
    } catch {
      throw Failure(error)
    }
  }

  /// Everything the next run would depend on.
  func snapshot() throws(Failure) -> Snapshot {
    let (live, pending) = try reading { () throws(LedgerError) in
      (try ledger.live().map(\.grant), try ledger.pending())
    }
    let memory = SnapshotReader.Memory(
      paths: { try ledger.paths($0) }, acceptances: { try ledger.acceptances() })
    do throws(IntakeError) {
      let settings = try workspace.policies.settings(ofTree: ledger.cursor.policy)
      return try reader.snapshot(
        of: tip, cursor: ledger.cursor, live: live, pending: pending, memory: memory,
        halted: timeReasons, hasWitness: settings.witness != nil)
    } catch {
      throw Failure(error)
    }
  }

  /// Reads the repository as a run at `now` does.
  var reader: SnapshotReader {
    SnapshotReader(policies: workspace.policies, at: now, testFailures: failures(ofTestsIn:))
  }

  /// What `body` reads in the ledger.
  func reading<Value>(_ body: () throws(LedgerError) -> Value) throws(Failure) -> Value {
    do throws(LedgerError) {
      return try body()
    } catch {
      throw Failure(error)
    }
  }
}
