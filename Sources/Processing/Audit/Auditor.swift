internal import Decisions
internal import Git
internal import Intake
internal import Ledger
package import Model
internal import Signatures

/// Decides every recorded run again and compares (DESIGN section 9, THREATS row 21).
package struct Auditor {
  let workspace: Workspace
  /// Whether runs had a witness that the settings do not name.
  let hadWitness: Bool

  package init(
    workspace: Workspace, hadWitness: Bool
  ) {
    self.workspace = workspace
    self.hadWitness = hadWitness
  }

  /// Why a run is not audited to its end.
  private enum Stop: Error {
    /// The ledger is not what follows; what stands behind this in the run rests on it.
    case finding(AuditFinding)
    case failure(ProcessingError)
  }

  /// The ledger held against the mainline, from the anchor on.
  package func audit() async throws(ProcessingError) -> AuditReport {
    let view = try LedgerView(workspace)
    try WitnessedLedger.check(view.ledger, in: workspace, mainline: view.mainline.tip)
    var findings: [AuditFinding] = []
    var events = 0
    var grants = 0
    do throws(LedgerError) {
      _ = try await view.ledger.verifyChain()
    } catch {
      findings.append(try finding(error))
    }
    if findings.isEmpty {
      var previous: LedgerRun?
      var ahead = ReadAhead()
      // Each run is held against what the one before it wrote, so that one which does not follow hides no other.
      for run in try runs(of: view.ledger, &findings) {
        // The pushes of one run share its clock, and read a landing of many requests once.
        if run.last.at != previous?.last.at { ahead = ReadAhead() }
        do throws(Stop) {
          try replay(run, after: previous, in: view.ledger, ahead)
          events += run.entries.count
          grants += run.entries.count { $0.event == .issued }
        } catch {
          switch error {
          case .finding(let finding): findings.append(finding)
          case .failure(let failure): throw failure
          }
        }
        previous = run
      }
    }
    findings += try MandateAudit(of: view.ledger).findings
    let (landings, lost) = try line(view)
    return AuditReport(
      anchor: workspace.anchor, mainline: view.mainline.tip,
      ledger: view.ledger.tip, commits: landings, events: events, grants: grants,
      findings: findings + lost)
  }

  /// The runs of `ledger`; none where their commits are not the processor's, which is a finding.
  private func runs(
    of ledger: TrustedLedger, _ findings: inout [AuditFinding]
  ) throws(ProcessingError) -> [LedgerRun] {
    do throws(LedgerError) {
      return try ledger.runs()
    } catch {
      findings.append(try finding(error))
      return []
    }
  }

  private func replay(
    _ run: LedgerRun, after previous: LedgerRun?, in whole: TrustedLedger, _ ahead: ReadAhead
  ) throws(Stop) {
    guard let previous else {
      let keys = try keys { () throws(ProcessingError) in
        try workspace.processorKeys(in: workspace.settings)
      }
      return try ledger { () throws(LedgerError) in
        try whole.replayBeginning(run, policy: workspace.anchorTree, processorKeys: keys)
      }
    }
    let before = try ledger { () throws(LedgerError) in
      try whole.past(at: previous.last.commit)
    }
    let after = try ledger { () throws(LedgerError) in try whole.past(at: run.last.commit) }
    let certificates = try ledger { () throws(LedgerError) in try CertificateAudit(of: run, after) }
    let judgement = try decided(run, from: before, to: after, certificates, ahead)
    let settings = try intake(run) { () throws(IntakeError) in
      try workspace.policies.settings(ofTree: judgement.cursor.policy)
    }
    let keys = try keys { () throws(ProcessingError) in
      try workspace.processorKeys(behind: judgement, in: settings, before)
    }
    try ledger { () throws(LedgerError) in
      try before.replay(
        run, as: judgement, processorKeys: keys, certifier: certificates.certifier)
    }
  }

  /// What a run at the same mainline and time decides.
  private func decided(
    _ run: LedgerRun, from before: TrustedLedger, to after: TrustedLedger,
    _ certificates: CertificateAudit, _ ahead: ReadAhead
  ) throws(Stop) -> Judgement {
    let (session, answers) = try ledger { () throws(LedgerError) in
      (
        try LedgerSession(
          workspace.policies, before, cursor: before.cursor, at: run.last.at,
          halted: halt(run, before.cursor, after.cursor), hasWitness: hadWitness ? true : nil),
        try leaverAnswers(in: run, from: before, to: after)
      )
    }
    let told = try ledger { () throws(LedgerError) in
      try words(in: run, on: session.live, after)
    }
    let heard = LedgerSession.Heard(
      tickets: TicketAnswers(after.cursor.tickets ?? []), authorities: certificates.authorities,
      confirmed: told, leaverAnswers: answers)
    var snapshot = try intake(run) { () throws(IntakeError) in
      try session.snapshot(
        of: run.last.mainline, hearing: heard, extent: extent(of: run, to: after.cursor),
        ahead: ahead)
    }
    snapshot.troubles = after.cursor.troubles
    snapshot.discovery = after.cursor.discovery
    return decide(snapshot, at: run.last.at)
  }

  /// What the run heard from targets: facts from outside, like the answers about tickets.
  ///
  /// Whether a target has confirmed cannot be recomputed; that nothing but a confirmation of what was intended
  /// is recorded as one can. What people confirmed stands in the repository and is decided again.
  private func words(
    in run: LedgerRun, on live: [Grant], _ after: TrustedLedger
  ) throws(LedgerError) -> [GrantID: TargetWord] {
    let told = Set(
      run.entries.filter { $0.event.step?.mayConfirm ?? false }.compactMap(\.grant))
    var words: [GrantID: TargetWord] = [:]
    for grant in live where told.contains(grant.id) && grant.connector != nil {
      guard grant.handWork == nil, grant.isUnconfirmed || grant.state.isGiven,
        let recorded = try after.grant(grant.id)
      else { continue }
      // What a person signed is decided again.
      let signed = run.entries.count { $0.event == .reviewed && $0.grant == grant.id }
      guard signed == (recorded.emergency?.review == grant.emergency?.review ? 0 : 1) else {
        continue
      }
      let isNew = recorded.target != grant.target
      guard grant.isUnconfirmed || isNew || grant.state.isOnlyWritten else { continue }
      words[grant.id] = TargetWord(
        grant.state, target: isNew ? recorded.target : nil,
        isWritten: recorded.state.isOnlyWritten)
    }
    return words
  }

  /// What the run heard of those who have left: facts from outside as well.
  ///
  /// Only what the ledger notes at that very run can have been heard then, and it can close nothing but the
  /// lines that wait for a connector.
  private func leaverAnswers(
    in run: LedgerRun, from before: TrustedLedger, to after: TrustedLedger
  ) throws(LedgerError) -> [LeaverAnswer] {
    guard run.entries.contains(where: { $0.event == .offboarding }) else { return [] }
    var answers: [LeaverAnswer] = []
    for list in try before.leaving() {
      for line in try after.offboarding(of: list.person)?.lines ?? [] {
        guard let system = line.system else { continue }
        if let rotation = line.rotation, rotation.at == run.last.at {
          answers.append(
            LeaverAnswer(
              person: list.person, system: system, secret: line.text, rotated: rotation.last))
        }
        guard line.kind == .access else { continue }
        if let closed = line.closed, closed.connector != nil, closed.at == run.last.at {
          answers.append(LeaverAnswer(person: list.person, system: system, left: []))
        } else if let answer = line.answer, answer.at == run.last.at {
          answers.append(LeaverAnswer(person: list.person, system: system, left: answer.left))
        }
      }
    }
    return answers
  }

  /// How far the pass looked, as its events and the cursor behind them say.
  ///
  /// It is the processor's word, and no more than when it ran: a pass that looks less far gives nothing.
  private func extent(of run: LedgerRun, to after: Cursor) -> Extent {
    switch run.last.reach {
    case .ledger: .ledger
    case .tip: .tip
    case .part, .whole, nil: .recorded(after)
    }
  }

  /// A run that saw new landings and left them alone was halted, before events said so: it can only have taken
  /// access away.
  private func halt(_ run: LedgerRun, _ before: Cursor, _ after: Cursor) -> [Reason] {
    guard run.last.reach == nil, after.mainline == before.mainline,
      after.underway == before.underway, run.last.mainline != before.mainline
    else { return [] }
    return [Reason(.clockBehind, "The run was halted.")]
  }

  /// How many landings the ledger covers, and whether the mainline still contains them.
  private func line(
    _ view: LedgerView
  ) throws(ProcessingError) -> (landings: Int, lost: [AuditFinding]) {
    let cursor = view.ledger.cursor
    do throws(IntakeError) {
      let tip = view.mainline.tip
      let (policies, joints) = (workspace.policies, cursor.joints)
      // What lies before a joint that was left out is not counted any more.
      let start = joints.first.flatMap { $0.isEnd ? $0.landing : nil } ?? cursor.anchor
      guard let all = try policies.landings(from: start, to: tip, joints: joints),
        let open = try policies.landings(from: cursor.mainline, to: tip, joints: joints)
      else {
        let reason = Reason(
          .rewoundMainline,
          "The mainline does not contain \(cursor.mainline), the last commit that was processed.",
          hint: "Fetch the mainline; if it was rewound, push the old line again.")
        return (0, [AuditFinding(reason, commit: view.ledger.tip)])
      }
      return (all - open, [])
    } catch {
      throw ProcessingError(error)
    }
  }

  private func keys(
    _ read: () throws(ProcessingError) -> [SSHPublicKey]
  ) throws(Stop) -> [SSHPublicKey] {
    do throws(ProcessingError) {
      return try read()
    } catch {
      throw .failure(error)
    }
  }

  private func ledger<Value>(_ body: () throws(LedgerError) -> Value) throws(Stop) -> Value {
    do throws(LedgerError) {
      return try body()
    } catch {
      let found: AuditFinding
      do throws(ProcessingError) {
        found = try finding(error)
      } catch {
        throw .failure(error)
      }
      throw .finding(found)
    }
  }

  /// Git's trouble is a failure; a mainline that cannot be read the way the run read it is a finding.
  private func intake<Value>(
    _ run: LedgerRun, _ body: () throws(IntakeError) -> Value
  ) throws(Stop) -> Value {
    do throws(IntakeError) {
      return try body()
    } catch {
      guard case .unreadablePolicy(let tree, _) = error else {
        throw .failure(ProcessingError(error))
      }
      throw .finding(
        AuditFinding(
          Reason(
            .ledgerUntrusted, "The policies of tree \(tree) that it was judged by have faults."),
          commit: run.last.commit))
    }
  }

  /// What is wrong with the ledger, as a finding; what is wrong with the repository is thrown.
  private func finding(_ error: LedgerError) throws(ProcessingError) -> AuditFinding {
    switch error.kind {
    case .untrusted(let commit):
      return AuditFinding(Reason(.ledgerUntrusted, error.message), commit: commit)
    case .unreadable, .alreadyTaken, .inconsistent, .clockBehind:
      return AuditFinding(Reason(.ledgerUntrusted, error.message), commit: nil)
    case .needsNewer, .anotherAnchor, .keyNotInForce, .signingFailed, .notCertified, .git:
      throw ProcessingError(error)
    }
  }
}
