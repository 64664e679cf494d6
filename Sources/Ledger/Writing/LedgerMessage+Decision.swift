import Model

extension LedgerMessage {
  /// The message for `decision`, taken at `at` by a run that saw the mainline at `mainline`.
  init(of decision: Decision, mainline: ObjectID, at: Instant) {
    func message(_ subject: String, _ reasons: [Reason] = []) -> LedgerMessage {
      LedgerMessage(
        event: LedgerEvent(decision), subject: subject, reasons: reasons, mainline: mainline, at: at
      )
    }
    func message(_ subject: String, _ grant: Grant) -> LedgerMessage {
      var message = message(subject, grant.history.last?.reasons ?? [])
      message.grant = grant.id
      message.request = grant.request
      return message
    }
    switch decision {
    case .issue(let grant, _):
      let from = grant.wait == .start ? " from \(grant.start)" : ""
      let why = grant.emergency == nil ? "" : " in an emergency"
      self = message(
        "Issue \(Self.name(grant)) to \(grant.subject)\(from) until \(grant.end)\(why)", grant)
      approvals = grant.approvals
    case .certify(let grant):
      self = message("Certify \(grant.subject) on \(Self.name(grant))", grant)
    case .activate(let grant), .expire(let grant), .revoke(let grant), .confirm(let grant):
      self = message("\(Self.step(grant.state)) \(grant.subject) on \(Self.name(grant))", grant)
    case .identify(let grant):
      let verb = grant.target?.isLost == true ? "Look in vain for" : "Identify"
      self = message("\(verb) the access of \(grant.subject) to \(Self.name(grant))", grant)
    case .settle(let record, _):
      self = message(Self.settled(record), record.reasons)
      request = record.key
    case .mandate(let record, _):
      self = message(Self.said(of: record), record.history.last?.reasons ?? [])
      request = record.key
      if record.history.last?.event == .agreed {
        approvals = record.landed.approvals.map(\.approval)
      }
    case .accept(let acceptance):
      self = message(
        acceptance.isAnew == true
          ? "Accept \(acceptance.changes.count) policy files anew"
          : "Accept policy \(acceptance.tree.short)")
      approvals = Self.approvals(of: acceptance)
    case .freeze(_, let reasons):
      self = message("Freeze issuing", reasons)
    case .thaw:
      self = message("Resume issuing")
    case .brake(let brake):
      let who = brake.by.map(\.text).joined(separator: ", ")
      self = message(
        "Stop \(brake.words) by commit \(brake.commit.short)" + (who.isEmpty ? "" : " of \(who)"))
    case .release(let release):
      self = message("Release \(release.brake.words)")
      approvals = release.approvals
    case .pass(let found):
      self = message(
        "Pass landing \(found.landing.short), which is too large", [found.reason])
    case .find(let change):
      self = message(
        "Find an ungoverned change to \(change.path.recorded)",
        [change.reason])
    case .signOff(let record, let grant):
      self = message(Self.signedOff(record, grant), record.reasons)
      self.grant = record.emergency?.grant ?? record.confirmation?.grant
      review = record.key
      approvals = record.reviewers
    case .schedule(let system, _):
      self = message("Schedule reviews of the access to \(system)")
    case .findOverdue(let late):
      self = message("Find an overdue review of \(late.system)", [late.reason])
      grant = late.grant
    case .fail(let trouble):
      self = message(
        "Find the connector of \(trouble.system) failing: it "
          + Bounds.cut(recordedText(trouble.why.first ?? ""), to: 200))
    case .recover(let trouble):
      self = message(
        "Find the connector of \(trouble.system) working, which failed since \(trouble.since)")
    case .discover(let news):
      self = message(Self.news(news))
    case .offboard(let list):
      self = message(Self.progress(of: list, at))
    case .remind(let due):
      let people = due.recipients.map(\.text).joined(separator: ", ")
      self = message(
        "Remind\(people.isEmpty ? "" : " \(people)"): \(due.words) \(due.time.link) "
          + "\(due.time.instant)")
      grant = due.grant
    }
  }

  /// How a subject says what brought a grant to `state`.
  private static func step(_ state: GrantState) -> String {
    switch state {
    case .issuing: "Begin to activate"
    case .written: "Write down"
    case .scheduled, .active: "Activate"
    case .expiring: "Begin to expire"
    case .expired: "Expire"
    case .revoking: "Begin to revoke"
    case .revoked: "Revoke"
    }
  }

  private static func said(of record: MandateRecord) -> String {
    let what = "\(record.path.recorded) for \(record.terms.subject)"
    return switch record.history.last?.event {
    case .agreed, nil: "Agree to \(what): \(record.terms.words)"
    case .rested: "Let \(what) rest"
    case .approved: "Note an approval of \(what), which rests"
    case .ended: "End \(what), \(record.used) of \(record.terms.grants) used"
    }
  }

  private static func signedOff(_ record: SignOffRecord, _ grant: Grant?) -> String {
    guard record.outcome == .accepted else { return "Refuse the review \(record.path.recorded)" }
    let people = Set(record.reviewers.map(\.person)).sorted().map(\.text)
      .joined(separator: ", ")
    if let offboarding = record.offboarding {
      return
        "Sign off \(counted(offboarding.done.count, "line")) for \(offboarding.person) by \(people)"
    }
    if let standing = record.standing {
      return "Answer for standing access to \(standing.system) by \(people)"
    }
    if let confirmation = record.confirmation {
      return "Confirm that \(confirmation.grant) was \(confirmation.confirms.rawValue) by \(people)"
    }
    if let grant {
      return "Review the emergency of \(grant.subject) on \(name(grant)) by \(people)"
    }
    return "Review the access to \(record.access?.system.text ?? record.path.recorded) by \(people)"
  }

  private static func news(_ news: DiscoveryNews) -> String {
    let found = "Find \(counted(news.found.count, "finding")) on \(news.system)"
    if news.gone == 0 { return found }
    return news.found.isEmpty
      ? "Settle \(counted(news.gone, "finding")) on \(news.system)"
      : found + ", and \(news.gone) settled"
  }

  private static func progress(of list: OffboardingList, _ at: Instant) -> String {
    let lines = counted(list.open.count, "line")
    if list.isComplete { return "Complete the offboarding of \(list.person)" }
    if list.overdue == at {
      return "Find the offboarding of \(list.person) overdue: \(lines) left for \(list.owner)"
    }
    return list.open.count == list.lines.count
      ? "Offboard \(list.person): \(lines) for \(list.owner)"
      : "Go on offboarding \(list.person): \(lines) left for \(list.owner)"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  private static func name(_ grant: Grant) -> String {
    "\(grant.system)/\(recordedWord(grant.entitlement))"
  }

  private static func settled(_ record: RequestRecord) -> String {
    let path = record.path.recorded
    return switch record.outcome {
    case .pending: "Hold \(path) for approvals"
    case .withdrawn: "Withdraw \(path)"
    // A grant is issued, never settled: the writer refuses it before there is a message.
    case .refused, .granted: "Refuse \(path)"
    }
  }

  /// Everybody whose signature carried the policy, each signature once.
  private static func approvals(of acceptance: PolicyAcceptance) -> [Approval] {
    let all = acceptance.changes.flatMap { change in
      change.requirements.flatMap { $0.lines.flatMap(\.approvals) }
    }
    return Set(all).sorted {
      ($0.person, $0.commit, $0.key) < ($1.person, $1.commit, $1.key)
    }
  }
}
