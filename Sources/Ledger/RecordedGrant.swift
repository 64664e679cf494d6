package import Model

/// A grant that a trusted ledger holds.
///
/// Only this room makes one, out of a `TrustedLedger`, so whoever takes it (a connector, which gives
/// access) can be handed nothing that was never decided, signed and recorded.
@dynamicMemberLookup
package struct RecordedGrant: Hashable, Sendable {
  /// The record.
  package let grant: Grant

  init(_ grant: Grant) { self.grant = grant }

  /// The grant's own properties.
  package subscript<Value>(dynamicMember path: KeyPath<Grant, Value>) -> Value {
    grant[keyPath: path]
  }
}
