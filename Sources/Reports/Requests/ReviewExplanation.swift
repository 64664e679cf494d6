package import Model

extension ReviewExplanation: Report {
  private var verdict: (text: String, tone: Tone) {
    guard let record else {
      return isRevocation
        ? ("counts with the change of policy in its own landing", .waiting)
        : (landing == nil ? "has not landed" : "no run has decided it", .waiting)
    }
    switch (record.outcome, isForecast) {
    case (.accepted, false): return ("accepted", .good)
    case (.refused, false): return ("refused", .bad)
    case (.accepted, true): return ("the next run accepts it", .good)
    case (.refused, true):
      return landing == nil
        ? ("waits to be signed and landed", .waiting) : ("the next run refuses it", .bad)
    }
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("\(key.path, .strong)")
    page.facts(facts(style), indent: 2)
    if case .readable(.access(let review)) = document, !review.access.isEmpty {
      page.gap()
      page.table(
        TextTable(
          rows: review.access.map { line in
            [
              "\(line.decision.rawValue, line.decision == .keep ? .good : .bad)",
              "\(line.subject, .strong)", "\(line.entitlement)", "\(line.note ?? "")",
            ]
          }), indent: 2)
    }
    page.gap()
    page.line("\(verdict.text, verdict.tone)", indent: 2)
    if !reasons.isEmpty {
      page.gap()
      page.reasons(reasons, indent: 2)
    }
    if let reviewers = record?.reviewers, !reviewers.isEmpty {
      page.gap()
      page.line("\("Signed by", .strong)", indent: 2)
      page.table(
        TextTable(
          rows: reviewers.map {
            ["\($0.person)", "\($0.assurance.rawValue)", "\($0.commit.short)", "\($0.key, .faint)"]
          }), indent: 4)
    }
    return page.text
  }

  private func facts(_ style: Style) -> [(label: String, fact: Phrase)] {
    var facts: [(label: String, fact: Phrase)] = []
    switch document {
    case .unreadable: facts.append(("is", "\("no review that can be read", .bad)"))
    case .readable(.emergency(let review)):
      facts.append(("reviews", "the emergency grant \(review.grant)"))
      facts.append(("finding", "\(review.finding)"))
      facts += review.actions.map { ("action", "\($0)") }
    case .readable(.access(let review)):
      facts.append(
        ("reviews", "the access to \(review.system, .strong) as of \(style.moment(review.asOf))"))
    case .readable(.revocation(let review)):
      facts.append(("lets", "a change of policy revoke up to \(counted(review.grants, "grant"))"))
      facts += review.reason.map { [("reason", "\($0)")] } ?? []
    case .readable(.standing(let signOff)):
      facts.append(
        (
          "answers for",
          "standing access to \(signOff.system, .strong), by \(signOff.owner) until \(style.moment(signOff.reviewBy))"
        ))
      facts += signOff.access.map { ("", "\($0.subject) on \($0.target)") }
      facts.append(("reason", "\(signOff.reason)"))
    case .readable(.confirmation(let signOff)):
      facts.append(("says", "that the grant \(signOff.grant) was \(signOff.deed.rawValue) by hand"))
      facts += signOff.note.map { [("note", "\($0)")] } ?? []
    case .readable(.offboarding(let signOff)):
      facts.append(
        (
          "closes",
          "\(counted(signOff.done.count, "line")) of the offboarding of \(signOff.person, .strong): "
            + "\(signOff.done.joined(separator: ", "))"
        ))
    }
    facts.append(("blob", "\(key.blob)"))
    facts += landing.map { [("landed", "\($0)")] } ?? []
    facts +=
      record.flatMap { isForecast ? nil : [("decided", "\(style.moment($0.decided))")] } ?? []
    return facts
  }

  package var json: JSONValue {
    JSONValue(present: [
      "review": JSONValue(key), "landing": landing.map { JSONValue(text: $0) },
      "outcome": record.map { .string($0.outcome.rawValue) }, "forecast": .bool(isForecast),
      "kind": kind.map { .string($0) },
      "grant": (emergency?.grant ?? confirmation?.grant).map { JSONValue(text: $0) },
      "confirms": confirmation.map { .string($0.deed.rawValue) },
      "system": access.map { JSONValue(text: $0.system) },
      "access": access.map { review in
        JSONValue(review.access) { line in
          JSONValue(present: [
            "subject": JSONValue(text: line.subject), "entitlement": .string(line.entitlement),
            "decision": .string(line.decision.rawValue), "note": line.note.map { .string($0) },
          ])
        }
      },
      "reviewers": record.map { record in
        JSONValue(record.reviewers) { JSONValue(text: $0.person) }
      }, "reasons": JSONValue(reasons),
    ])
  }

  private var kind: String? {
    guard case .readable(let signOff) = document else { return nil }
    return switch signOff {
    case .emergency: "emergency"
    case .access: "access"
    case .revocation: "revocation"
    case .offboarding: "offboarding"
    case .confirmation: "confirmation"
    case .standing: "standing"
    }
  }

  private var emergency: EmergencyReview? {
    if case .readable(.emergency(let review)) = document { review } else { nil }
  }

  private var confirmation: HandConfirmation? {
    if case .readable(.confirmation(let signOff)) = document { signOff } else { nil }
  }

  private var access: AccessReview? {
    if case .readable(.access(let review)) = document { review } else { nil }
  }
}

/// Reviews explained one after the other: all that ever landed at one path.
package struct ReviewExplanationList: Report {
  package let explanations: [ReviewExplanation]

  package init(_ explanations: [ReviewExplanation]) { self.explanations = explanations }

  package func text(_ style: Style) -> String {
    explanations.map { $0.text(style) }.joined(separator: "\n")
  }

  package var json: JSONValue { JSONValue(explanations) { $0.json } }
}
