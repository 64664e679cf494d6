package import Model

/// What one run decided, and where that leaves the ledger.
package struct RunReport: Report {
  package let judgement: Judgement
  /// How many decisions are left out, since nobody reads so many; the ledger has all of them.
  package let untold: Int
  /// What of a ledger that the run replaced nobody can read: access that is not known may stand at targets.
  package let unreadable: [String]
  /// Why the run could issue nothing at all.
  package let halted: [Reason]
  package let ledger: LedgerMove

  package init(
    judgement: Judgement, untold: Int = 0, unreadable: [String] = [], halted: [Reason],
    ledger: LedgerMove
  ) {
    self.judgement = judgement
    self.untold = untold
    self.unreadable = unreadable
    self.halted = halted
    self.ledger = ledger
  }

  /// What the run's state is once its decisions hold.
  package var state: RunState { RunState(cursor: judgement.cursor, halted: halted) }

  package var json: JSONValue {
    JSONValue(present: [
      "mainline": JSONValue(text: judgement.cursor.mainline),
      "policy": JSONValue(text: judgement.cursor.policy),
      "ledger": ledger.after.map { JSONValue(text: $0) },
      "before": ledger.before.map { JSONValue(text: $0) }, "dry_run": .bool(ledger.isDryRun),
      "drill": .bool(judgement.cursor.drill), "at": JSONValue(text: judgement.cursor.at),
      "state": .string(state.rawValue),
      "reasons": JSONValue(halted + judgement.cursor.frozen),
      "decisions": JSONValue(judgement.decisions) { JSONValue($0) },
      "further": untold == 0 ? nil : .integer(untold),
      "unreadable": unreadable.isEmpty ? nil : JSONValue(unreadable) { .string($0) },
      "ungoverned": JSONValue(judgement.cursor.ungoverned) { JSONValue($0) },
      "overdue": JSONValue(judgement.cursor.overdue) { JSONValue($0) },
      "next": judgement.cursor.next.map { JSONValue(text: $0) },
    ])
  }
}

/// Where a run moved the ledger's tip.
package enum LedgerMove: Hashable, Sendable {
  /// The first commit of a new ledger, and what follows it.
  case begun(at: ObjectID)
  case moved(from: ObjectID, to: ObjectID)
  /// Nothing was there to write.
  case unmoved(at: ObjectID)
  /// A dry run writes nothing; absent: there is no ledger yet.
  case dryRun(at: ObjectID?)

  var isDryRun: Bool { if case .dryRun = self { true } else { false } }

  /// The tip before the run.
  var before: ObjectID? {
    switch self {
    case .begun: nil
    case .moved(let from, _): from
    case .unmoved(let tip): tip
    case .dryRun(let tip): tip
    }
  }

  /// The tip after the run.
  var after: ObjectID? {
    switch self {
    case .begun(let tip): tip
    case .moved(_, let to): to
    case .unmoved(let tip): tip
    case .dryRun(let tip): tip
    }
  }
}

extension JSONValue {
  /// A decision by the ledger's name for it and what it is about.
  init(_ decision: Decision) {
    let event = JSONValue.string(DecisionKind(decision).rawValue)
    switch decision {
    case .issue(let grant, _), .certify(let grant), .activate(let grant), .expire(let grant),
      .revoke(let grant), .confirm(let grant):
      self.init(present: [
        "event": event, "grant": JSONValue(text: grant.id), "request": JSONValue(grant.request),
        "landing": JSONValue(text: grant.landing), "subject": JSONValue(text: grant.subject),
        "system": JSONValue(text: grant.system), "entitlement": .string(grant.entitlement),
        "start": JSONValue(text: grant.start), "end": JSONValue(text: grant.end),
        "reasons": JSONValue(grant.history.last?.reasons ?? []),
      ])
    case .settle(let record, let request):
      self.init(present: [
        "event": event, "grant": record.grant.map { JSONValue(text: $0) },
        "request": JSONValue(record.key), "landing": JSONValue(text: record.landing),
        "subject": request.map { JSONValue(text: $0.subject) },
        "system": request.map { JSONValue(text: $0.system) },
        "entitlement": request.map { .string($0.entitlement) },
        "reasons": JSONValue(record.reasons),
      ])
    case .accept(let acceptance):
      self = [
        "event": event, "policy": JSONValue(text: acceptance.tree),
        "landing": JSONValue(text: acceptance.landing), "reasons": .array([]),
      ]
    case .freeze(let landing, let reasons):
      self = [
        "event": event, "landing": JSONValue(text: landing), "reasons": JSONValue(reasons),
      ]
    case .thaw(let landing):
      self = ["event": event, "landing": JSONValue(text: landing), "reasons": .array([])]
    case .pass(let found):
      self = [
        "event": event, "landing": JSONValue(text: found.landing),
        "budget": [
          "item": .string(found.overrun.item.rawValue), "limit": .integer(found.overrun.limit),
        ],
        "reasons": JSONValue([found.reason]),
      ]
    case .find(let change):
      self = [
        "event": event, "path": JSONValue(text: change.path),
        "landing": JSONValue(text: change.landing), "reasons": JSONValue([change.reason]),
      ]
    case .signOff(let record, _):
      self.init(present: [
        "event": event, "review": JSONValue(record.key),
        "landing": JSONValue(text: record.landing),
        "grant": (record.emergency?.grant ?? record.confirmation?.grant).map {
          JSONValue(text: $0)
        },
        "system": (record.access?.system ?? record.standing?.system).map {
          JSONValue(text: $0)
        },
        "reasons": JSONValue(record.reasons),
      ])
    case .schedule(let system, let since):
      self = [
        "event": event, "system": JSONValue(text: system), "since": JSONValue(text: since),
        "reasons": .array([]),
      ]
    case .findOverdue(let late):
      self.init(present: [
        "event": event, "system": JSONValue(text: late.system),
        "grant": late.grant.map { JSONValue(text: $0) }, "due": JSONValue(text: late.due),
        "reasons": JSONValue([late.reason]),
      ])
    case .offboard(let list):
      self = [
        "event": event, "person": JSONValue(text: list.person),
        "owner": JSONValue(text: list.owner),
        "left": .integer(list.open.count), "lines": .integer(list.lines.count),
        "reasons": .array([]),
      ]
    case .remind(let due):
      self = .object(
        JSONValue.members(of: due).merging(["event": event, "reasons": .array([])]) { $1 })
    }
  }
}
