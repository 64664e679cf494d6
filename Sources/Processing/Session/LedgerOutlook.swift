internal import Decisions
internal import Git
package import Intake
package import Ledger
package import Model

/// What the ledger says to commands that write nothing, and what the next run would find.
///
/// Trust is what it is for a run: the ledger is opened against the anchor, against the tip that this clone
/// trusted last, and against the witness where the settings name one.
package struct LedgerOutlook {
  package let workspace: Workspace
  package let ledger: TrustedLedger
  package let mainline: FoundBranch
  /// The time that counts.
  package let now: Instant
  /// Why the time itself would keep a run from issuing anything.
  private let timeReasons: [Reason]

  /// Looks at the ledger of this clone, or else at the one it last fetched from `origin`.
  ///
  /// - Throws: With status 77 where there is no ledger or it cannot be trusted.
  package init(_ workspace: Workspace, at clock: Instant) throws(ProcessingError) {
    let view = try LedgerView(workspace, known: try workspace.known.tip())
    try WitnessedLedger.check(view.ledger, in: workspace, mainline: view.mainline.tip)
    self.init(workspace, view, at: clock)
  }

  /// The same for whoever foretells, and asks no witness; nil where there is no ledger.
  package init?(ifPresent workspace: Workspace, at clock: Instant) throws(ProcessingError) {
    let known = try workspace.known.tip()
    guard let view = try LedgerView(ifPresent: workspace, known: known) else { return nil }
    self.init(workspace, view, at: clock)
  }

  private init(_ workspace: Workspace, _ view: LedgerView, at clock: Instant) {
    self.workspace = workspace
    (ledger, mainline) = (view.ledger, view.mainline)
    let cursor = ledger.cursor
    // A drill takes place when its runs say; this machine's clock has no part in it.
    timeReasons =
      clock < cursor.at && !cursor.drill ? [LedgerStart.clockBehind(clock, cursor.at)] : []
    now = max(clock, cursor.at)
  }

  /// The mainline's tip.
  package var tip: ObjectID { mainline.tip }

  /// Why the next run would issue nothing at all.
  package func halted() throws(ProcessingError) -> [Reason] {
    do throws(IntakeError) {
      let rewind = try reader.rewind(of: tip, cursor: ledger.cursor)
      return timeReasons + [rewind].compactMap(\.self)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Everything the next run would depend on, were `requests` to land before it.
  ///
  /// - Parameter commit: Where the mainline is supposed to end; without it where it does.
  package func snapshot(
    at commit: ObjectID? = nil, supposing requests: [LandedRequest] = []
  ) throws(ProcessingError) -> Snapshot {
    let (live, pending) = try inLedger { () throws(LedgerError) in
      (try ledger.live().map(\.grant), try ledger.pending())
    }
    do throws(IntakeError) {
      let settings = try workspace.policies.settings(ofTree: ledger.cursor.policy)
      return try reader.snapshot(
        of: commit ?? tip, cursor: ledger.cursor, live: live, pending: pending,
        memory: SnapshotReader.Memory(ledger), halted: timeReasons,
        hasWitness: settings.witness != nil,
        tickets: TicketAnswers(ledger.cursor.tickets ?? []), supposing: requests)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Reads the repository as a run at `now` does.
  package var reader: SnapshotReader {
    SnapshotReader(
      policies: workspace.policies, at: now, judge: .decisions,
      revocations: revocations(by:overlay:on:at:))
  }
}
