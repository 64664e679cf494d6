internal import Decisions
internal import Git
internal import Intake
internal import Ledger
package import Model

/// Puts together all that is known of a request: the ledger's record, and what the next run would say.
package struct Explainer {
  let view: LedgerOutlook

  package init(view: LedgerOutlook) { self.view = view }

  /// Everything about `subject`, oldest first.
  ///
  /// - Throws: `.negative` where nothing is known of it.
  package func explanations(of subject: ExplainSubject) throws(ProcessingError) -> [Explanation] {
    switch subject {
    case .request(let path): return try explanations(of: path)
    // These are no requests: the command shows them itself.
    case .person, .review: return []
    case .grant(let id):
      guard let grant = try grant(id) else {
        throw ProcessingError(
          .negative, "The ledger has no grant \(id).",
          hint: "countersign grants \(OptionName.all) lists every grant.")
      }
      let record = try records(at: grant.request.path).first { $0.grant == id }
      return [try settled(record, grant, key: grant.request, landing: grant.landing)]
    }
  }

  private func explanations(of path: RepositoryPath) throws(ProcessingError) -> [Explanation] {
    var found: [Explanation] = []
    let records = try records(at: path)
    for record in records where record.outcome != .pending {
      let grant: Grant? =
        if let id = record.grant { try self.grant(id) } else { nil }
      found.append(try settled(record, grant, key: record.key, landing: record.landing))
    }
    if records.contains(where: { $0.outcome == .pending }) || isBehind {
      let snapshot = try view.snapshot()
      let open = Forecast(snapshot, at: view.now).explanations(of: path)
      try noteWaiting(open, at: path, snapshot)
      if open.contains(where: { $0.record == nil }) {
        view.workspace.outside.note(
          "note: no run has processed this landing yet; the next one would judge so")
      }
      found += open
    }
    if found.isEmpty { try explainUnread(path) }
    if found.isEmpty { found += try notLanded(path) }
    return found
  }

  /// Whether something has landed that no run has processed.
  private var isBehind: Bool { view.tip != view.ledger.cursor.mainline }

  private func grant(_ id: GrantID) throws(ProcessingError) -> Grant? {
    try inLedger { () throws(LedgerError) in try view.ledger.grant(id) }?.grant
  }

  private func records(at path: RepositoryPath) throws(ProcessingError) -> [RequestRecord] {
    try inLedger { () throws(LedgerError) in try view.ledger.paths([path]) }[path]?.requests
      ?? []
  }

  /// What was recorded, with the requirements as they stood when it was judged.
  ///
  /// The reasons are the recorded ones: what else was held at the time is not judged again. A refusal
  /// does not name its policy, so it is held against the one in force.
  private func settled(
    _ record: RequestRecord?, _ grant: Grant?, key: RequestKey, landing: ObjectID
  ) throws(ProcessingError) -> Explanation {
    let policy = try policy(of: grant)
    var request: Request?
    var evaluation: Evaluation?
    if let record, record.path.isInside("mandates") {
      return try settled(mandate: record, under: policy)
    }
    if let record {
      let landed = try view.landed(record)
      if case .readable(let readable) = landed.document {
        request = readable
        let judged = evaluate(
          landed, request: readable, under: policy,
          overlay: TipOverlay(inactive: [:], compromised: []),
          held: HeldGrants([], at: record.decided), hasWitness: true, at: record.decided)
        evaluation = Evaluation(
          verdict: record.outcome == .granted ? .granted : .refused, reasons: record.reasons,
          window: judged.window, requirements: judged.requirements, counted: judged.counted)
      }
    }
    let work =
      grant?.handWork == nil
      ? nil : try view.dues().handWork().first { $0.grant == grant?.id }
    let threats = if let grant { try threats(to: grant) } else { [Reason]() }
    return Explanation(
      key: key, landing: landing, request: request, record: record, grant: grant,
      work: work, trouble: grant.flatMap(trouble(of:)),
      howToConnect: grant.flatMap {
        $0.state.isGiven ? policy.systems[$0.system]?.howToConnect : nil
      }, evaluation: evaluation, reasons: threats)
  }

  /// What was recorded of a mandate; of one that rests also what it lacks now.
  private func settled(
    mandate record: RequestRecord, under policy: Policy
  ) throws(ProcessingError) -> Explanation {
    let known = try inLedger { () throws(LedgerError) in
      try view.ledger.mandate(at: record.path)
    }
    let agreed = known.flatMap { $0.key == record.key ? $0 : nil }
    let isResting = agreed?.state == .resting
    let landed = try view.landed(agreed?.landed ?? record)
    guard case .mandate(let mandate) = landed.document else {
      return Explanation(
        key: record.key, landing: record.landing, request: nil, record: record, agreed: agreed)
    }
    let judged = evaluate(
      landed, mandate: mandate, under: policy, overlay: TipOverlay(inactive: [:], compromised: []),
      hasWitness: true, at: isResting ? view.now : record.decided)
    return Explanation(
      key: record.key, landing: record.landing, request: nil, record: record,
      evaluation: Evaluation(
        verdict: isResting ? .pending : record.outcome == .granted ? .granted : .refused,
        reasons: isResting ? judged.reasons : record.reasons, window: nil,
        requirements: judged.requirements, counted: judged.counted),
      reasons: agreed?.ending?.reasons ?? [], mandate: mandate, agreed: agreed)
  }

  /// What is amiss with the target that `grant` waits for.
  private func trouble(of grant: Grant) -> SystemTrouble? {
    guard grant.isUnconfirmed else { return nil }
    return view.ledger.cursor.troubles.first { $0.system == grant.system }
  }

  /// Why the next run would take the live grant away, by what has landed since the last one.
  private func threats(to grant: Grant) throws(ProcessingError) -> [Reason] {
    guard grant.state.isLive, isBehind else { return [] }
    let reasons = Forecast(try view.snapshot(), at: view.now).revocation(of: grant.id)
    if !reasons.isEmpty {
      view.workspace.outside.note("note: the next run would revoke \(grant.id)")
    }
    return reasons
  }

  /// The policy that the grant was judged by, where the repository still has it; else the one in force.
  private func policy(of grant: Grant?) throws(ProcessingError) -> Policy {
    let inForce = view.ledger.cursor.policy
    do throws(IntakeError) {
      if let tree = grant?.policy, tree != inForce,
        view.workspace.repository.contains(tree),
        case .success(let policy) = try view.workspace.policies.policy(ofTree: tree)
      {
        return policy
      }
      return try view.workspace.policies.inForce(view.ledger.cursor).policy
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Fails where a landing brought `path` that was over its budget, so that no run has judged it.
  private func explainUnread(_ path: RepositoryPath) throws(ProcessingError) {
    let tracer = RequestTracer(view.workspace.policies)
    do throws(IntakeError) {
      for found in view.ledger.cursor.tooLarge {
        guard let object = try tracer.object(at: path, in: found.landing),
          try tracer.object(at: path, in: found.previous) != object
        else { continue }
        throw IntakeError.record(ProcessingError(.negative, [found.reason]))
      }
    } catch {
      if case .record(let failure as ProcessingError) = error { throw failure }
      throw ProcessingError(error)
    }
  }

  /// A request that is not on the mainline, judged as it stands where the work is.
  private func notLanded(_ path: RepositoryPath) throws(ProcessingError) -> [Explanation] {
    let head: ObjectID?
    do throws(GitError) {
      head = try view.workspace.repository.head().id
    } catch {
      throw ProcessingError(error)
    }
    if let head {
      let check = try BranchCheck(view: view, at: view.now)
      let report = try check.report(on: head)
      if let found = report.requests.first(where: { $0.key.path == path }) {
        view.workspace.outside.note(
          "note: \(path) has not landed; this is how it stands at HEAD")
        return [found]
      }
    }
    throw ProcessingError(
      .negative,
      "Nothing is known of \(path): it never landed since the anchor, and HEAD does not add it.",
      hint:
        "countersign status \(OptionName.all) lists every request; for a branch, git switch to it first."
    )
  }
}

extension LedgerOutlook {
  /// What the ledger recorded of a landed request, its file read again.
  func landed(_ record: RequestRecord) throws(ProcessingError) -> LandedRequest {
    do throws(IntakeError) {
      return try reader.landed(record)
    } catch {
      throw ProcessingError(error)
    }
  }
}
