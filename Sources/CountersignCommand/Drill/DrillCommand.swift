internal import ArgumentParser
internal import Connectors
internal import Ledger
internal import Model
internal import Processing
internal import Reports
internal import Signatures

/// `countersign drill`: give a test identity access for a moment, and measure how fast it is taken away.
struct DrillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill",
    abstract: "Give a test identity access for a moment, and measure how fast it is taken away.",
    discussion: """
      Uses the connector of the system's file: gives the access, looks whether it is there, takes it away, \
      looks whether it is gone, and says how long that took. The access is real for a moment. Nobody is \
      drilled with who holds a grant, and nothing is touched that is there already. For SSH certificates \
      one is made in memory, and the list of what is revoked with it.
      The ledger is read and not written to: keep what --log appends, a line of JSON for each drill, where \
      your records are.

      EXAMPLES
        countersign drill directory/read --subject drill --allow-connector /usr/local/bin/directory-connector
        countersign drill web-host/shell --ssh-ca-key ca --log drills.jsonl

      EXIT STATUS
        0 given, and gone again   1 the identity has access already   64 wrong usage, or nothing to drill
        69 the target failed: its access may still be there   77 the ledger cannot be trusted
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var connectors: ConnectorOption

  @Option(
    help: ArgumentHelp(
      "The test identity; without it the workload `drill`, where the policy has one.",
      valueName: "id"))
  var subject: IdentityID?

  @Option(
    help: ArgumentHelp(
      "The private key of an SSH certificate authority that policy names; repeatable. Also COUNTERSIGN_SSH_CA_KEY, or an ssh-agent that has it.",
      valueName: "file"))
  var sshCaKey: [String] = []

  @Option(
    help: ArgumentHelp("Append the outcome to this file, as one line of JSON.", valueName: "file"))
  var log: String?

  @Argument(
    help: ArgumentHelp("What to give, such as directory/read.", valueName: "system/entitlement"))
  var name: EntitlementName

  /// The workload that is drilled with where nobody says.
  private static let usualSubject = IdentityID("drill")
  /// Within which the access ends by itself where the target knows of ends.
  private static let window = Duration.seconds(600)

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = surroundings.now
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: now)
    let policy = try view.policy()
    guard let (system, _) = policy.entitlement(name) else {
      throw policy.unknown(name.system, name.entitlement)
    }
    let subject = try subject(in: policy)
    let terms = try terms(of: system, for: subject, under: policy, at: now)
    var random = SystemRandomNumberGenerator()
    let id = GrantID(
      digest: (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    let grant = try inLedger { () throws(LedgerError) in
      try view.ledger.grantForDrill(
        id, of: subject, on: name, window: Window(start: now, end: now.advanced(by: Self.window)),
        certificate: terms, connector: terms == nil ? system.connector.kind : nil)
    }
    guard let grant else {
      throw Failure(
        .negative, "\(subject) holds a grant, and a drill must not touch what somebody was given.",
        hint: "Give a test identity: --subject <id>.")
    }
    let outcome =
      terms == nil
      ? try await targetDrill(
        of: grant, on: system, under: policy,
        by: Targets(
          allowed: connectors.allowed, repository: workspace.repository, now: now,
          key: try PrivateKeyFile.processor(nil), outside: .ofThisProcess)
      ).run()
      : try certificateDrill(of: grant).run()
    let report = DrillReport(
      at: now, entitlement: name, subject: subject, connector: system.connector.kind,
      steps: outcome.steps, revocation: outcome.revocation)
    try Output.answer(report, as: format.format, surroundings, at: now)
    if let log { try Files.append(Array(report.line.utf8), to: log) }
    if !report.isOK { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }

  private func subject(in policy: Policy) throws(Failure) -> IdentityID {
    if let subject { return subject }
    guard let usual = Self.usualSubject, policy.workloads[usual] != nil else {
      throw Failure(
        .wrongUsage, "Whom to drill with? The policy has no workload called `drill`.",
        hint: "Give a test identity: --subject <id>.")
    }
    return usual
  }

  /// What the drill's certificate is to say; nil where a target is acted on.
  ///
  /// - Throws: With status 64 where there is nothing to drill.
  private func terms(
    of system: TargetSystem, for subject: IdentityID, under policy: Policy, at now: Instant
  ) throws(Failure) -> CertificateTerms? {
    switch system.connector {
    case .sshCertificate(let authority):
      guard let login = authority.logins[name.entitlement] else {
        throw policy.unknown(name.system, name.entitlement)
      }
      let keys = (policy.people[subject]?.keys ?? policy.workloads[subject]?.keys ?? [])
        .compactMap { key -> [UInt8]? in
          guard key.isUsable(at: now), case .ssh(let wire) = key.material else { return nil }
          return wire
        }
      guard !keys.isEmpty else {
        throw Failure(
          .wrongUsage, "\(subject) has no SSH key that could be certified.",
          hint: "Give an identity that has one: --subject <id>.")
      }
      return CertificateTerms(
        authority: authority.key, keys: keys, content: .login(login.naming(subject)))
    case .x509Certificate:
      throw Failure(
        .wrongUsage,
        "There is nothing to drill: an X.509 certificate is made for a key that a signed request brings."
      )
    case let connector where connector.lists: return nil
    case let connector:
      throw Failure(
        .wrongUsage,
        connector.manual == nil
          ? "There is nothing to drill: whoever enforces \(name) reads the ledger."
          : "There is nothing to drill: people give \(name) and take it away, and say when.")
    }
  }

  private func targetDrill(
    of grant: RecordedGrant, on system: TargetSystem, under policy: Policy, by targets: Targets
  ) throws(Failure) -> TargetDrill {
    let found: (any TargetConnection)?
    do throws(TargetTrouble) {
      found = try targets.connection(to: system.connector)
    } catch {
      throw Failure(
        .unavailable, "The connector \(error). Nothing was given.",
        hint: "Let it: --allow-connector <name>, or COUNTERSIGN_ALLOW_CONNECTOR.")
    }
    guard let connection = found, let target = system.connector.targets[name.entitlement] else {
      throw Failure(.wrongUsage, "There is nothing to drill: \(name) is on no target.")
    }
    return TargetDrill(
      connection: connection, grant: grant, emails: policy.people[grant.subject]?.emails ?? [],
      target: target)
  }

  private func certificateDrill(of grant: RecordedGrant) throws(Failure) -> CertificateDrill {
    var desk = CertificateDesk(
      keys: try PrivateKeyFile.sshAuthorities(sshCaKey),
      agent: Surroundings.variable("SSH_AUTH_SOCK").map { SSHAgent(path: $0) }, x509Keys: [])
    let wanted = Set([grant.grant.certificate?.authority].compactMap(\.self))
    guard desk.available(wanted) == wanted else {
      throw desk.failure(waiting: wanted) ?? Failure(.bug, "Nobody signs, and nobody says why.")
    }
    return CertificateDrill(desk: desk, grant: grant)
  }
}
