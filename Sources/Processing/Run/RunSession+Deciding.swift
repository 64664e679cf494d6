internal import Decisions
internal import Git
internal import Intake
internal import Ledger
internal import Model

extension RunSession {
  /// What a pass decides, and the ledger's tip once that is written; nil where nothing is to be written.
  mutating func decided(
    _ extent: Extent
  ) async throws(ProcessingError) -> (outcome: RunOutcome, written: ObjectID?) {
    var outcome = try await judge(extent)
    guard !runner.isDryRun, let ledger = start.ledger else { return (outcome, nil) }
    while true {
      if let written = try write(outcome.judgement, to: ledger) { return (outcome, written) }
      // Nothing was written; what others wait for, expiries first of all, must not wait with it.
      outcome = try await judge(extent)
    }
  }

  /// What follows from the ledger and from as much of the mainline as `extent` says.
  private mutating func judge(_ extent: Extent) async throws(ProcessingError) -> RunOutcome {
    let looksAtTip = if case .ledger = extent { false } else { true }
    let tip = looksAtTip ? (try mainlineTip()) : start.cursor.mainline
    let session = try start.session(workspace, remembering: waiting)
    let heard = LedgerSession.Heard(
      confirmed: targets.confirmed, leaverAnswers: desks.leaverAnswers)
    var snapshot: Snapshot
    do throws(IntakeError) {
      snapshot = try session.snapshot(of: tip, hearing: heard, extent: extent, ahead: ahead)
    } catch {
      throw ProcessingError(error)
    }
    snapshot.troubles = desks.troubles
    snapshot.discovery = desks.discovery
    let judgement = await judge(&snapshot)
    return RunOutcome(
      judgement: judgement, mainline: tip, halted: snapshot.halted,
      webhooks: snapshot.policy.policy.webhooks,
      authorities: judgement.authorities(besides: session.live))
  }

  /// Decides, asks about the tickets and certificate authorities of all access that would follow, and decides
  /// again until every one of them has been asked about.
  ///
  /// Only what approvals and policy let through reaches the source: else whoever lands requests could have
  /// it asked about anything. What ends comes first and waits for no tracker.
  private mutating func judge(_ snapshot: inout Snapshot) async -> Judgement {
    while true {
      let judgement = decide(snapshot, at: start.now)
      if snapshot.reach.readsLandings, let source = snapshot.policy.policy.settings.tickets {
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
  private mutating func write(
    _ judgement: Judgement, to ledger: TrustedLedger
  ) throws(ProcessingError) -> ObjectID? {
    let settings: Settings
    do throws(IntakeError) {
      settings = try workspace.policies.settings(ofTree: judgement.cursor.policy)
    } catch {
      throw ProcessingError(error)
    }
    let keys = try workspace.processorKeys(behind: judgement, in: settings, ledger)
    let key = try runner.signingKey()
    let tip = judgement.reach == .ledger ? start.cursor.mainline : (try mainlineTip())
    do throws(LedgerError) {
      return try LedgerWriter(repository: workspace.repository, key: key).append(
        judgement, processorKeys: keys, to: ledger, mainline: tip,
        certifier: desks.certificates.certifier)
    } catch {
      guard case .notCertified(let authority) = error.kind else { throw ProcessingError(error) }
      desks.certificates.giveUp(authority, error.message)
      return nil
    }
  }
}

/// Whom a run asks about what is outside: each once.
struct Desks {
  var tickets: TicketDesk
  var certificates: CertificateDesk
  /// What connectors list of those who have left.
  var leaverAnswers: [LeaverAnswer] = []
  /// What is amiss with targets, once they were asked.
  var troubles: [SystemTrouble]?
  /// What connectors found, once they were asked what is really there.
  var discovery: DiscoveryState?
}
