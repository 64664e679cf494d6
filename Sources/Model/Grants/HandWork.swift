/// What people do by hand on a target.
package enum HandWork: Hashable, Sendable {
  /// Access is to be given.
  case give
  /// Access is to be taken away.
  case take

  /// What a sign-off says once it is done.
  package var done: HandConfirmation.Deed { self == .give ? .given : .taken }
}
