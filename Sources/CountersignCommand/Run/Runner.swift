internal import Connectors
internal import Decisions
internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Signatures

/// Whether a run may begin a ledger.
enum LedgerBeginning: Equatable {
  case none
  case first
  /// In the place of the ledger with this tip.
  case replacing(ObjectID)
}

/// One `countersign run`: stateless, from ledger and mainline to new ledger commits (DESIGN section 7).
struct Runner {
  let repository: String
  let anchor: ObjectID
  /// Needed to write; a dry run does without.
  let key: SSHPrivateKey?
  let remote: String?
  let witness: String?
  private(set) var beginning: LedgerBeginning
  let isDrill: Bool
  /// The time that `--now` gives.
  let assumed: Instant?
  let clock: Instant
  let isDryRun: Bool
  /// Whether policy may name a program to start.
  let mayStartPrograms: Bool
  /// Who signs for certificate authorities, before anybody was asked.
  let certificates: CertificateDesk
  /// The programs and addresses that policy may name in connectors.
  let connectors: Set<String>

  /// How often a run decides again after somebody else wrote first.
  private static let attempts = 25

  /// Does the work: what is intended first, then what targets do of it, then what they confirmed
  /// (DESIGN section 7).
  func run() async throws(Failure) -> RunResult {
    let workspace = try Workspace(opening: repository, anchor: anchor, cacheKey: key)
    // The process ends with the run; to free the policies of thousands takes as long as judging.
    _ = Unmanaged.passRetained(workspace.policies)
    let home = try LedgerHome(workspace, remote: remote)
    var result = try await push(workspace, home)
    guard !isDryRun, result.mayHaveOpenEnds, let intended = result.ledgerAfter else {
      return result
    }
    let targets = Targets(
      allowed: connectors, repository: workspace.repository, now: assumed ?? clock, key: key)
    var desk = ConnectorDesk(targets: targets, workspace: workspace)
    try await desk.act(
      on: try workspace.ledger(at: OID(intended)), mayGive: result.outcome.halted.isEmpty)
    var leavers = LeaverDesk(targets: targets, workspace: workspace)
    try await leavers.ask(about: try workspace.ledger(at: OID(intended)))
    if desk.hasActed || !leavers.answers.isEmpty {
      var next = self
      next.beginning = .none
      let second = try await next.push(
        workspace, home, confirmed: desk.confirmed, leaverAnswers: leavers.answers)
      result = result.followed(by: second)
      if let tip = second.ledgerAfter {
        try await desk.takeBack(after: try workspace.ledger(at: OID(tip)))
      }
    }
    result.connectorFailure = desk.failure ?? leavers.failure
    return result
  }

  /// Decides and pushes, and again from the start whenever the race for the ledger is lost.
  private func push(
    _ workspace: Workspace, _ home: LedgerHome, confirmed: [GrantID: GrantState] = [:],
    leaverAnswers: [LeaverAnswer] = []
  ) async throws(Failure) -> RunResult {
    for attempt in 1...Runner.attempts {
      if let result = try await step(workspace, home, confirmed, leaverAnswers) { return result }
      Pause.afterLostRace(attempt)
    }
    throw Failure(
      .tryAgain,
      [
        Reason(
          .raceLost, "Other runs moved the ledger \(Runner.attempts) times before this one could.",
          hint: "Run again; let one run at a time process the mainline.")
      ])
  }

  /// The processor's key, which everything but a dry run needs.
  func signingKey() throws(Failure) -> SSHPrivateKey {
    guard let key else {
      throw Failure(
        .wrongUsage, "The processor's key is missing.",
        hint: "Pass --key <file> or set COUNTERSIGN_KEY.")
    }
    return key
  }

  /// One try; nil where somebody else moved the ledger first.
  private func step(
    _ workspace: Workspace, _ home: LedgerHome, _ confirmed: [GrantID: GrantState],
    _ leaverAnswers: [LeaverAnswer]
  ) async throws(Failure) -> RunResult? {
    let branches = try home.read()
    guard let start = try start(workspace, home, branches) else { return nil }
    let tip = ObjectID(branches.mainline)
    var desks = Desks(
      tickets: TicketDesk(mayStartPrograms: mayStartPrograms),
      certificates: certificates, confirmed: confirmed, leaverAnswers: leaverAnswers)
    var outcome = try await judge(workspace, start, tip: tip, asking: &desks)
    var written = start.ledger?.tip
    var witnessFailure: Failure?
    if !isDryRun, let ledger = start.ledger {
      while let judgement = outcome.judgement {
        written = try write(
          judgement, to: ledger, workspace, mainline: tip, &desks.certificates)
        if written != nil { break }
        // Nothing was written; what others wait for, expiries first of all, must not wait with it.
        outcome = try await judge(workspace, start, tip: tip, asking: &desks)
      }
      if let written {
        if written != branches.ledger {
          guard try home.move(to: written, from: branches.ledger) else { return nil }
        }
        try workspace.known.remember(written)
        witnessFailure = start.witness.failureToRemember(written)
      }
      workspace.cache?.keep(workspace.policies)
    }
    return RunResult(
      outcome: outcome, mainline: tip, ledgerBefore: branches.ledger.map { ObjectID($0) },
      ledgerAfter: written.map { ObjectID($0) }, isNew: beginning != .none, isDryRun: isDryRun,
      now: start.now, witnessFailure: witnessFailure, ticketFailure: desks.tickets.failure,
      certificateFailure: desks.certificates.failure(waiting: outcome.authorities))
  }

  /// What the run starts from; nil where the ledger moved on between the two looks at it and at the witness, which
  /// may then have more than was found.
  private func start(
    _ workspace: Workspace, _ home: LedgerHome, _ branches: Branches
  ) throws(Failure) -> LedgerStart? {
    do throws(Failure) {
      return try LedgerStart(self, workspace, branches)
    } catch {
      guard error.status == .untrusted, beginning == .none,
        try home.read().ledger != branches.ledger
      else { throw error }
      return nil
    }
  }

  /// What follows from the mainline at `tip`; no judgement where nothing has moved or fallen due.
  private func judge(
    _ workspace: Workspace, _ start: LedgerStart, tip: ObjectID, asking desks: inout Desks
  ) async throws(Failure) -> RunOutcome {
    let cursor = start.cursor
    // What is to be tried again is due a second later, and a run within that second tries it too.
    let isDue = cursor.next.map { $0 <= start.now.advanced(by: .seconds(1)) } ?? false
    // A ledger that took another's place has what that one gave to take away, before anything lands.
    let isNewHeir = cursor.mainline == cursor.anchor && start.ledger?.replaces != nil
    let isStill = tip == cursor.mainline && !isNewHeir && !isDue && start.halted.isEmpty
    let idle = RunOutcome(judgement: nil, halted: [], cursor: cursor)
    if isStill, start.tickets == nil { return idle }
    let live = try start.live()
    if isStill, let source = start.tickets {
      let tickets = Set(live.compactMap(\.ticket))
      await desks.tickets.ask(tickets, of: source)
      if tickets.allSatisfy({ desks.tickets.answers[$0]?.takesAway != true }) { return idle }
    }
    let pending = try start.pending()
    var snapshot: Snapshot
    do throws(IntakeError) {
      snapshot = try SnapshotReader(
        policies: workspace.policies, at: start.now, judge: .decisions,
        revocations: revocations(by:overlay:on:at:)
      ).snapshot(
        of: tip, cursor: cursor, live: live, pending: pending, memory: start.memory,
        halted: start.halted, hasWitness: start.witness.isPresent)
    } catch {
      throw Failure(error)
    }
    snapshot.confirmed = desks.confirmed
    snapshot.leaverAnswers = desks.leaverAnswers
    let judgement = await judge(&snapshot, at: start.now, asking: &desks)
    return RunOutcome(
      judgement: judgement, halted: snapshot.halted, cursor: judgement.cursor,
      webhooks: snapshot.policy.policy.webhooks,
      authorities: judgement.authorities(besides: snapshot.record.live))
  }

  /// Decides, asks about the tickets and certificate authorities of all access that would follow, and decides
  /// again until every one of them has been asked about.
  ///
  /// Only what approvals and policy let through reaches the source: else whoever lands requests could have
  /// it asked about anything.
  private func judge(
    _ snapshot: inout Snapshot, at now: Instant, asking desks: inout Desks
  ) async -> Judgement {
    while true {
      let judgement = decide(snapshot, at: now)
      if let source = snapshot.policy.policy.settings.tickets {
        let tickets = judgement.tickets(besides: snapshot.record.live)
        if !tickets.allSatisfy({ snapshot.tickets[$0] != nil }) {
          await desks.tickets.ask(tickets, of: source)
          snapshot.tickets = desks.tickets.answers
          continue
        }
      }
      let signing = desks.certificates.available(
        judgement.authorities(besides: snapshot.record.live))
      if signing.isSubset(of: snapshot.authorities) { return judgement }
      snapshot.authorities.formUnion(signing)
    }
  }

  /// Writes what was decided; nil where the authority of some certificate did not sign, and the desk has
  /// been told to ask it no more.
  private func write(
    _ judgement: Judgement, to ledger: TrustedLedger, _ workspace: Workspace, mainline: ObjectID,
    _ desk: inout CertificateDesk
  ) throws(Failure) -> OID? {
    let settings: Settings
    do throws(IntakeError) {
      settings = try workspace.policies.settings(ofTree: judgement.cursor.policy)
    } catch {
      throw Failure(error)
    }
    let keys = try workspace.processorKeys(in: settings)
    let key = try signingKey()
    do throws(LedgerError) {
      return try LedgerWriter(repository: workspace.repository, key: key).append(
        judgement, processorKeys: keys, to: ledger, mainline: mainline, certifier: desk.certifier)
    } catch {
      guard case .notCertified(let authority) = error.kind else { throw Failure(error) }
      desk.giveUp(authority, error.message)
      return nil
    }
  }
}

/// Whom a run asks about what is outside: each once.
struct Desks {
  var tickets: TicketDesk
  var certificates: CertificateDesk
  /// What targets have confirmed in this run.
  let confirmed: [GrantID: GrantState]
  /// What they list of those who have left.
  let leaverAnswers: [LeaverAnswer]
}
