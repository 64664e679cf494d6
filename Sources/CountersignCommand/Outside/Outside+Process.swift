internal import Model
internal import Processing
internal import Reports

extension Outside {
  /// The world as this process has it.
  static let ofThisProcess = Outside(
    program: Countersign.identity, note: { Output.note("\($0)\n") },
    credentials: { Surroundings.credentials(for: $0) },
    files: .ofThisProcess, run: { start throws(Failure) in try await OutsideProgram(start).run() },
    targets: TargetPrograms(
      prefix: TargetProgram.prefix, variable: { TargetProgram.variable($0) },
      start: { await TargetProgram.run($0, $1, input: $2, keepsErrors: $3) }),
    tickets: TicketSources(
      ask: { words, input in
        let variables = Surroundings.variables(ticketVariables, prefixed: TicketToken.prefix)
        return await BoundedProgram(words: words, environment: variables).run(input: input)
      },
      get: { url, headers in
        await WebExchange(url: url, headers: headers.map { ($0, $1) }).send()
          .map { TicketSources.Page(status: $0.status, body: $0.body) }
          .mapError { TicketSources.Trouble(message: "\($0)") }
      }, secret: { Surroundings.variable($0) }))

  /// What a ticket program gets of the environment beside its own variables: how to find things.
  ///
  /// The processor's key and the tokens for git may stand in the same environment and are not passed on.
  private static let ticketVariables = [
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "http_proxy", "https_proxy", "HTTPS_PROXY",
    "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]
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
    size: { Files.size(of: $0) }, names: { Files.names(in: $0) },
    create: { bytes, place throws(Failure) in
      try Files.create(bytes, below: place.root, in: place.folders, name: place.name)
    }, write: { bytes, path throws(Failure) in try Files.write(bytes, to: path) },
    makeExecutable: { path throws(Failure) in try Files.makeExecutable(path) },
    makeFolder: { path throws(Failure) in try Files.makeFolder(of: path) },
    mode: { Files.mode(of: $0) },
    resolved: { path throws(Failure) in try Files.resolved(path) },
    currentFolder: { Files.currentFolder.map { "\($0)/" } })
}

extension Surroundings {
  /// What this process may show to `server`.
  fileprivate static func credentials(for server: Outside.Server) -> Outside.Shown {
    let token =
      switch server {
      case .remote: "COUNTERSIGN_TOKEN"
      case .witness: "COUNTERSIGN_WITNESS_TOKEN"
      case .cluster: "COUNTERSIGN_KUBERNETES_TOKEN"
      }
    return Outside.Shown(
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
}
