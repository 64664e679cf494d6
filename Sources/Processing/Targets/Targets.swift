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

  /// How to speak to the program that `words` start.
  package static func connection(
    running words: [String], by programs: TargetPrograms
  ) -> ExecConnection {
    ExecConnection(pause: { await Pause.beforeRetry($0) }) { input in
      switch await programs.ask(words, input) {
      case .failure(let trouble): .failure(trouble)
      case .success(let end) where !end.succeeded:
        .failure(.program("ended with status \(end.status)"))
      case .success(let end): .success(end.output)
      }
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

/// What is asked of the target of a connector: all access that is really there.
struct TargetQuestion: Sendable {
  let connector: Connector
  /// How to ask; nil where no target is acted on.
  let connection: Result<(any TargetConnection)?, TargetTrouble>

  /// The same, and what `orders` are about where it is there under another name: as theirs, under theirs.
  func answer(and orders: [AccessOrder]) async -> Result<[TargetAccess], TargetTrouble> {
    do throws(TargetTrouble) {
      let listed = try await answer().get()
      let unlisted = orders.filter { order in
        !listed.contains {
          $0.target == order.target
            && ($0.subject == order.grant.subject.text || $0.grant == "\(order.grant.id)")
        }
      }
      guard !unlisted.isEmpty, let connection = try connection.get() else {
        return .success(listed)
      }
      let seen = try await connection.look(for: unlisted).get()
      return .success(
        listed
          + unlisted.compactMap { order in
            guard case .there? = seen[order.grant.id] else { return nil }
            return TargetAccess(subject: order.grant.subject.text, target: order.target)
          })
    } catch {
      return .failure(error)
    }
  }

  /// Where the target names subjects, what somebody wrote beside them about a grant is left out.
  func answer() async -> Result<[TargetAccess], TargetTrouble> {
    do throws(TargetTrouble) {
      guard let connection = try connection.get() else { return .success([]) }
      let listed = await connection.list(connector.targets.values.sorted())
      guard connector.namesSubjects else { return listed }
      return listed.map { $0.map { TargetAccess(subject: $0.subject, target: $0.target) } }
    } catch {
      return .failure(error)
    }
  }
}
