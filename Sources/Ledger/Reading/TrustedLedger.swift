package import Git
package import Model

/// A ledger whose line of keys leads from the anchor to its tip.
///
/// `open` is the only way to one, so whoever holds it holds what the processor wrote. It belongs to
/// the task that its repository belongs to.
package struct TrustedLedger {
  /// The repository that holds it.
  package let repository: Repository
  /// The newest commit.
  package let tip: ObjectID
  /// The first commit.
  package let begun: ObjectID
  /// How far the processor has come.
  package let cursor: Cursor
  let processor: ProcessorRecord
  let records: LedgerRecords

  init(
    repository: Repository, tip: LedgerCommit, begun: ObjectID, cursor: Cursor
  ) {
    self.repository = repository
    self.tip = tip.id
    self.begun = begun
    self.cursor = cursor
    processor = tip.processor
    records = LedgerRecords(repository: repository, root: tip.commit.tree)
  }

  /// Whether it was begun as a drill, the only kind of ledger that `--now` may write to.
  package var isDrill: Bool { cursor.drill }

  /// The sets of keys that could write the ledger, oldest first.
  ///
  /// That they are those of the policies at their landings is for the caller to check: this room
  /// reads no policies, and knows only that the key before signed for them.
  package var keySets: [ProcessorKeySet] { processor.sets }

  /// The set that signs the next commit.
  package var keysInForce: ProcessorKeySet { processor.newest }

  /// The tip of the ledger that this one replaces.
  package var replaces: ObjectID? { processor.replaces }
}
