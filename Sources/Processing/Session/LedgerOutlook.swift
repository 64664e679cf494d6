internal import Decisions
internal import Git
internal import Intake
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
  /// What every snapshot of it has.
  let session: LedgerSession

  /// The time that counts.
  package var now: Instant { session.now }

  /// Looks at the ledger of this clone, or else at the one it last fetched from `origin`.
  ///
  /// - Throws: `.untrusted` where there is no ledger or it cannot be trusted.
  package init(_ workspace: Workspace, at clock: Instant) throws(ProcessingError) {
    let view = try LedgerView(workspace, known: try workspace.known.tip())
    try WitnessedLedger.check(view.ledger, in: workspace, mainline: view.mainline.tip)
    try self.init(workspace, view, at: clock)
  }

  /// The same for whoever foretells, and asks no witness; nil where there is no ledger.
  package init?(ifPresent workspace: Workspace, at clock: Instant) throws(ProcessingError) {
    let known = try workspace.known.tip()
    guard let view = try LedgerView(ifPresent: workspace, known: known) else { return nil }
    try self.init(workspace, view, at: clock)
  }

  private init(
    _ workspace: Workspace, _ view: LedgerView, at clock: Instant
  ) throws(ProcessingError) {
    self.workspace = workspace
    (ledger, mainline) = (view.ledger, view.mainline)
    let (ledger, cursor) = (view.ledger, view.ledger.cursor)
    session = try inLedger { () throws(LedgerError) in
      try LedgerSession(
        workspace.policies, ledger, cursor: cursor, at: max(clock, cursor.at),
        // A drill takes place when its runs say; this machine's clock has no part in it.
        halted: clock < cursor.at && !cursor.drill
          ? [LedgerStart.clockBehind(clock, cursor.at)] : [])
    }
  }

  /// How far the processor has come.
  package var cursor: Cursor { session.cursor }

  /// The mainline's tip.
  package var tip: ObjectID { mainline.tip }

  /// Why the next run would issue nothing at all.
  package func halted() throws(ProcessingError) -> [Reason] {
    do throws(IntakeError) {
      let rewind = try reader.rewind(of: tip, cursor: ledger.cursor)
      return session.halted + [rewind].compactMap(\.self)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Everything the next run would depend on, were what is supposed to land before it.
  ///
  /// It hears of tickets what the last run did.
  ///
  /// - Parameter commit: Where the mainline is supposed to end; without it where it does.
  package func snapshot(
    at commit: ObjectID? = nil, supposing: SnapshotReader.Supposition? = nil
  ) throws(ProcessingError) -> Snapshot {
    let heard = LedgerSession.Heard(tickets: TicketAnswers(ledger.cursor.tickets ?? []))
    do throws(IntakeError) {
      return try session.snapshot(of: commit ?? tip, hearing: heard, supposing: supposing)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Reads the repository as a run does.
  var reader: SnapshotReader { SnapshotReader(workspace.policies, at: now) }

  /// The grants that have not ended.
  package var grants: [Grant] { session.live }

  /// What people approved in advance and has not ended, sorted by path.
  package var mandates: [MandateRecord] { session.mandates }

  /// The emergency grants that wait for a review.
  package func unreviewed() throws(ProcessingError) -> [Grant] {
    try inLedger { () throws(LedgerError) in try ledger.unreviewed() }
  }
}
