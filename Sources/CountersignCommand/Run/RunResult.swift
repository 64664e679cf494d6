internal import Model
internal import Reports

/// What a run decided and what it is left with.
struct RunOutcome {
  /// Absent where nothing had moved or fallen due.
  let judgement: Judgement?
  let halted: [Reason]
  let cursor: Cursor
  /// The channels that are told of what was decided.
  var webhooks: [Webhook] = []
  /// The certificate authorities that were to sign, by their public keys in base64.
  var authorities: Set<String> = []
}

/// What became of a run.
struct RunResult {
  let outcome: RunOutcome
  let mainline: ObjectID
  let ledgerBefore: ObjectID?
  let ledgerAfter: ObjectID?
  /// Whether the run began the ledger.
  let isNew: Bool
  let isDryRun: Bool
  let now: Instant
  /// Why the witness was not told, if it was to be.
  let witnessFailure: Failure?
  /// Why the ticket source did not say of every ticket whether it is open.
  let ticketFailure: Failure?
  /// Why some certificates were not made.
  let certificateFailure: Failure?

  /// How the command exits: refusals are work done, not failures (DESIGN section 9).
  var status: ExitStatus {
    if let witnessFailure { return witnessFailure.status }
    if !outcome.halted.isEmpty || !outcome.cursor.frozen.isEmpty { return .untrusted }
    if let outside = ticketFailure ?? certificateFailure { return outside.status }
    let cursor = outcome.cursor
    return cursor.ungoverned.isEmpty && cursor.overdue.isEmpty ? .done : .negative
  }

  /// The run as people and programs read it.
  var report: RunReport {
    RunReport(
      judgement: outcome.judgement ?? Judgement(decisions: [], cursor: outcome.cursor),
      halted: outcome.halted, ledger: move)
  }

  private var move: LedgerMove {
    guard !isDryRun, let after = ledgerAfter else { return .dryRun(at: ledgerBefore) }
    guard !isNew, let before = ledgerBefore else { return .begun(at: after) }
    return before == after ? .unmoved(at: after) : .moved(from: before, to: after)
  }
}
