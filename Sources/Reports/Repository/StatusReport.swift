package import Model

extension StatusReport: Report {
  package var state: RunState { RunState(cursor: cursor, halted: halted) }

  package var json: JSONValue {
    JSONValue(present: [
      "mainline": JSONValue(text: cursor.mainline), "tip": JSONValue(text: tip),
      "policy": JSONValue(text: cursor.policy), "ledger": JSONValue(text: ledger),
      "anchor": JSONValue(text: cursor.anchor), "at": JSONValue(text: cursor.at),
      "next": cursor.next.map { JSONValue(text: $0) }, "drill": .bool(cursor.drill),
      "state": .string(state.rawValue),
      "reasons": JSONValue(halted + cursor.openReasons),
      "held_back": cursor.heldBack.isEmpty
        ? nil : JSONValue(cursor.heldBack) { JSONValue(text: $0) },
      "waiting": cursor.waitingPolicy.map { JSONValue($0) } ?? JSONValue.null,
      "brakes": JSONValue(cursor.brakes) { JSONValue($0) },
      "requests": JSONValue(requests) { JSONValue($0) },
      "grants": GrantCounts(live).json(of: GrantState.allCases.filter(\.isLive)),
      "ungoverned": JSONValue(cursor.ungoverned) { JSONValue($0) },
      "voided": JSONValue(cursor.voided) { JSONValue($0) },
      "too_large": cursor.tooLarge.isEmpty ? nil : JSONValue(cursor.tooLarge) { JSONValue($0) },
      "leaving": leaving.isEmpty ? nil : JSONValue(leaving) { JSONValue($0) },
      "mandates": mandates.isEmpty
        ? nil
        : JSONValue(mandates) { record in
          let gone = record.approvers.map(\.person).filter(goneApprovers.contains)
          return gone.isEmpty
            ? JSONValue(record)
            : JSONValue(record).with(["gone_approvers": JSONValue(gone) { JSONValue(text: $0) }])
        },
      "by_hand": handWork.isEmpty ? nil : JSONValue(handWork) { JSONValue($0) },
      "overdue": JSONValue(cursor.overdue) { JSONValue($0) },
      "directory": directory.map(\.json),
      "discovery": cursor.discovery.map { JSONValue($0) },
      "troubles": cursor.troubles.isEmpty
        ? nil : JSONValue(cursor.troubles) { .object(JSONValue.members(of: $0)) },
      "due": due.map { JSONValue($0) { JSONValue($0) } },
    ])
  }
}

extension JSONValue {
  /// A landing that was over its budget, as `status` lists it.
  init(_ found: TooLargeLanding) {
    self = [
      "landing": JSONValue(text: found.landing), "item": .string(found.overrun.item.rawValue),
      "limit": .integer(found.overrun.limit), "reasons": JSONValue([found.reason]),
    ]
  }

  /// A request as `status` lists it.
  init(_ record: RequestRecord) {
    self.init(present: [
      "path": JSONValue(text: record.path), "blob": JSONValue(text: record.blob),
      "landing": JSONValue(text: record.landing), "outcome": .string(record.outcome.rawValue),
      "grant": record.grant.map { JSONValue(text: $0) }, "reasons": JSONValue(record.reasons),
    ])
  }
}
