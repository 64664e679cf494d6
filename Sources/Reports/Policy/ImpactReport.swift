package import Model

extension ImpactReport: DiagnosticReport {
  package var diagnostics: [Diagnostic] {
    let revoked = (impact?.revoked ?? []).map { grant in
      Diagnostic(
        .warning, rule: "would-revoke", summary: "The change would revoke a live grant.",
        message: "would revoke \(grant.words): \(grant.reasons.words)", at: grant.reasons.location)
    }
    let refused = (impact?.requests ?? []).map { request in
      Diagnostic(
        request.after == .refused ? .warning : .note, rule: "would-judge-otherwise",
        summary: "A pending request would fare otherwise.",
        message: request.words, at: request.reasons.location)
    }
    let mandates = (impact?.mandates ?? []).map { record in
      Diagnostic(
        .warning, rule: "would-stop-mandate", summary: "The change would stop a mandate.",
        message: "would stop \(record.path): \((record.history.last?.reasons ?? []).words)",
        at: record.history.last?.reasons.location ?? nil)
    }
    let terms = (impact?.terms ?? []).map { change in
      Diagnostic(
        change.weight == .looser ? .warning : .note, rule: "term-\(change.weight.rawValue)",
        summary: "A term of access would change.",
        message: "\(change.words) (\(change.weight.rawValue))")
    }
    let notes = faults.map { Diagnostic(.error, $0) } + waiting.map { Diagnostic(.warning, $0) }
    return notes + revoked + refused + mandates + terms
  }

  package var json: JSONValue {
    JSONValue(present: [
      "ok": .bool(isOK), "proposed": proposed.json, "current": current.json,
      "ledger": .bool(hasLedger), "faults": JSONValue(faults), "guard": JSONValue(waiting),
      "grants": impact.map { impact in
        [
          "live": .integer(impact.live),
          "revoked": JSONValue(impact.revoked) { JSONValue($0) },
          "spared": JSONValue(impact.spared) { JSONValue($0) },
          "held_back": JSONValue(impact.heldBack) { JSONValue(text: $0.id) },
        ]
      },
      "requests": impact.map { impact in
        JSONValue(impact.requests) { request in
          [
            "request": JSONValue(request.key), "before": .string(request.before.rawValue),
            "after": .string(request.after.rawValue), "reasons": JSONValue(request.reasons),
          ]
        }
      },
      "mandates": impact.flatMap { impact in
        impact.mandates.isEmpty
          ? nil
          : JSONValue(impact.mandates) { record in
            JSONValue(record).with([
              "reasons": JSONValue(record.history.last?.reasons ?? [])
            ])
          }
      },
      "eligibility": impact.map { JSONValue($0.eligibility) },
      "approvers": impact.map { impact in
        JSONValue(impact.approvers) { change in
          [
            "lists": JSONValue(change.origins) { .string($0) },
            "gained": JSONValue(change.gained) { JSONValue(text: $0) },
            "lost": JSONValue(change.lost) { JSONValue(text: $0) },
          ]
        }
      },
      "terms": impact.map { impact in
        JSONValue(impact.terms) { change in
          [
            "whose": .string(change.whose), "term": .string(change.term),
            "before": .string(change.before), "after": .string(change.after),
            "weight": .string(change.weight.rawValue),
          ]
        }
      },
    ])
  }
}

extension JSONValue {
  fileprivate init(_ impacted: ImpactedGrant) {
    let grant = impacted.grant
    self = [
      "id": JSONValue(text: grant.id), "subject": JSONValue(text: grant.subject),
      "system": JSONValue(text: grant.system), "entitlement": .string(grant.entitlement),
      "start": JSONValue(text: grant.start), "end": JSONValue(text: grant.end),
      "reasons": JSONValue(impacted.reasons),
    ]
  }

  fileprivate init(_ difference: EligibilityDifference) {
    self = [
      "added": JSONValue(difference.added) { JSONValue(text: $0) },
      "removed": JSONValue(difference.removed) { JSONValue(text: $0) },
      "changes": JSONValue(difference.changes) { change in
        [
          "subjects": JSONValue(change.subjects) { JSONValue(text: $0) },
          "gained": JSONValue(change.gained) { JSONValue(text: $0) },
          "lost": JSONValue(change.lost) { JSONValue(text: $0) },
        ]
      },
    ]
  }
}

extension ImpactedGrant {
  /// `ana.silva on billing-db/read-only until 2026-11-21 17:00 UTC`.
  var words: String {
    "\(grant.subject) on \(grant.entitlementName) until \(shownInstant(grant.end))"
  }
}

extension ImpactedRequest {
  /// `requests/billing-db/ana.yaml waits and would be granted`.
  var words: String {
    let why = reasons.isEmpty ? "" : ": \(reasons.words)"
    return "\(key.path) is \(before.rawValue) and would be \(after.rawValue)" + why
  }
}

extension TermChange {
  /// `billing-db/read-only: maximum_duration 8h becomes 30d`, `rule freeze: new`.
  var words: String {
    let what =
      switch (before, after) {
      case (TermChange.absent, TermChange.present): "new"
      case (TermChange.present, TermChange.absent): "gone"
      default: "\(before) becomes \(after)"
      }
    return "\(whose): \(term == "rule" ? "" : "\(term) ")\(what)"
  }
}

extension [Reason] {
  /// The codes with their messages, in one sentence.
  var words: String { map { "\($0.code.rawValue), \($0.message)" }.joined(separator: " ") }

  /// The first place that one of them names.
  fileprivate var location: SourceLocation? { lazy.compactMap(\.location).first }
}
