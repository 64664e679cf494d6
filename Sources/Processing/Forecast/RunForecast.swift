internal import Decisions
internal import Git
internal import Intake
package import Ledger
package import Model

/// What a run would make of one request if the mainline ended in a given commit.
///
/// It is the run's own reading and judging, so what `approve` foretells is what happens, as far as nobody
/// pushes anything in between.
package struct RunForecast {
  let workspace: Workspace
  /// Absent where there is none yet, or where without an anchor none can be trusted.
  let ledger: TrustedLedger?
  let now: Instant

  package init(
    workspace: Workspace, ledger: TrustedLedger?, now: Instant
  ) {
    self.workspace = workspace
    self.ledger = ledger
    self.now = now
  }

  /// A request as a run would find it.
  package struct Finding: Sendable {
    package let landed: LandedRequest
    /// Absent where the file cannot be read.
    package let request: Request?
    package let evaluation: Evaluation?
    package let outcome: RequestOutcome
    package let reasons: [Reason]
    /// Why nothing is issued at the moment.
    package let frozen: [Reason]

    /// Whether every approval that is asked for is there.
    package var isComplete: Bool {
      outcome == .granted || evaluation?.requirements.allSatisfy(\.isSatisfied) ?? false
    }
  }

  /// What becomes of `key`, landed by `landing` or by whatever landed it, with the mainline at `tip`.
  ///
  /// - Returns: Nil where the request has been settled, or never landed.
  /// - Throws: With status 77 where a run at `tip` could issue nothing at all.
  package func finding(
    of key: RequestKey, landedBy landing: ObjectID?, tip: ObjectID
  ) throws(ProcessingError) -> Finding? {
    let snapshot = try snapshot(at: tip, landedBy: landing)
    guard snapshot.halted.isEmpty else { throw ProcessingError(.untrusted, snapshot.halted) }
    let known = snapshot.pending + snapshot.landings.flatMap(\.requests)
    guard
      var landed = known.last(where: {
        $0.key == key && (landing == nil || $0.landing == landing)
      })
    else { return nil }
    for late in snapshot.landings.flatMap(\.lateApprovals) where late.landing == landed.landing {
      landed = landed.adding(late)
    }
    let frozen = snapshot.frozen
    var (outcome, reasons) = standing(of: landed, in: snapshot)
    guard case .readable(let request) = landed.document else {
      return Finding(
        landed: landed, request: nil, evaluation: nil, outcome: outcome, reasons: reasons,
        frozen: frozen)
    }
    let evaluation = evaluate(
      landed, request: request, under: snapshot.policy.policy, overlay: snapshot.overlay,
      held: HeldGrants(snapshot.record, at: now), hasWitness: snapshot.hasWitness,
      at: now)
    if outcome == .pending, evaluation.verdict == .refused {
      // While issuing is frozen nothing is judged, but what will be refused then is known now.
      (outcome, reasons) = (.refused, evaluation.reasons)
    }
    return Finding(
      landed: landed, request: request, evaluation: evaluation, outcome: outcome,
      reasons: reasons, frozen: frozen)
  }

  /// What the ledger says became of `key`; nil where it says nothing.
  func record(of key: RequestKey) throws(ProcessingError) -> RequestRecord? {
    guard let ledger else { return nil }
    do throws(LedgerError) {
      return try ledger.paths([key.path])[key.path]?.requests.last { $0.blob == key.blob }
    } catch {
      throw ProcessingError(error)
    }
  }

  private func standing(
    of landed: LandedRequest, in snapshot: Snapshot
  ) -> (RequestOutcome, [Reason]) {
    if let outlook = foretell(snapshot, at: now).outlook(of: landed) {
      return (outlook.outcome, outlook.reasons)
    }
    let record = snapshot.record.pending.first { $0.key == landed.key }
    return (.pending, record?.reasons ?? [])
  }

  /// What a run with the mainline at `tip` would judge.
  ///
  /// - Throws: With status 1 where `landing` would be over its budget, so that no run reads what it brings.
  package func snapshot(at tip: ObjectID, landedBy landing: ObjectID?) throws(ProcessingError)
    -> Snapshot
  {
    let snapshot = try snapshot(at: tip)
    let found = snapshot.landings.lazy.compactMap(\.tooLarge).first { $0.landing == landing }
    if let found { throw ProcessingError(.negative, [found.overrun.reason("The merge")]) }
    return snapshot
  }

  private func snapshot(at tip: ObjectID) throws(ProcessingError) -> Snapshot {
    let cursor = ledger?.cursor ?? .beginning(workspace, at: now)
    let live: [Grant]
    let pending: [RequestRecord]
    do throws(LedgerError) {
      live = try ledger?.live().map(\.grant) ?? []
      pending = try ledger?.pending() ?? []
    } catch {
      throw ProcessingError(error)
    }
    do throws(IntakeError) {
      let settings = try workspace.policies.settings(ofTree: cursor.policy)
      return try SnapshotReader(
        policies: workspace.policies, at: now
      ).snapshot(
        of: tip, cursor: cursor, live: live, pending: pending,
        memory: SnapshotReader.Memory(ledger), halted: [],
        hasWitness: settings.witness != nil)
    } catch {
      throw ProcessingError(error)
    }
  }
}

extension Cursor {
  /// Where a ledger that does not exist yet would begin.
  static func beginning(_ workspace: Workspace, at now: Instant) -> Cursor {
    Cursor(
      anchor: workspace.anchor, mainline: workspace.anchor, policy: workspace.anchorTree, at: now,
      drill: false)
  }
}
