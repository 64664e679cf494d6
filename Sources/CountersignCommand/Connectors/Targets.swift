internal import Connectors
internal import Git
internal import Model
internal import Signatures

/// How this process reaches the targets of connectors: those that the runner's owner agreed to.
///
/// Whoever may change policy could else choose what is started on the machine that has the processor's key,
/// and whom its credentials are shown to.
struct Targets {
  /// Programs by name or absolute path and addresses, as the owner of the runner names them.
  let allowed: Set<String>
  /// The access repository, which keeps what is fetched of targets that are branches.
  let repository: Repository
  /// Dates the commits on such branches.
  let now: Instant
  /// Signs them; without it nothing can be written there.
  let key: SSHPrivateKey?

  /// Of the environment a connector gets how to find things, and the variables that are named for
  /// connectors, without what marks them: `COUNTERSIGN_CONNECTOR_AWS_PROFILE` is `AWS_PROFILE` to it.
  private static let prefix = "COUNTERSIGN_CONNECTOR_"
  private static let passedOn = [
    "PATH", "HOME", "LANG", "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]
  /// Until when each answer must be there.
  private static let timeLimit = Duration.seconds(30)
  /// Bytes of an answer; a list of a hundred thousand people fits.
  private static let outputLimit = 16 << 20

  /// How to ask the target of `connector`.
  ///
  /// - Returns: Nil where it acts on no target.
  /// - Throws: Where this runner may not.
  func connection(to connector: Connector) throws(TargetTrouble) -> (any TargetConnection)? {
    switch connector {
    case .ledger, .sshCertificate: return nil
    case .kubernetes(let connector):
      guard allowed.contains(connector.repository) else {
        throw .notAllowed("the repository \(connector.repository)")
      }
      return ManifestBranch(connector, from: repository, at: now, key: key)
    case .exec(let connector):
      let name = connector.command.first ?? ""
      guard allowed.contains(name) else { throw .notAllowed("the program \(name)") }
      return Self.connection(running: connector.command)
    }
  }

  /// All access that is really there to what the system of `connector` gives; none where it acts on no target.
  func list(_ connector: Connector) async -> Result<[TargetAccess], TargetTrouble> {
    do throws(TargetTrouble) {
      guard let connection = try connection(to: connector) else { return .success([]) }
      return await connection.list(connector.targets.values.sorted())
    } catch {
      return .failure(error)
    }
  }

  /// How to speak to the program that `words` start.
  static func connection(running words: [String]) -> ExecConnection {
    var environment = Surroundings.variables(passedOn, prefixed: prefix)
    for (name, value) in environment where name.hasPrefix(prefix) {
      environment[name] = nil
      environment[String(name.dropFirst(prefix.utf8.count))] = value
    }
    let program = BoundedProgram(
      words: words, environment: environment, timeLimit: timeLimit, outputLimit: outputLimit)
    return ExecConnection(pause: { await Pause.beforeRetry($0) }) { input in
      switch await program.run(input: input) {
      case .failure(let trouble): .failure(.program("\(trouble)"))
      case .success(let end) where !end.succeeded:
        .failure(.program("ended with status \(end.status)"))
      case .success(let end): .success(end.output)
      }
    }
  }
}
