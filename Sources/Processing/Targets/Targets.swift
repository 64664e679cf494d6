package import Connectors
package import Git
package import Model
package import Signatures

/// How this process reaches the targets of connectors: those that the runner's owner agreed to.
///
/// Whoever may change policy could else choose what is started on the machine that has the processor's key,
/// and whom its credentials are shown to.
package struct Targets {
  /// Programs by name or absolute path and addresses, as the owner of the runner names them.
  let allowed: Set<String>
  /// The access repository, which keeps what is fetched of targets that are branches.
  let repository: Repository
  /// Dates the commits on such branches.
  let now: Instant
  /// Signs them; without it nothing can be written there.
  let key: SSHPrivateKey?
  let outside: Outside

  package init(
    allowed: Set<String>, repository: Repository, now: Instant, key: SSHPrivateKey?,
    outside: Outside
  ) {
    self.allowed = allowed
    self.repository = repository
    self.now = now
    self.key = key
    self.outside = outside
  }

  /// How to ask the target of `connector`.
  ///
  /// - Returns: Nil where it acts on no target.
  /// - Throws: Where this runner may not.
  package func connection(to connector: Connector) throws(TargetTrouble) -> (any TargetConnection)?
  {
    switch connector {
    case .ledger, .sshCertificate, .x509Certificate, .manual: return nil
    case .kubernetes(let connector):
      guard allowed.contains(connector.repository) else {
        throw .notAllowed("the repository \(connector.repository)", name: connector.repository)
      }
      if let program = connector.status?.first, !allowed.contains(program) {
        throw .notAllowed("the program \(program)", name: program)
      }
      return ManifestBranch(
        connector, from: repository, at: now, key: key, outside.credentials(.cluster),
        by: outside.targets)
    case .exec(let connector):
      let name = connector.command.first ?? ""
      guard allowed.contains(name) else { throw .notAllowed("the program \(name)", name: name) }
      return Self.connection(running: connector.command, by: outside.targets)
    case .postgresql(let connector): return try Self.connection(to: connector, by: outside.targets)
    case .ldap(let connector):
      let address = connector.address.text
      guard allowed.contains(address) else {
        throw .notAllowed("the directory \(address)", name: address)
      }
      return try Self.connection(to: connector, by: outside.targets)
    case .scim(let connector):
      let address = connector.address.text
      guard allowed.contains(address) else {
        throw .notAllowed("the service \(address)", name: address)
      }
      return try connection(to: connector)
    }
  }

  /// All access that is really there to what the system of `connector` gives; none where it acts on no target.
  package func list(_ connector: Connector) async -> Result<[TargetAccess], TargetTrouble> {
    await question(to: connector).answer()
  }

  /// The question what is really there; the answer can be waited for in another task.
  func question(to connector: Connector) -> TargetQuestion {
    do throws(TargetTrouble) {
      return TargetQuestion(
        connector: connector, connection: .success(try connection(to: connector)))
    } catch {
      return TargetQuestion(connector: connector, connection: .failure(error))
    }
  }

  /// The question when `secret` of `system` was last rotated.
  func rotation(of secret: SystemSecret, on system: SystemID) -> RotationQuestion {
    let name = secret.rotatedBy?.first ?? ""
    return RotationQuestion(
      secret: secret, system: system, isAllowed: allowed.contains(name), now: now,
      programs: outside.targets)
  }

  /// How to speak to the program that `words` start.
  package static func connection(
    running words: [String], by programs: TargetPrograms
  ) -> ExecConnection {
    ExecConnection(pause: { await Pause.beforeRetry($0) }) { input in
      await answer(of: words, to: input, by: programs)
    }
  }

  /// What the program that `words` start answers to `input`.
  static func answer(
    of words: [String], to input: [UInt8], by programs: TargetPrograms
  ) async -> Result<[UInt8], TargetTrouble> {
    switch await programs.ask(words, input) {
    case .failure(let trouble): .failure(trouble)
    case .success(let end) where !end.succeeded:
      .failure(.program("ended with status \(end.status)"))
    case .success(let end): .success(end.output)
    }
  }

  /// How to ask the server that the runner's own list of services has.
  private static func connection(
    to connector: PostgresConnector, by programs: TargetPrograms
  ) throws(TargetTrouble) -> PostgresConnection {
    // Any other list that libpq would look into was not written for this.
    guard programs.variable("PGSERVICEFILE") != nil else {
      throw .program(
        "needs the service \(connector.service), and \(programs.prefix)PGSERVICEFILE does not say "
          + "where this runner's services are")
    }
    return PostgresConnection(
      to: connector, pause: { await Pause.beforeRetry($0) }, run: programs.run)
  }

  /// How to ask the service for which the runner's own list has a token: none is ever shown to another.
  private func connection(to connector: SCIMConnector) throws(TargetTrouble) -> SCIMConnection {
    let programs = outside.targets
    let variable = "SCIM_TOKENS_FILE"
    guard let path = programs.variable(variable) else {
      throw .program(
        "needs a token for \(connector.address.text), and \(programs.prefix)\(variable) does not say where "
          + "this runner's tokens are")
    }
    let bytes: [UInt8]?
    do throws(ProcessingError) {
      bytes = try outside.files.read(path)
    } catch {
      throw .program(
        "cannot read its tokens: \(error.message ?? "no file that this runner may read")")
    }
    guard let bytes else { throw .program("finds no file \(path) with its tokens") }
    return SCIMConnection(
      to: connector, by: try SCIMTokens(parsing: bytes).token(for: connector.address),
      pause: { await Pause.beforeRetry($0) }, run: programs.run)
  }

  private static func connection(
    to connector: LDAPConnector, by programs: TargetPrograms
  ) throws(TargetTrouble) -> LDAPConnection {
    let name = programs.variable("LDAP_BIND_DN")
    let file = programs.variable("LDAP_PASSWORD_FILE")
    switch (name, file) {
    case (let name?, let file?):
      return LDAPConnection(
        to: connector, as: .password(name: name, file: file), run: programs.run)
    case (nil, nil):
      return LDAPConnection(to: connector, as: .connection, run: programs.run)
    default:
      throw .program(
        "needs both \(programs.prefix)LDAP_BIND_DN and \(programs.prefix)LDAP_PASSWORD_FILE, "
          + "or neither")
    }
  }
}
