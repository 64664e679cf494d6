package import Model

/// Where the processor stands: what governs, what waits, and whether anything is issued at all.
package struct StatusReport: Report {
  /// The ledger's tip.
  package let ledger: ObjectID
  package let cursor: Cursor
  /// The mainline's tip; where it is not the cursor's, a run has work to do.
  package let tip: ObjectID
  /// Why the next run would issue nothing at all: a rewound mainline, a clock behind.
  package let halted: [Reason]
  package let requests: [RequestRecord]
  /// The grants that have not ended.
  package let live: [Grant]
  /// What falls due soon, the soonest first; absent where nobody asked.
  package let due: [Due]?
  /// What waits for somebody to do it by hand.
  package let handWork: [Due]
  /// The offboardings that are incomplete.
  package let leaving: [OffboardingList]
  /// What the directory has said so far; absent where the settings name none.
  package let directory: DirectorySummary?

  package init(
    ledger: ObjectID, cursor: Cursor, tip: ObjectID, halted: [Reason], requests: [RequestRecord],
    live: [Grant], due: [Due]? = nil, handWork: [Due] = [], leaving: [OffboardingList] = [],
    directory: DirectorySummary? = nil
  ) {
    self.ledger = ledger
    self.cursor = cursor
    self.tip = tip
    self.halted = halted
    // A stable sort: what landed at one path stays in the order in which it landed.
    self.requests = requests.sorted { $0.path < $1.path }
    self.live = live
    self.due = due
    self.handWork = handWork
    self.leaving = leaving
    self.directory = directory
  }

  package var state: RunState { RunState(cursor: cursor, halted: halted) }

  package var json: JSONValue {
    JSONValue(present: [
      "mainline": JSONValue(text: cursor.mainline), "tip": JSONValue(text: tip),
      "policy": JSONValue(text: cursor.policy), "ledger": JSONValue(text: ledger),
      "anchor": JSONValue(text: cursor.anchor), "at": JSONValue(text: cursor.at),
      "next": cursor.next.map { JSONValue(text: $0) }, "drill": .bool(cursor.drill),
      "state": .string(state.rawValue), "reasons": JSONValue(halted + cursor.frozen),
      "requests": JSONValue(requests) { JSONValue($0) },
      "grants": GrantCounts(live).json(of: GrantState.allCases.filter(\.isLive)),
      "ungoverned": JSONValue(cursor.ungoverned) { JSONValue($0) },
      "voided": JSONValue(cursor.voided) { JSONValue($0) },
      "too_large": cursor.tooLarge.isEmpty ? nil : JSONValue(cursor.tooLarge) { JSONValue($0) },
      "leaving": leaving.isEmpty ? nil : JSONValue(leaving) { JSONValue($0) },
      "by_hand": handWork.isEmpty ? nil : JSONValue(handWork) { JSONValue($0) },
      "overdue": JSONValue(cursor.overdue) { JSONValue($0) },
      "directory": directory.map(\.json),
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
