internal import Git

/// Starts what every command that opens a repository needs, while the command line is being read.
package enum LibraryStart {
  /// Begins on a thread of its own.
  package static func begin() { Repository.startEarly() }

  /// Waits until it is done: the process must not end before.
  package static func finish() { Repository.finishStart() }
}
