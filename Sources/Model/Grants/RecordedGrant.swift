/// A grant that a trusted ledger holds, or that the next commit of one is about to hold.
///
/// Only the room `Ledger` makes one (CI checks it), so whoever takes it (a connector, which gives
/// access) can be handed nothing that was not decided for the record.
@dynamicMemberLookup
package struct RecordedGrant: Hashable, Sendable {
  /// The record.
  package let grant: Grant

  /// For the room `Ledger` alone.
  package init(heldByLedger grant: Grant) { self.grant = grant }

  /// The grant's own properties.
  package subscript<Value>(dynamicMember path: KeyPath<Grant, Value>) -> Value {
    grant[keyPath: path]
  }
}
