import Model

extension ImpactReport {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.facts([("proposed", proposed.phrase), ("instead of", current.phrase)])
    page.gap()
    page.reasons(faults, label: "\("fault", .bad)")
    guard let impact else { return page.text }
    page.reasons(waiting, label: "\("waits for a review", .waiting)")
    page.grants(
      impact.heldBack.map { ImpactedGrant(grant: $0, reasons: []) }, "would wait", .waiting)
    page.grants(impact.revoked, "would revoke", .bad)
    page.grants(impact.spared, "would keep", .good)
    for request in impact.requests {
      page.gap()
      page.line("\("would be \(request.after.rawValue)", request.after.tone)  \(request.key.path)")
      page.reasons(request.reasons, indent: 2)
    }
    for record in impact.mandates {
      page.gap()
      page.line(
        "\(record.state == .ended ? "would end" : "would rest", .bad)  \(record.path) of \(record.terms.subject)"
      )
      page.reasons(record.history.last?.reasons ?? [], indent: 2)
    }
    page.eligibility(impact.eligibility)
    page.approvers(impact.approvers)
    page.terms(impact.terms)
    page.gap()
    page.line("\(summary)")
    return page.text
  }

  var summary: String {
    guard let impact else { return counted(faults.count, "fault") }
    let people = Set(impact.eligibility.changes.flatMap(\.subjects)).count
    let live =
      hasLedger
      ? "\(impact.revoked.count) of \(counted(impact.live, "live grant")) would be revoked"
      : "there is no ledger to know grants from"
    let looser = impact.terms.count { $0.weight == .looser }
    let terms =
      impact.terms.isEmpty
      ? "" : "; \(looser) of \(counted(impact.terms.count, "changed term")) looser"
    return "\(live); \(counted(impact.requests.count, "pending request")) would fare otherwise; "
      + "\(counted(people, "subject")) could ask for something else\(terms)"
  }

  package var markdown: String {
    guard let impact else {
      return "### Policy impact\n\n" + markdownTable(of: diagnostics) + "\n" + summary + "\n"
    }
    let grants = markdownTable(
      ["", "subject", "entitlement", "until", "why"],
      (impact.revoked.map { ($0, "would be revoked") } + impact.spared.map { ($0, "would stay") })
        .map { impacted, what in
          [
            what, "`\(impacted.grant.subject)`", "`\(impacted.grant.entitlementName)`",
            shownInstant(impacted.grant.end), markdownText(impacted.reasons.words),
          ]
        })
    let requests = markdownTable(
      ["pending request", "would be", "why"],
      impact.requests.map {
        [
          markdownText("`\($0.key.path)`"), $0.after.rawValue, markdownText($0.reasons.words),
        ]
      })
    let mandates = markdownTable(
      ["mandate", "of", "would", "why"],
      impact.mandates.map {
        [
          markdownText("`\($0.path)`"), "`\($0.terms.subject)`",
          $0.state == .ended ? "end" : "rest",
          markdownText(($0.history.last?.reasons ?? []).words),
        ]
      })
    let eligibility = markdownTable(
      ["subjects", "may newly ask for", "may no longer ask for"],
      impact.eligibility.changes.map {
        [code($0.subjects), code($0.gained), code($0.lost)]
      })
    let entitlements = markdownTable(
      ["new entitlements", "entitlements that go"],
      impact.eligibility.added.isEmpty && impact.eligibility.removed.isEmpty
        ? [] : [[code(impact.eligibility.added), code(impact.eligibility.removed)]])
    let approvers = markdownTable(
      ["approvals of", "could newly sign", "could no longer sign"],
      impact.approvers.map { [code($0.origins), code($0.gained), code($0.lost)] })
    let terms = markdownTable(
      ["", "of", "term", "before", "after"],
      impact.terms.map { change in
        [
          change.weight == .looser ? "**looser**" : change.weight.rawValue,
          markdownText(change.whose), markdownText("`\(change.term)`"),
          markdownText(change.before), markdownText(change.after),
        ]
      })
    let parts = [
      waiting.isEmpty ? "" : markdownTable(of: waiting.map { Diagnostic(.warning, $0) }),
      grants, requests, mandates, entitlements, eligibility, approvers, terms,
      markdownText(summary) + "\n",
    ]
    return "### Policy impact\n\n" + parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func code(_ names: [some CustomStringConvertible]) -> String {
    let shown = names.prefix(10).map { markdownText("`\($0.description)`") }.joined(separator: ", ")
    return shown + (names.count > 10 ? " and \(names.count - 10) more" : "")
  }
}

extension Page {
  fileprivate mutating func grants(_ grants: [ImpactedGrant], _ what: String, _ tone: Tone) {
    for impacted in grants {
      gap()
      line("\(what, tone)  \(impacted.words)  \(impacted.grant.id, .faint)")
      reasons(impacted.reasons, indent: 2)
    }
  }

  fileprivate mutating func eligibility(_ difference: EligibilityDifference) {
    for (what, names) in [("new", difference.added), ("gone", difference.removed)]
    where !names.isEmpty {
      gap()
      line("\(what, .strong)  \(listed(names.map(\.description), joinedBy: "and"))")
    }
    for change in difference.changes {
      gap()
      line("\(listed(change.subjects.map(\.text), joinedBy: "and"), .strong)")
      shift("may", "ask for", change.gained.map(\.description), change.lost.map(\.description))
    }
  }

  /// What is so since the change, and what no longer is.
  private mutating func shift(
    _ auxiliary: String, _ verb: String, _ gained: [String], _ lost: [String]
  ) {
    for (when, names) in [("newly", gained), ("no longer", lost)] where !names.isEmpty {
      line("\(auxiliary) \(when) \(verb) \(listed(names, joinedBy: "and"))", indent: 2)
    }
  }

  fileprivate mutating func terms(_ changes: [TermChange]) {
    for weight in TermChange.Weight.allCases {
      let found = changes.filter { $0.weight == weight }
      guard !found.isEmpty else { continue }
      gap()
      let (label, tone): (String, Tone) =
        switch weight {
        case .looser: ("looser", .bad)
        case .tighter: ("tighter", .good)
        case .other: ("otherwise", .waiting)
        }
      line("\(label, tone)")
      for change in found {
        line("\(change.words)", indent: 2)
      }
    }
  }

  fileprivate mutating func approvers(_ changes: [ApproverChange]) {
    for change in changes {
      gap()
      line("approvals of \(listed(change.origins, joinedBy: "and"), .strong)")
      shift("could", "be signed by", change.gained.map(\.text), change.lost.map(\.text))
    }
  }
}
