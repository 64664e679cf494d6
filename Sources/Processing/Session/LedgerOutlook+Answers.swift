internal import Decisions
internal import Intake
internal import Ledger
package import Model

extension LedgerOutlook {
  /// Hands on the grants one after the other: a ledger may hold more than fit into memory.
  package func forEachGrant(
    liveOnly: Bool, _ body: (Grant) -> Void
  ) throws(ProcessingError) {
    if liveOnly {
      for grant in session.live { body(grant) }
    } else {
      try inLedger { () throws(LedgerError) in try ledger.forEachGrant { body($0.grant) } }
    }
  }

  /// What is amiss with targets, as the last run that asked them found it.
  package var troubles: [SystemTrouble] { ledger.cursor.troubles }

  /// What systems say of connecting to them.
  package func howToConnect() throws(ProcessingError) -> [SystemID: String] {
    try policy().systems.compactMapValues(\.howToConnect)
  }

  /// Whether runs still come: a schedule that was switched off says nothing by itself.
  ///
  /// - Throws: `.negative` where something was due `late` ago, and no run has come.
  package func checkSchedule(late: Duration) throws(ProcessingError) {
    guard let due = ledger.cursor.next, due.advanced(by: late) <= now else { return }
    throw ProcessingError(
      .negative, "No run has come since \(ledger.cursor.at), and something was due at \(due).",
      hint: "See that the schedule runs, and run: countersign run \(OptionName.push) <remote>.")
  }

  /// Where the processor stands.
  ///
  /// - Parameters:
  ///   - listsAll: Whether requests are listed that wait no more.
  ///   - due: Within which time to look for what falls due; absent where nobody asked.
  package func status(
    listsAll: Bool, due: Duration?
  ) throws(ProcessingError) -> StatusReport {
    let live = session.live
    return StatusReport(
      ledger: ledger.tip, cursor: ledger.cursor, tip: tip, halted: try halted(),
      requests: try inLedger { () throws(LedgerError) in
        listsAll ? try ledger.allPaths().flatMap(\.requests) : session.pending
      },
      live: live,
      due: try due.map { within throws(ProcessingError) in
        try dues().all(before: now.advanced(by: within))
      },
      handWork: live.contains { $0.handWork != nil } ? try dues().handWork() : [],
      leaving: try inLedger { () throws(LedgerError) in try ledger.leaving() },
      directory: try directory(), mandates: session.mandates, goneApprovers: try goneApprovers())
  }

  /// Who approved a mandate that goes on, and has left; the whole policy is read only where there is one.
  private func goneApprovers() throws(ProcessingError) -> Set<IdentityID> {
    let people = Set(session.mandates.flatMap(\.approvers).map(\.person))
    guard !people.isEmpty else { return [] }
    let policy = try policy()
    return people.filter { policy.departure(of: $0, at: now) != nil }
  }

  /// What the directory has said; the whole policy is read only where there is one.
  private func directory() throws(ProcessingError) -> DirectorySummary? {
    let settings: Settings
    do throws(IntakeError) {
      settings = try workspace.policies.settings(ofTree: ledger.cursor.policy)
    } catch {
      throw ProcessingError(error)
    }
    return settings.directory == nil ? nil : DirectorySummary(try policy())
  }

  /// Every event of the ledger, oldest first.
  package func history() throws(ProcessingError) -> HistoryReport {
    let entries = try inLedger { () throws(LedgerError) in try ledger.events() }
    return HistoryReport(
      events: entries.map { entry in
        HistoryReport.Event(
          name: entry.event.rawValue, at: entry.at, commit: entry.commit,
          mainline: entry.mainline, subject: entry.subject, grant: entry.grant,
          request: entry.request)
      })
  }

  /// All that held at `instant`.
  package func moment(at instant: Instant) throws(ProcessingError) -> MomentReport {
    let past = try PastLedger(self, at: instant)
    return MomentReport(
      at: instant, cursor: past.ledger.cursor, ledger: past.ledger.tip,
      policyLanding: past.policyLanding,
      grants: try inLedger { () throws(LedgerError) in try past.ledger.live().map(\.grant) })
  }

  /// Who has access to `scope`, now or at `instant`.
  ///
  /// - Throws: `.negative` where the policies of that time know no such thing.
  package func access(
    to scope: AccessScope, at instant: Instant?
  ) throws(ProcessingError) -> WhoHasReport {
    let ledger = if let instant { try PastLedger(self, at: instant).ledger } else { self.ledger }
    let grants = try inLedger { () throws(LedgerError) in
      try ledger.live().map(\.grant).filter { scope.names($0) }
    }
    if grants.isEmpty { try check(scope, by: ledger) }
    return WhoHasReport(
      of: scope.description, grants, at: instant ?? now, policy: ledger.cursor.policy,
      ledger: ledger.tip)
  }

  /// Tells a slip of the keyboard from access that nobody has.
  private func check(
    _ scope: AccessScope, by ledger: TrustedLedger
  ) throws(ProcessingError) {
    let policy: Policy
    do throws(IntakeError) {
      policy = try workspace.policies.inForce(ledger.cursor).policy
    } catch {
      throw ProcessingError(error)
    }
    let system = policy.systems[scope.system]
    let isKnown = scope.entitlement.map { system?.entitlement($0) != nil } ?? (system != nil)
    guard isKnown else { throw policy.unknown(scope.system, scope.entitlement) }
  }
}
