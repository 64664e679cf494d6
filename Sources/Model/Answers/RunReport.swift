/// What one run decided, and where that leaves the ledger.
package struct RunReport: Sendable {
  package let decisions: ToldDecisions
  /// How far the ledger has come.
  package let cursor: Cursor
  /// What of a ledger that the run replaced nobody can read: access that is not known may stand at targets.
  package let unreadable: [String]
  /// Why the run could issue nothing at all.
  package let halted: [Reason]
  package let ledger: LedgerMove

  package init(
    decisions: ToldDecisions, cursor: Cursor, unreadable: [String] = [], halted: [Reason],
    ledger: LedgerMove
  ) {
    self.decisions = decisions
    self.cursor = cursor
    self.unreadable = unreadable
    self.halted = halted
    self.ledger = ledger
  }
}

/// Where a run moved the ledger's tip.
package enum LedgerMove: Hashable, Sendable {
  /// The first commit of a new ledger, and what follows it.
  case begun(at: ObjectID)
  case moved(from: ObjectID, to: ObjectID)
  /// Nothing was there to write.
  case unmoved(at: ObjectID)
  /// A dry run writes nothing; absent: there is no ledger yet.
  case dryRun(at: ObjectID?)

  /// Whether nothing was to be written.
  package var isDryRun: Bool { if case .dryRun = self { true } else { false } }

  /// The tip before the run.
  package var before: ObjectID? {
    switch self {
    case .begun: nil
    case .moved(let from, _): from
    case .unmoved(let tip): tip
    case .dryRun(let tip): tip
    }
  }

  /// The tip after the run.
  package var after: ObjectID? {
    switch self {
    case .begun(let tip): tip
    case .moved(_, let to): to
    case .unmoved(let tip): tip
    case .dryRun(let tip): tip
    }
  }
}
