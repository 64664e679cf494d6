/// What a command's exit status says (DESIGN section 9); scripts rely on the numbers.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// The answer is no, or somebody must act.
  case negative = 1
  case wrongUsage = 64
  /// A document cannot be read.
  case unreadableDocument = 65
  /// Something outside is unreachable or did not confirm.
  case unavailable = 69
  case bug = 70
  /// The repository cannot be read or written.
  case repositoryFailure = 74
  /// The race was lost too often: try again.
  case tryAgain = 75
  /// Trust cannot be established.
  case untrusted = 77
}
