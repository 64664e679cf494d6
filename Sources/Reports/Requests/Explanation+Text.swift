import Model

extension Explanation {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("\(key.path, .strong)")
    page.explanation(self)
    return page.text
  }
}

extension Page {
  /// Adds what is known of one request, beneath its path.
  mutating func explanation(_ explanation: Explanation) {
    facts(of: explanation)
    gap()
    line(explanation.verdict(style), indent: 2)
    if let work = explanation.work { handWork([work], indent: 2) }
    if let howToConnect = explanation.howToConnect {
      gap()
      line("connect  \(shownText(howToConnect))", indent: 2, hanging: 9)
    }
    if let trouble = explanation.trouble {
      line("\("failing", .bad)  " + trouble.phrase(style), indent: 2, hanging: 9)
    }
    if !explanation.objections.isEmpty {
      gap()
      reasons(explanation.objections, indent: 2)
    }
    for requirement in explanation.evaluation?.requirements ?? [] { self.requirement(requirement) }
    for hint in explanation.waysOn { mend(hint, indent: 2) }
    approvals(explanation.approvals)
    if let grant = explanation.grant { history(of: grant) }
    if !explanation.attempts.isEmpty {
      gap()
      line("\("Counts for nothing", .strong)", indent: 2)
      reasons(explanation.attempts, indent: 4)
    }
  }

  private mutating func facts(of explanation: Explanation) {
    var facts: [(label: String, fact: Phrase)] = []
    if let request = explanation.request {
      var asked: Phrase =
        "\(request.subject) on \(request.entitlementName) for \(shownDuration(request.duration))"
      if let starts = request.starts { asked += " from \(Phrase(whole: shownInstant(starts)))" }
      if request.isEmergency { asked += ", \("emergency", .bad)" }
      facts.append(("asks for", asked))
    } else if let mandate = explanation.mandate?.terms {
      let what = listed(mandate.entitlements.map(\.description), joinedBy: "and")
      facts.append(("mandate for", "\(mandate.subject) on \(what)"))
      facts.append(("terms", "\(mandate.words)"))
    } else if let grant = explanation.grant {
      facts.append(("asks for", "\(grant.subject) on \(grant.entitlementName)"))
    }
    let ticket = explanation.request.map(\.ticket) ?? explanation.grant?.ticket
    let reason =
      explanation.request?.reason ?? explanation.mandate?.terms.reason ?? explanation.grant?.reason
    facts += ticket.map { [("ticket", "\($0)")] } ?? []
    facts += reason.map { [("reason", "\($0)")] } ?? []
    if let agreed = explanation.agreed { facts.append(("stands", agreed.phrase(style))) }
    if let mandate = explanation.evaluation?.mandate {
      facts.append(("by", "the mandate \(mandate.path), " + mandate.phrase(style)))
    } else if let mandate = explanation.grant?.mandate {
      facts.append(("by", "the mandate \(mandate.path)"))
    }
    facts += explanation.window.map { [("window", $0.phrase)] } ?? []
    facts.append(("blob", "\(explanation.key.blob)"))
    facts += explanation.landing.map { [("landed", "\($0)")] } ?? []
    facts += explanation.grant.map { [("grant", "\($0.id)")] } ?? []
    facts += explanation.grant?.emergency.map { [("review", $0.phrase(style))] } ?? []
    self.facts(facts, indent: 2)
  }

  /// Adds what one approvals list asks for, who met it and who could meet the rest.
  mutating func requirement(_ requirement: RequirementStatus) {
    gap()
    line(
      "\(requirement.origin, .strong) asks for  \("(\(requirement.location.place))", .faint)",
      indent: 2)
    for status in requirement.lines {
      let from = listed(status.line.from.map(\.description), joinedBy: "or")
      let met = listed(status.met.map(\.text), joinedBy: "and")
      if status.missing == 0 {
        line(
          "\("met", .good)      \(status.line.count) from \(from): \(met)", indent: 4, hanging: 9)
        continue
      }
      let given: Phrase = status.met.isEmpty ? "" : "; \(met) gave theirs"
      line(
        "\("missing", .waiting)  \(status.missing) of \(status.line.count) from \(from)" + given,
        indent: 4, hanging: 9)
      let who: Phrase =
        status.candidates.isEmpty
        ? "\("nobody could give it now", .bad)"
        : "could come from \(listed(status.candidates.map(\.text), joinedBy: "or"))"
      line(who, indent: 13, hanging: 0)
    }
  }

  private mutating func history(of grant: Grant) {
    gap()
    line("\("History", .strong)", indent: 2)
    for event in grant.history {
      line(
        "\(event.event.rawValue) \(style.moment(event.at)), the mainline at \(event.mainline.short)",
        indent: 4)
      // Why it ended has been said above.
      for reason in event.reasons { line("\(reason.code.rawValue)", indent: 6) }
    }
  }

  private mutating func approvals(_ approvals: [Approval]) {
    guard !approvals.isEmpty else { return }
    gap()
    line("\("Signed by", .strong)", indent: 2)
    table(
      TextTable(
        rows: approvals.map {
          ["\($0.person)", "\($0.assurance.rawValue)", "\($0.commit.short)", "\($0.key, .faint)"]
        }), indent: 4)
  }
}
