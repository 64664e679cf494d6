internal import Connectors
internal import Decisions
internal import Intake
internal import Ledger
package import Model

/// Asks targets what access is really there, and holds it against the ledger.
package struct AccessSurvey {
  let outlook: LedgerOutlook
  let targets: Targets

  /// Asks what `allowed` lets this process ask.
  package init(_ outlook: LedgerOutlook, allowed: Set<String>) {
    self.outlook = outlook
    targets = Targets(
      allowed: allowed, repository: outlook.workspace.repository, now: outlook.now, key: nil,
      outside: outlook.workspace.outside)
  }

  /// What the targets of every system that can be asked say.
  package func report() async throws(ProcessingError) -> DiscoveryReport {
    let policy: Policy
    do throws(IntakeError) {
      policy = try outlook.workspace.policies.faultless(tree: outlook.ledger.cursor.policy).policy
    } catch {
      throw ProcessingError(error)
    }
    var found: [FoundAccess] = []
    var asked: [SystemID] = []
    var unanswered: [(system: SystemID, why: String)] = []
    var unlisted: [SystemID] = []
    for system in policy.systems.values.sorted(by: { $0.id < $1.id }) {
      guard system.connector.lists else {
        unlisted.append(system.id)
        continue
      }
      switch await targets.list(system.connector) {
      case .failure(let trouble): unanswered.append((system.id, "\(trouble)"))
      case .success(let access):
        asked.append(system.id)
        found += access.map { $0.found(on: system.id) }
      }
    }
    return DiscoveryReport(
      findings: try discrepancies(in: found, of: Set(asked), under: policy), asked: asked,
      unanswered: unanswered, unlisted: unlisted)
  }

  /// What is on `system` that nothing explains, of `subjects` alone where some are named.
  ///
  /// - Throws: `.negative` where there is no such access.
  func standing(
    on system: TargetSystem, of subjects: [String], under policy: Policy
  ) async throws(ProcessingError) -> [StandingAccess.Item] {
    let found: [FoundAccess]
    switch await targets.list(system.connector) {
    case .failure(let trouble):
      throw ProcessingError(.unavailable, "The connector \(trouble).")
    case .success(let access): found = access.map { $0.found(on: system.id) }
    }
    let items = try discrepancies(in: found, of: [system.id], under: policy)
      .filter { [.standing, .leftover].contains($0.kind) }
      .filter { subjects.isEmpty || subjects.contains($0.subject) }
      .map { StandingAccess.Item(subject: $0.subject, target: $0.target) }
    guard !items.isEmpty else {
      throw ProcessingError(
        .negative,
        "There is no standing access to \(system.id)\(subjects.isEmpty ? "" : " of such a subject")."
      )
    }
    return items
  }

  private func discrepancies(
    in found: [FoundAccess], of systems: Set<SystemID>, under policy: Policy
  ) throws(ProcessingError) -> [AccessFinding] {
    Decisions.discrepancies(
      in: found, of: systems, live: outlook.session.live, adopted: try outlook.adopted(),
      under: policy, at: outlook.now)
  }
}

extension TargetAccess {
  /// The same as access to `system`.
  func found(on system: SystemID) -> FoundAccess {
    FoundAccess(system: system, subject: subject, target: target, grant: grant)
  }
}

extension ReviewDesk {
  /// Writes down the standing access to `system`, for `owner` to answer for until `reviewBy`.
  ///
  /// - Parameters:
  ///   - subjects: Whose access, as the target names them; without, everybody's.
  ///   - allowed: What this process may ask.
  package func standing(
    on system: SystemID, of subjects: [String], owner: IdentityID, reviewBy: Instant,
    reason: String, name: String?, allowed: Set<String>
  ) async throws(ProcessingError) -> ReviewDraftReport {
    let policy = try outlook.policy()
    guard let target = policy.systems[system] else { throw policy.unknown(system, nil) }
    guard target.connector.lists else {
      throw ProcessingError(
        .wrongUsage, "Nothing lists who has access to \(system), so there is nothing to adopt.")
    }
    let standing = try await AccessSurvey(outlook, allowed: allowed).standing(
      on: target, of: subjects, under: policy)
    let file = ReviewFile(
      name: name ?? "\(system)-standing-\(day)",
      yaml: ReviewText.standing(
        standing, on: system, owner: owner, reviewBy: reviewBy, reason: reason),
      subject: "the standing access to \(system)", step: nil,
      lastStep: "Then open a pull request; the signed merge of \(owner) is what counts.")
    return try file.write(outlook)
  }
}

extension Targets {
  /// Whether the program that `words` start keeps to the connector protocol.
  package static func conformance(
    of words: [String], subject: IdentityID, target: String, at now: Instant, _ outside: Outside
  ) async throws(ProcessingError) -> ConformanceReport {
    var words = words
    // Connectors stand in no folder of the repository's.
    if let program = words.first, program.contains("/") {
      words[0] = try outside.files.resolved(program)
    }
    let checks = await ExecConformance(
      connection(running: words, by: outside.targets), subject: subject, target: target,
      window: Window(start: now, end: now.advanced(by: .seconds(3600)))
    ).run()
    return ConformanceReport(
      checks: checks.map { ConformanceReport.Check(name: $0.name, fault: $0.fault) })
  }
}
