/// What people do by hand on a target.
package enum HandWork: Hashable, Sendable {
  /// Access is to be given.
  case give
  /// Access is to be taken away.
  case take

  /// What a sign-off says once it is done.
  package var done: HandConfirmation.Deed { self == .give ? .given : .taken }
}

extension Grant {
  /// Whether a person may sign that `deed` was done for it: what waits to be done by hand, or that access is gone
  /// which its target cannot be asked about any more, or cannot tell.
  package func takes(_ deed: HandConfirmation.Deed) -> Bool {
    handWork?.done == deed || deed == .taken && isUnconfirmed && state.isEnding
  }
}
