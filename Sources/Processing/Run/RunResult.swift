internal import Intake
internal import Ledger
package import Model

/// What one pass of a run decided.
struct RunOutcome {
  let judgement: Judgement
  /// The mainline's tip that it looked at.
  let mainline: ObjectID
  let halted: [Reason]
  /// The channels that are told of what was decided.
  let webhooks: [Webhook]
  /// The certificate authorities that were to sign, by their public keys in base64.
  let authorities: Set<String>

  /// Whether requests that wait were left to the next pass, which finds them nearer their end: each was decided about.
  var leavesWaiting: Bool { judgement.leavesWaiting && !judgement.decisions.isEmpty }
  /// Whether the next pass goes on where this one left off.
  var goesOn: Bool { judgement.reach == .part || leavesWaiting }
}

/// What became of a run.
package struct RunResult {
  /// What all passes decided.
  package private(set) var decisions = ToldDecisions()
  /// What of a ledger that is replaced nobody can read.
  let unreadable: [String]
  /// How far the ledger has come.
  package private(set) var cursor: Cursor
  private let cursorBefore: Cursor
  private(set) var halted: [Reason]
  /// The channels that are told of what was decided.
  package private(set) var webhooks: [Webhook] = []
  private let ledgerBefore: ObjectID?
  var ledgerAfter: ObjectID?
  /// Whether the run began the ledger.
  private let isNew: Bool
  private let isDryRun: Bool
  package let now: Instant
  /// What ended the run before its end; what it wrote by then stands.
  var stopped: ProcessingError?
  /// Why the witness was not told, if it was to be.
  var witnessFailure: ProcessingError?
  /// Why the ticket source did not say of every ticket whether it is open.
  var ticketFailure: ProcessingError?
  /// Why some certificates were not made.
  var certificateFailure: ProcessingError?
  /// Why some targets have not confirmed.
  var connectorFailure: ProcessingError?

  /// The result of a run that has done nothing yet.
  init(
    startingFrom start: LedgerStart, ledgerBefore: ObjectID?, isNew: Bool, isDryRun: Bool
  ) {
    // What was live in a ledger that is replaced has ended with it.
    decisions.add((start.replaced?.ended ?? []).lazy.map { .revoke($0) })
    unreadable = start.replaced?.unreadable ?? []
    cursor = start.cursor
    cursorBefore = start.cursor
    halted = []
    self.ledgerBefore = ledgerBefore
    ledgerAfter = start.ledger.map { $0.tip }
    self.isNew = isNew
    self.isDryRun = isDryRun
    now = start.now
  }

  /// Takes in what one more pass has decided.
  mutating func add(_ outcome: RunOutcome) {
    decisions.add(outcome.judgement.decisions)
    (cursor, halted, webhooks) = (outcome.judgement.cursor, outcome.halted, outcome.webhooks)
    decisions.waiting = cursor.news(since: cursorBefore)
  }

  /// Whether the run has written anything.
  var hasMoved: Bool { !isDryRun && ledgerAfter != nil && ledgerAfter != ledgerBefore }

  /// Everything that is to be said on standard error.
  package var failures: [ProcessingError] {
    [stopped, witnessFailure, ticketFailure, certificateFailure, connectorFailure].compactMap(
      \.self)
  }

  /// What is amiss; nil where all is done: refusals are work done, not failures (DESIGN section 9).
  package var trouble: ProcessingError.Kind? {
    if let stopped { return halted.isEmpty ? stopped.kind : .untrusted }
    if let witnessFailure { return witnessFailure.kind }
    if !halted.isEmpty { return .untrusted }
    if let outside = ticketFailure ?? certificateFailure ?? connectorFailure {
      return outside.kind
    }
    return cursor.ungoverned.isEmpty && cursor.overdue.isEmpty && unreadable.isEmpty
      && cursor.frozen.isEmpty && cursor.waitingPolicy == nil && cursor.heldBack.isEmpty
      && cursor.lateLeavers.isEmpty && cursor.discovery?.findings.isEmpty ?? true
      ? nil : .negative
  }

  /// The run as people and programs read it.
  package var report: RunReport {
    RunReport(
      decisions: decisions, cursor: cursor, unreadable: unreadable, halted: halted, ledger: move)
  }

  private var move: LedgerMove {
    guard !isDryRun, let after = ledgerAfter else { return .dryRun(at: ledgerBefore) }
    guard !isNew, let before = ledgerBefore else { return .begun(at: after) }
    return before == after ? .unmoved(at: after) : .moved(from: before, to: after)
  }
}
