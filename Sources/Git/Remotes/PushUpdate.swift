package import Model

/// One reference of a remote that a push shall move.
package struct PushUpdate: Hashable, Sendable {
  /// The full name of the reference on the remote.
  package let reference: String
  /// The commit it shall be at.
  package let local: ObjectID
  /// The commit it must be at now; nil when it must not exist.
  package let expected: ObjectID?

  /// Moves `reference` from `expected` to `local`.
  package init(reference: String, local: ObjectID, expected: ObjectID?) {
    self.reference = reference
    self.local = local
    self.expected = expected
  }
}
