/// The decisions of a run that are told, and how many more there were of each kind.
///
/// Whoever may push can have thousands refused. They fill the room of their own kind and no other, so that a grant which
/// came behind them, or an access that ended, is told all the same.
package struct ToldDecisions: Sendable {
  /// How many of one kind are told; whoever asks for more reads the ledger.
  package static let mostOfAKind = 1000

  /// In the order in which they were made.
  package private(set) var all: [Decision] = []
  /// How many there were of each kind, told or not.
  package private(set) var counts: [LedgerEvent: Int] = [:]
  /// What waits for people since then.
  package var waiting: [WaitingNews] = []

  package init() {}

  package init(_ decisions: some Sequence<Decision>) { add(decisions) }

  /// How many are not told.
  package var further: Int { counts.values.reduce(0, +) - all.count }

  /// Takes in what was decided next.
  package mutating func add(_ decisions: some Sequence<Decision>) {
    for decision in decisions {
      let count = counts[LedgerEvent(decision), default: 0] + 1
      counts[LedgerEvent(decision)] = count
      if count <= Self.mostOfAKind { all.append(decision) }
    }
  }
}
