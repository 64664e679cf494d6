package import Model

extension RunReport: Report {
  /// What the run's state is once its decisions hold.
  package var state: RunState { RunState(cursor: cursor, halted: halted) }

  package var json: JSONValue {
    JSONValue(present: [
      "mainline": JSONValue(text: cursor.mainline),
      "policy": JSONValue(text: cursor.policy),
      "ledger": ledger.after.map { JSONValue(text: $0) },
      "before": ledger.before.map { JSONValue(text: $0) }, "dry_run": .bool(ledger.isDryRun),
      "drill": .bool(cursor.drill), "at": JSONValue(text: cursor.at),
      "state": .string(state.rawValue),
      "reasons": JSONValue(halted + cursor.openReasons),
      "held_back": cursor.heldBack.isEmpty
        ? nil : JSONValue(cursor.heldBack) { JSONValue(text: $0) },
      "waiting": cursor.waitingPolicy.map { JSONValue($0) } ?? JSONValue.null,
      "brakes": JSONValue(cursor.brakes) { JSONValue($0) },
      "decisions": JSONValue(decisions.all) { JSONValue($0) },
      "further": decisions.further == 0 ? nil : .integer(decisions.further),
      "counts": decisions.further == 0
        ? nil
        : .object(
          Dictionary(
            uniqueKeysWithValues: decisions.counts.map { ($0.key.rawValue, .integer($0.value)) })),
      "unreadable": unreadable.isEmpty ? nil : JSONValue(unreadable) { .string($0) },
      "ungoverned": JSONValue(cursor.ungoverned) { JSONValue($0) },
      "overdue": JSONValue(cursor.overdue) { JSONValue($0) },
      "discovery": cursor.discovery.map { JSONValue($0) },
      "next": cursor.next.map { JSONValue(text: $0) },
    ])
  }
}

extension JSONValue {
  /// A decision by the ledger's name for it and what it is about.
  init(_ decision: Decision) {
    let event = JSONValue.string(LedgerEvent(decision).rawValue)
    switch decision {
    case .issue(let grant, _), .certify(let grant), .activate(let grant), .expire(let grant),
      .revoke(let grant), .confirm(let grant), .identify(let grant):
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
    case .mandate(let record, _):
      self = JSONValue(record).with([
        "event": event, "reasons": JSONValue(record.history.last?.reasons ?? []),
      ])
    case .freeze(let landing, let reasons):
      self = [
        "event": event, "landing": JSONValue(text: landing), "reasons": JSONValue(reasons),
      ]
    case .thaw(let landing):
      self = ["event": event, "landing": JSONValue(text: landing), "reasons": .array([])]
    case .brake(let brake):
      self = JSONValue(brake).with([
        "event": event, "landing": JSONValue(text: brake.landing), "reasons": .array([]),
      ])
    case .release(let release):
      self = JSONValue(release.brake).with([
        "event": event, "landing": JSONValue(text: release.brake.landing), "reasons": .array([]),
      ])
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
    case .fail(let trouble), .recover(let trouble):
      self = .object(
        JSONValue.members(of: trouble).merging(["event": event, "reasons": .array([])]) { $1 })
    case .discover(let news):
      self = [
        "event": event, "system": JSONValue(text: news.system),
        "found": JSONValue(news.found) { JSONValue($0) }, "gone": .integer(news.gone),
        "reasons": .array([]),
      ]
    case .remind(let due):
      self = .object(
        JSONValue.members(of: due).merging(["event": event, "reasons": .array([])]) { $1 })
    }
  }
}
