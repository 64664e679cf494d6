internal import Connectors
internal import Decisions
internal import Intake
internal import Ledger
package import Model

/// Asks targets what access is really there, and holds it against the ledger.
package struct AccessSurvey {
  let workspace: Workspace
  let ledger: TrustedLedger
  /// The mainline's end, which says what is still adopted.
  let tip: ObjectID
  let now: Instant
  let targets: Targets

  /// Asks as a run does.
  init(
    _ ledger: TrustedLedger, at tip: ObjectID, _ targets: Targets, _ workspace: Workspace
  ) {
    (self.ledger, self.tip, self.targets, self.workspace) = (ledger, tip, targets, workspace)
    now = targets.now
  }

  /// Asks what `allowed` lets this process ask.
  package init(_ outlook: LedgerOutlook, allowed: Set<String>) {
    (workspace, ledger, tip) = (outlook.workspace, outlook.ledger, outlook.tip)
    now = outlook.now
    targets = Targets(
      allowed: allowed, repository: outlook.workspace.repository, now: outlook.now, key: nil,
      outside: outlook.workspace.outside)
  }

  /// What the targets of every system that can be asked say.
  package func report() async throws(ProcessingError) -> DiscoveryReport {
    let policy: Policy
    do throws(IntakeError) {
      policy = try workspace.policies.faultless(tree: ledger.cursor.policy).policy
    } catch {
      throw ProcessingError(error)
    }
    return try await report(under: policy)
  }

  /// What is on `system` that nothing explains, of `subjects` alone where some are named.
  ///
  /// - Throws: `.negative` where there is no such access.
  func standing(
    on system: TargetSystem, of subjects: [String], under policy: Policy
  ) async throws(ProcessingError) -> [StandingAccess.Item] {
    let found = try await report(under: policy, only: system.id)
    if let silent = found.unanswered.first {
      throw ProcessingError(.unavailable, "The connector \(silent.why).")
    }
    let items = found.findings.filter { [.standing, .leftover].contains($0.kind) }
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

  /// What all systems of `policy`, or `only` that one, have that the ledger does not explain, or should not have
  /// any more: each is asked by a connector of its own, and all at once.
  func report(
    under policy: Policy, only: SystemID? = nil
  ) async throws(ProcessingError) -> DiscoveryReport {
    let live = try inLedger { () throws(LedgerError) in try ledger.live() }
    let systems = policy.systems.values.filter { only == nil || $0.id == only }
      .sorted { $0.id < $1.id }
    let answers = await answers(of: systems.filter(\.connector.lists), live)
    var found: [SystemID: [TargetAccess]] = [:]
    var unanswered: [(system: SystemID, why: String)] = []
    for (id, answer) in answers.sorted(by: { $0.key < $1.key }) {
      switch answer {
      case .failure(let trouble): unanswered.append((id, "\(trouble)"))
      case .success(let access): found[id] = access
      }
    }
    return DiscoveryReport(
      findings: discrepancies(
        in: found, live: live.map(\.grant), adopted: try ledger.adopted(at: tip, workspace),
        under: policy, at: now),
      asked: found.keys.sorted(), unanswered: unanswered,
      unlisted: systems.filter { !$0.connector.lists }.map(\.id))
  }

  private func answers(
    of systems: [TargetSystem], _ live: [RecordedGrant]
  ) async -> [SystemID: Result<[TargetAccess], TargetTrouble>] {
    let questions = systems.map { system in
      (system.id, targets.question(to: system.connector), orders(on: system, live))
    }
    return await withTaskGroup(
      of: (SystemID, Result<[TargetAccess], TargetTrouble>).self
    ) { group in
      for (id, question, orders) in questions {
        group.addTask { (id, await question.answer(and: orders)) }
      }
      var answers: [SystemID: Result<[TargetAccess], TargetTrouble>] = [:]
      for await (id, answer) in group { answers[id] = answer }
      return answers
    }
  }

  /// What is looked for by what the target itself calls it: the live grants that `system`, as it is now, gives.
  private func orders(on system: TargetSystem, _ live: [RecordedGrant]) -> [AccessOrder] {
    live.compactMap { grant in
      guard grant.system == system.id, grant.target?.isLost == false,
        let target = system.connector.targets[grant.entitlement]
      else { return nil }
      return AccessOrder(.take, grant, emails: [], target: target)
    }
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
    try checkAnswer(of: owner, for: target, until: reviewBy, under: policy)
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

  /// Holds the answer to what a run will ask of it: a file that can never count is not written.
  private func checkAnswer(
    of owner: IdentityID, for target: TargetSystem, until reviewBy: Instant, under policy: Policy
  ) throws(ProcessingError) {
    let owners = policy.people(of: target.owner).filter { policy.people[$0]?.status == .active }
    guard owners.contains(owner) else {
      throw ProcessingError(
        .negative, "\(owner) does not own \(target.id), and only an owner can answer for it.",
        hint: owners.isEmpty
          ? "Nobody active does: name one in its file."
          : "Name one who does: \(OptionName.owner) \(owners.sorted().map(\.text).joined(separator: " or "))."
      )
    }
    let latest = now.advanced(by: StandingAccess.longest)
    guard now < reviewBy, reviewBy <= latest else {
      throw ProcessingError(
        .negative,
        "Access is answered for until a day that is ahead, a year at most: \(reviewBy) is not.",
        hint: "Give an instant until \(latest).")
    }
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
