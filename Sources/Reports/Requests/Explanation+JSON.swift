import Model

extension Explanation {
  package var json: JSONValue { .object(members) }

  /// `grant` is the whole record, as `grants` shows it.
  var members: [String: JSONValue] {
    let members: [String: JSONValue?] = [
      "path": JSONValue(text: key.path), "blob": JSONValue(text: key.blob),
      "landing": landing.map { JSONValue(text: $0) }, "request": request.map { JSONValue($0) },
      "mandate": mandate.map { JSONValue($0.terms) }, "agreed": agreed.map { JSONValue($0) },
      "outcome": record.map { .string($0.outcome.rawValue) },
      "seen": record.map { JSONValue(text: $0.seen) },
      "decided": record.map { JSONValue(text: $0.decided) }, "grant": grant.map { JSONValue($0) },
      "by_hand": work.map { JSONValue($0) },
      "how_to_connect": howToConnect.map { .string($0) },
      "trouble": trouble.map { .object(JSONValue.members(of: $0)) },
      "evaluation": evaluation.map { JSONValue($0) },
      "outlook": outlook.map { .string($0.rawValue) },
      "reasons": JSONValue(objections + shortages),
      "notes": JSONValue(attempts), "approvals": JSONValue(approvals) { JSONValue($0) },
    ]
    return members.compactMapValues { $0 }
  }
}

extension JSONValue {
  fileprivate init(_ request: Request) {
    self.init(present: [
      "subject": JSONValue(text: request.subject), "system": JSONValue(text: request.system),
      "entitlement": .string(request.entitlement), "duration": .string(request.duration.written),
      "starts": request.starts.map { JSONValue(text: $0) },
      "ticket": request.ticket.map(JSONValue.string), "reason": .string(request.reason),
      "emergency": .bool(request.isEmergency),
    ])
  }

  fileprivate init(_ terms: MandateTerms) {
    self = [
      "subject": JSONValue(text: terms.subject),
      "entitlements": JSONValue(terms.entitlements) { JSONValue(text: $0) },
      "each": .string(terms.each.written), "grants": .integer(terms.grants),
      "until": JSONValue(text: terms.until), "at_once": .integer(terms.atOnce),
      "reason": .string(terms.reason),
    ]
  }

  fileprivate init(_ evaluation: Evaluation) {
    self.init(present: [
      "verdict": .string(evaluation.verdict.name),
      "window": evaluation.window.map { JSONValue($0) },
      "mandate": evaluation.mandate.map { JSONValue($0.key) },
      "requirements": JSONValue(evaluation.requirements) { JSONValue($0) },
    ])
  }

  /// One approvals list, with the people who met it and those who could.
  init(_ requirement: RequirementStatus) {
    self.init(present: [
      "origin": .string(requirement.origin), "file": .string(requirement.location.file),
      "line": requirement.location.mark.map { .integer($0.line) },
      "column": requirement.location.mark.map { .integer($0.column) },
      "satisfied": .bool(requirement.isSatisfied),
      "lines": JSONValue(requirement.lines) { status in
        [
          "count": .integer(status.line.count), "missing": .integer(status.missing),
          "from": JSONValue(status.line.from) { JSONValue(text: $0) },
          "met": JSONValue(status.met) { JSONValue(text: $0) },
          "candidates": JSONValue(status.candidates) { JSONValue(text: $0) },
        ]
      },
    ])
  }
}

extension Evaluation.Verdict {
  /// As policy tests and records call it.
  fileprivate var name: String {
    switch self {
    case .granted: "granted"
    case .pending: "pending"
    case .refused: "refused"
    }
  }
}
