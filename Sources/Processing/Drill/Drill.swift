internal import Connectors
internal import Ledger
package import Model
internal import Signatures

/// Gives a test identity access for a moment, and measures how fast it is taken away.
package struct Drill {
  private let outlook: LedgerOutlook
  private let name: EntitlementName
  private let subject: IdentityID?
  private let allowed: Set<String>
  private let key: GivenKey?
  private let certificates: CertificateDesk

  /// - Parameters:
  ///   - outlook: The ledger, which is read and not written to.
  ///   - name: What is given.
  ///   - subject: The test identity; without it the workload `drill`, where the policy has one.
  ///   - allowed: What this process may ask.
  ///   - key: The processor's key, which signs what is written to a branch.
  ///   - certificates: Who signs for certificate authorities.
  package init(
    _ outlook: LedgerOutlook, of name: EntitlementName, subject: IdentityID?,
    allowed: Set<String>, key: GivenKey?, certificates: CertificateDesk
  ) {
    self.outlook = outlook
    self.name = name
    self.subject = subject
    self.allowed = allowed
    self.key = key
    self.certificates = certificates
  }

  /// The workload that is drilled with where nobody says.
  private static let usualSubject = IdentityID("drill")
  /// Within which the access ends by itself where the target knows of ends.
  private static let window = Duration.seconds(600)

  /// Does it.
  ///
  /// - Parameters:
  ///   - now: The clock's time: a drill takes place now, whatever the ledger says.
  ///   - id: What the access is marked with: 16 bytes that nobody can foresee.
  package func run(at now: Instant, id: GrantID) async throws(ProcessingError) -> DrillReport {
    let workspace = outlook.workspace
    let policy = try outlook.policy()
    guard let (system, _) = policy.entitlement(name) else {
      throw policy.unknown(name.system, name.entitlement)
    }
    let subject = try subject(in: policy)
    let terms = try terms(of: system, for: subject, under: policy, at: now)
    let grant = try inLedger { () throws(LedgerError) in
      try outlook.ledger.grantForDrill(
        id, of: subject, on: name, window: Window(start: now, end: now.advanced(by: Self.window)),
        certificate: terms, connector: terms == nil ? system.connector.kind : nil)
    }
    guard let grant else {
      throw ProcessingError(
        .negative, "\(subject) holds a grant, and a drill must not touch what somebody was given.",
        hint: "Give a test identity: \(OptionName.subject) <id>.")
    }
    let outcome: TargetDrill.Outcome
    if terms == nil {
      let targets = Targets(
        allowed: allowed, repository: workspace.repository, now: now,
        key: try key?.sshKey(called: GivenKey.processor), outside: workspace.outside)
      outcome = try await targetDrill(of: grant, on: system, under: policy, by: targets).run()
    } else {
      outcome = try certificateDrill(of: grant).run()
    }
    return DrillReport(
      at: now, entitlement: name, subject: subject, connector: system.connector.kind,
      steps: outcome.steps, revocation: outcome.revocation)
  }

  private func subject(in policy: Policy) throws(ProcessingError) -> IdentityID {
    if let subject { return subject }
    guard let usual = Self.usualSubject, policy.workloads[usual] != nil else {
      throw ProcessingError(
        .wrongUsage, "Whom to drill with? The policy has no workload called `drill`.",
        hint: "Give a test identity: \(OptionName.subject) <id>.")
    }
    return usual
  }

  /// What the drill's certificate is to say; nil where a target is acted on.
  ///
  /// - Throws: `.wrongUsage` where there is nothing to drill.
  private func terms(
    of system: TargetSystem, for subject: IdentityID, under policy: Policy, at now: Instant
  ) throws(ProcessingError) -> CertificateTerms? {
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
        throw ProcessingError(
          .wrongUsage, "\(subject) has no SSH key that could be certified.",
          hint: "Give an identity that has one: \(OptionName.subject) <id>.")
      }
      return CertificateTerms(
        authority: authority.key, keys: keys, content: .login(login.naming(subject)))
    case .x509Certificate:
      throw ProcessingError(
        .wrongUsage,
        "There is nothing to drill: an X.509 certificate is made for a key that a signed request brings."
      )
    case let connector where connector.lists: return nil
    case let connector:
      throw ProcessingError(
        .wrongUsage,
        connector.manual == nil
          ? "There is nothing to drill: whoever enforces \(name) reads the ledger."
          : "There is nothing to drill: people give \(name) and take it away, and say when.")
    }
  }

  private func targetDrill(
    of grant: RecordedGrant, on system: TargetSystem, under policy: Policy, by targets: Targets
  ) throws(ProcessingError) -> TargetDrill {
    let found: (any TargetConnection)?
    do throws(TargetTrouble) {
      found = try targets.connection(to: system.connector)
    } catch {
      throw ProcessingError(
        .unavailable, "The connector \(error). Nothing was given.",
        hint: TargetTrouble.mend(of: [error]))
    }
    guard let connection = found, let target = system.connector.targets[name.entitlement] else {
      throw ProcessingError(.wrongUsage, "There is nothing to drill: \(name) is on no target.")
    }
    return TargetDrill(
      connection: connection, grant: grant, emails: policy.people[grant.subject]?.emails ?? [],
      target: target)
  }

  private func certificateDrill(
    of grant: RecordedGrant
  ) throws(ProcessingError) -> CertificateDrill {
    var desk = certificates
    let wanted = Set([grant.grant.certificate?.authority].compactMap(\.self))
    guard desk.available(wanted) == wanted else {
      throw desk.failure(waiting: wanted)
        ?? ProcessingError(.bug, "Nobody signs, and nobody says why.")
    }
    return CertificateDrill(desk: desk, grant: grant)
  }
}
