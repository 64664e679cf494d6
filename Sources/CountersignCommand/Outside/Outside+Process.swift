internal import Connectors
internal import Git
internal import Model
internal import Processing
internal import Reports

extension Outside {
  /// The world as this process has it.
  static let ofThisProcess = Outside(
    note: { Output.note("\($0)\n") }, credentials: { Surroundings.credentials(for: $0) },
    files: .ofThisProcess, run: { start throws(Failure) in try await OutsideProgram(start).run() },
    targets: TargetPrograms(
      prefix: TargetProgram.prefix, variable: { TargetProgram.variable($0) },
      run: TargetProgram.run, ask: { await TargetProgram.run($0, input: $1) }),
    tickets: TicketSources(
      program: { await TicketProgram(words: $0).answers(about: $1) },
      page: { page, tickets in
        await TicketWebClient(page: page, token: page.token.flatMap(TicketWebClient.token))
          .answers(about: tickets)
      }))
}

extension FileAccess {
  /// The files that this process may read and write.
  static let ofThisProcess = FileAccess(
    readOwn: { place, limit throws(Failure) in
      try Files.readOwn(below: place.root, in: place.folders, name: place.name, limit: limit)
    },
    replace: { bytes, place, writing throws(Failure) in
      try Files.replace(
        bytes, below: place.root, in: place.folders, name: place.name, mode: writing.mode,
        isDurable: writing.isDurable)
    },
    remove: { place throws(Failure) in
      try Files.remove(below: place.root, in: place.folders, name: place.name)
    }, read: { path throws(Failure) in try Files.read(path) }, isTaken: { Files.isTaken($0) },
    size: { Files.size(of: $0) }, names: { Files.names(in: $0) })
}

extension Surroundings {
  /// What this process may show to `server`.
  fileprivate static func credentials(for server: Outside.Server) -> Credentials {
    let token =
      switch server {
      case .remote: "COUNTERSIGN_TOKEN"
      case .witness: "COUNTERSIGN_WITNESS_TOKEN"
      case .cluster: "COUNTERSIGN_KUBERNETES_TOKEN"
      }
    return Credentials(
      token: variable(token), hasAgent: variable("SSH_AUTH_SOCK") != nil, home: variable("HOME"))
  }
}

extension Workspace {
  /// Opens the repository at `path`, as this process reaches it, and reads the anchor's settings in it.
  ///
  /// - Throws: With status 77 for a shallow clone, or an anchor that is not there or has no settings.
  init(opening path: String, anchor: ObjectID) throws(Failure) {
    try self.init(opening: path, anchor: anchor, outside: .ofThisProcess)
  }

  /// Opens the repository at `path`, for those that need no anchor.
  ///
  /// - Throws: With status 77 for a shallow clone.
  static func repository(at path: String) throws(Failure) -> Repository {
    try repository(at: path, outside: .ofThisProcess)
  }

  /// Opens the repository at `path`, a shallow clone too, for those that decide nothing about access.
  static func anyRepository(at path: String) throws(Failure) -> Repository {
    try anyRepository(at: path, outside: .ofThisProcess)
  }
}
