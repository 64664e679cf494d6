internal import Decisions
internal import Intake
internal import Ledger
internal import Model

/// A ledger that was opened, or none yet, at the time that counts.
///
/// The one maker of snapshots: whoever decides, decides again, foretells or plans judges what is made here, so all of
/// them judge the same.
package struct LedgerSession {
  let policies: PolicyReader
  /// Absent where there is none yet, or where without an anchor none can be trusted.
  let ledger: TrustedLedger?
  /// How far the processor has come; where there is no ledger, how far it would have.
  let cursor: Cursor
  /// The time that counts.
  let now: Instant
  /// Why nothing would be issued, known from elsewhere than the mainline.
  let halted: [Reason]
  /// Whether a witness is shown the ledger; absent where the settings in force say so.
  private let hasWitness: Bool?
  /// The grants that have not ended.
  let live: [Grant]
  /// The requests that wait.
  let pending: [RequestRecord]
  /// The mandates that have not ended.
  let mandates: [MandateRecord]

  /// Reads what every snapshot of `ledger` has.
  ///
  /// - Parameters:
  ///   - cursor: How far the processor would have come where there is no ledger; the ledger's own counts.
  ///   - memory: What waits, as it was read before in the same run.
  init(
    _ policies: PolicyReader, _ ledger: TrustedLedger?, cursor: Cursor, at now: Instant,
    halted: [Reason] = [], hasWitness: Bool? = nil, remembering memory: WaitingMemory? = nil
  ) throws(LedgerError) {
    self.policies = policies
    self.ledger = ledger
    self.cursor = ledger?.cursor ?? cursor
    self.now = now
    self.halted = halted
    self.hasWitness = hasWitness
    live = try ledger?.live().map(\.grant) ?? []
    mandates = try ledger?.mandates() ?? []
    if let memory {
      pending = try ledger?.pending(remembering: memory) ?? []
    } else {
      pending = try ledger?.pending() ?? []
    }
  }

  /// What was heard from outside git.
  struct Heard {
    var tickets = TicketAnswers()
    /// The certificate authorities that can sign.
    var authorities: Set<String> = []
    /// What targets have said of grants.
    var confirmed: [GrantID: TargetWord] = [:]
    /// What connectors list of those who have left.
    var leaverAnswers: [LeaverAnswer] = []
  }

  /// Everything that a run depends on whose mainline ends in `tip`.
  ///
  /// - Parameters:
  ///   - heard: What it hears from outside.
  ///   - extent: How far it looks.
  ///   - ahead: What an earlier pass of the same run has read and left for this one.
  ///   - supposing: What is supposed to land next, by the policy and the overlay behind all that has landed.
  func snapshot(
    of tip: ObjectID, hearing heard: Heard = Heard(), extent: Extent = .all,
    ahead: ReadAhead = ReadAhead(), supposing: SnapshotReader.Supposition? = nil
  ) throws(IntakeError) -> Snapshot {
    let hasWitness: Bool =
      if let known = self.hasWitness { known } else {
        try policies.settings(ofTree: cursor.policy).witness != nil
      }
    return try SnapshotReader(policies, at: now, ahead: ahead).snapshot(
      of: tip, cursor: cursor, live: live, pending: pending, mandates: mandates,
      memory: SnapshotReader.Memory(ledger), halted: halted, hasWitness: hasWitness,
      tickets: heard.tickets, authorities: heard.authorities, confirmed: heard.confirmed,
      leaverAnswers: heard.leaverAnswers, extent: extent, supposing: supposing)
  }
}

extension LedgerSession {
  /// The names of the keys that approved what is in force, where `proposal` marks any key: their marks take more.
  func carriers(
    for proposal: PolicyProposal, in snapshot: Snapshot
  ) throws(ProcessingError) -> Set<String> {
    try VoidedAcceptances.carriers(for: [proposal]) { () throws(ProcessingError) in
      try acceptances(behind: snapshot)
    }
  }

  /// Every acceptance up to the end of `snapshot`, oldest first.
  func acceptances(behind snapshot: Snapshot) throws(ProcessingError) -> [PolicyAcceptance] {
    try inLedger { () throws(LedgerError) in try ledger?.acceptances() ?? [] }
      + snapshot.landings.compactMap(\.acceptance)
  }
}
