internal import Git

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
  /// What may be shown to a server that asks who is there.
  package struct Shown: Sendable {
    let token: String?
    let hasAgent: Bool
    let home: String?

    /// - Parameters:
    ///   - token: For https, given as the password.
    ///   - hasAgent: Whether an ssh agent may be asked.
    ///   - home: The home folder, whose `.ssh` has the default keys.
    package init(token: String?, hasAgent: Bool, home: String?) {
      self.token = token
      self.hasAgent = hasAgent
      self.home = home
    }
  }

  /// Tells this program from every other, earlier and later ones too: what one keeps for itself, no other reads.
  let program: String
  private let shown: @Sendable (Server) -> Shown
  package let files: FileAccess
  /// Starts a program of the user's that may ask them something.
  package let run: ProgramRunner
  package let targets: TargetPrograms
  package let tickets: TicketSources

  /// - Parameters:
  ///   - program: What tells this program from every other.
  ///   - note: Tells a person something beside the answer.
  ///   - credentials: What may be shown to a server.
  ///   - run: Starts a program of the user's.
  package init(
    program: String, note: @escaping @Sendable (String) -> Void,
    credentials: @escaping @Sendable (Server) -> Shown, files: FileAccess,
    run: @escaping ProgramRunner, targets: TargetPrograms, tickets: TicketSources
  ) {
    self.program = program
    self.note = note
    shown = credentials
    self.files = files
    self.run = run
    self.targets = targets
    self.tickets = tickets
  }

  /// What may be shown to `server`.
  func credentials(_ server: Server) -> Credentials {
    let shown = shown(server)
    return Credentials(token: shown.token, hasAgent: shown.hasAgent, home: shown.home)
  }
}
