import Model

extension Run {
  /// Looks again at everything that waits, once all landings are processed.
  ///
  /// Whoever may push can have thousands wait, and all of them end at once: what is more than one push holds is left
  /// to the next pass of the same run.
  mutating func reconsiderWaiting() {
    let before = decisions.count
    for key in waiting.keys {
      guard let limit = snapshot.waitingLimit, limit <= decisions.count - before else {
        reconsider(key, under: snapshot.policy, adding: nil)
        continue
      }
      // The next pass comes only if it has something to decide: nothing is written for it else.
      var next = self
      next.reconsider(key, under: snapshot.policy, adding: nil)
      if next.decisions.count > decisions.count { return leaveWaiting() }
    }
    if snapshot.leavesEnds { leaveWaiting() }
  }

  /// Looks again at the waiting request `key`, with approvals that came since.
  ///
  /// Withdrawing it and ending its time take no access away and give none, so they go on while issuing
  /// is frozen or halted. Late approvals come with a landing, which is judged at its place; whatever else
  /// may be given waits for a pass that has come to the tip.
  mutating func reconsider(
    _ key: RequestKey, under policy: PolicyInForce, adding late: LateApprovals?,
    bringing token: LandedToken? = nil
  ) {
    guard let entry = waiting[key] else { return }
    guard stands(key, since: entry.landed.landing) else { return withdraw(entry.landed) }
    // Time is up before what came later counts: else it would matter how often a run looks.
    let last = entry.landed.seen.advanced(by: policy.policy.settings.expireAfter)
    if last <= now { return expire(entry, at: last, under: policy.policy) }
    let known = late.map(entry.landed.adding) ?? entry.landed
    let landed = (token.map(known.bringing) ?? known).tokenJudged(under: policy.policy)
    if let excess = landed.excess { return settle(landed, .refused, [excess]) }
    let hasMore =
      landed.approvals.count > entry.landed.approvals.count || landed.token != entry.landed.token
    let isEmergency =
      if case .readable(let request) = landed.document { request.isEmergency } else { false }
    // What lost its approvals still judges emergencies (DESIGN section 6).
    guard snapshot.gives || late != nil || token != nil, frozen.isEmpty || isEmergency else {
      if hasMore { wait(landed, [frozenReason]) }
      return
    }
    judge(landed, under: policy)
  }

  /// Judges what landed, whatever it is.
  mutating func judge(_ landed: LandedRequest, under policy: PolicyInForce) {
    switch landed.document {
    case .unreadable(let faults): settle(landed, .refused, faults)
    case .readable(let request): judge(landed, request, under: policy)
    case .mandate(let mandate): judge(landed, mandate, under: policy)
    }
  }

  /// Issues, keeps waiting or refuses, as the policy has it.
  mutating func judge(_ landed: LandedRequest, _ request: Request, under policy: PolicyInForce) {
    let evaluation = evaluate(landed, request, under: policy.policy)
    switch (evaluation.verdict, evaluation.window) {
    case (.granted, let window?):
      switch verdict(on: request.ticket, at: landed.key.path) {
      case .open: issue(landed, request, window, by: evaluation, under: policy)
      case .closed(let reason): settle(landed, .refused, [reason])
      case .unanswered(let reason): wait(landed, [reason])
      }
    case (.pending, let window):
      wait(landed, evaluation.reasons, isOpen: evaluation.canBeApproved)
      if let window { suppose(request, window) }
    default: settle(landed, .refused, withNotes(of: landed, evaluation.reasons))
    }
  }

  /// Lets `landed` wait for `reasons`; nothing is decided where the ledger says just that.
  ///
  /// - Parameter isOpen: Whether approvals could help now.
  mutating func wait(_ landed: LandedRequest, _ reasons: [Reason], isOpen: Bool = true) {
    let notes = isOpen ? landed.notes : landed.notes.map { $0.mended(by: nil) }
    let reasons = joined(reasons, notes).bounded
    if let record = waiting[landed.key]?.record, record.reasons == reasons,
      record.approvals == landed.approvals, record.token == landed.token
    {
      return
    }
    settle(landed, .pending, reasons)
  }

  /// Notes that the mainline no longer has the request.
  mutating func withdraw(_ landed: LandedRequest) {
    let path = landed.key.path
    let fate =
      switch snapshot.held[path] {
      case nil: "deleted"
      case landed.key.blob: "deleted or edited, and put back,"
      default: "edited"
      }
    settle(
      landed, .withdrawn,
      [
        Reason(
          .withdrawn, "`\(path)` was \(fate) on the mainline before it was granted.",
          at: SourceLocation(file: path.description))
      ])
  }

  /// Why nothing but emergencies is judged at the moment.
  var frozenReason: Reason {
    Reason(
      .compromisedKey,
      "Nothing but emergencies is issued, since what is in force was accepted with a key that is now compromised.",
      at: frozen.first?.file.map { SourceLocation(file: $0) },
      hint: "It is judged as soon as issuing goes on.")
  }

  private mutating func expire(_ entry: WaitingRequest, at last: Instant, under policy: Policy) {
    let landed = entry.landed
    let late = Reason(
      .shortOfApprovals,
      "It waited from \(landed.seen) to \(last), as long as a request may wait for its approvals.",
      at: SourceLocation(file: Settings.file), hint: "File a new request.")
    let judged: [Reason]
    switch landed.document {
    case .readable(let request): judged = evaluate(landed, request, under: policy).reasons
    case .mandate(let mandate): judged = evaluate(landed, mandate, under: policy).reasons
    case .unreadable: return settle(landed, .refused, [late])
    }
    // Where the approvals were there and only its ticket was in doubt, that is why.
    let doubts = entry.record.reasons.filter { $0.code == .ticketClosed }
    let reasons = judged + doubts
    settle(landed, .refused, joined([late], withNotes(of: landed, reasons)))
  }

  /// The reasons of a refusal, with what looked like an approval and was none where approvals are missing: no approval
  /// helps any more.
  func withNotes(of landed: LandedRequest, _ reasons: [Reason]) -> [Reason] {
    reasons.contains { $0.code == .shortOfApprovals }
      ? joined(reasons, landed.notes.map { $0.mended(by: nil) }) : reasons
  }
}
