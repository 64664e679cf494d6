import Model

// The names are DESIGN section 9's, and those the ledger's records have: programs match on them.

extension JSONValue {
  init(_ reason: Reason) { self.init(record: reason) }

  /// The members of a reason, for findings that say more than it does.
  static func members(of reason: Reason) -> [String: JSONValue] { members(ofRecord: reason) }

  init(_ reasons: [Reason]) { self.init(reasons) { JSONValue($0) } }
  init(_ key: RequestKey) { self.init(record: key) }
  init(_ approval: Approval) { self.init(record: approval) }
  init(_ grant: Grant) { self.init(record: grant) }
  init(_ review: OverdueReview) { self.init(record: review) }
  init(_ change: UngovernedChange) { self.init(record: change) }
  init(_ acceptance: VoidedAcceptance) { self.init(record: acceptance) }
  init(_ state: DiscoveryState) { self.init(record: state) }
  init(_ finding: KnownFinding) { self.init(record: finding) }

  init(_ due: Due) { self = .object(JSONValue.members(of: due)) }

  /// The members of what falls due, for events that say more than it does.
  static func members(of due: Due) -> [String: JSONValue] {
    let members: [String: JSONValue?] = [
      "kind": .string(due.kind.rawValue), "due": JSONValue(text: due.at),
      "subject": due.subject.map { JSONValue(text: $0) },
      "grant": due.grant.map { JSONValue(text: $0) },
      "system": due.system.map { JSONValue(text: $0) },
      "entitlement": due.entitlement.map { .string($0.entitlement) },
      "since": due.since.map { JSONValue(text: $0) },
      "runbook": due.runbook.map(JSONValue.string),
      "recipients": JSONValue(due.recipients) { JSONValue(text: $0) },
    ]
    return members.compactMapValues { $0 }
  }

  init(_ window: Window) {
    self = ["start": JSONValue(text: window.start), "end": JSONValue(text: window.end)]
  }
}
