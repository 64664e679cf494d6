package import Git

/// What the work is given of the world outside: whoever starts it makes this, and nothing in here asks for more.
package struct Outside: Sendable {
  /// A server that is shown credentials, each its own.
  package enum Server: Sendable {
    /// The one that has mainline and ledger.
    case remote
    case witness
    /// One that has the branch which a cluster follows.
    case cluster
  }

  /// Tells a person something beside the answer, in one line.
  package let note: @Sendable (String) -> Void
  /// What may be shown to a server.
  package let credentials: @Sendable (Server) -> Credentials
  package let files: FileAccess
  /// Starts a program of the user's that may ask them something.
  package let run: ProgramRunner
  package let targets: TargetPrograms
  package let tickets: TicketSources

  package init(
    note: @escaping @Sendable (String) -> Void,
    credentials: @escaping @Sendable (Server) -> Credentials, files: FileAccess,
    run: @escaping ProgramRunner, targets: TargetPrograms, tickets: TicketSources
  ) {
    self.note = note
    self.credentials = credentials
    self.files = files
    self.run = run
    self.targets = targets
    self.tickets = tickets
  }
}
