import Model

extension WhoCanReport {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("\(outline.name, .strong)")
    page.facts(facts, indent: 2)
    for terms in outline.terms { page.terms(terms) }
    if outline.terms.isEmpty {
      page.gap()
      page.line("\("Nobody", .bad) could ask for it now.", indent: 2)
    }
    page.mandates(mandates, indent: 2)
    page.emergency(outline)
    if !outline.barred.isEmpty {
      page.gap()
      page.line("\("Named, but not now", .strong)", indent: 2)
      for barred in outline.barred.prefix(WhoCanReport.mostListed) {
        page.reason(barred.reason, indent: 4)
      }
      let rest = outline.barred.count - WhoCanReport.mostListed
      if rest > 0 { page.line("and \(rest) more", indent: 4) }
    }
    return page.text
  }

  /// So many people are explained each on lines of their own.
  private static let mostListed = 10

  private var facts: [(label: String, fact: Phrase)] {
    let system = outline.system
    var facts: [(label: String, fact: Phrase)] = [
      ("system", "\(system.description)"), ("plane", "\(system.plane.rawValue)"),
      ("risk", "\(outline.entitlement.risk.rawValue)"),
      ("owner", "\(system.owner), \(listed(outline.owners.map(\.text), joinedBy: "and"))"),
      (
        "eligible",
        "\(listed(outline.entitlement.eligible.map(\.description), joinedBy: "or"))"
      ),
    ]
    for conflict in outline.conflicts {
      facts.append(("never with", "\(conflict.name)  \("(\(conflict.location.place))", .faint)"))
    }
    facts.append(("policy", policy.phrase))
    return facts
  }
}

extension Page {
  /// Adds what is asked of some subjects, and who could give it.
  fileprivate mutating func terms(_ terms: SharedTerms) {
    gap()
    line("\(listed(terms.subjects.map(\.text), joinedBy: "or"), .strong) could ask", indent: 2)
    for list in terms.approvals { self.list(list, subjects: terms.subjects.count) }
    var facts: [(label: String, fact: Phrase)] = [
      ("at most", "\(shownDuration(terms.maximum.value))" + place(terms.maximum.location)),
      ("signatures", "\(terms.assurance.rawValue)"),
      (
        "request",
        (terms.signedRequest.value ? "signed by the subject" : "need not be signed")
          + place(terms.signedRequest.location)
      ),
    ]
    facts += terms.tickets.map { ("ticket", "\($0.value)" + place($0.location)) }
    facts += terms.renewals.map {
      (
        "renewals",
        "\($0.value.maximum) within \(shownDuration($0.value.within))" + place($0.location)
      )
    }
    facts += terms.denials.map { ("denied", denial($0.value) + place($0.location)) }
    if !terms.stranded.isEmpty {
      let names = listed(terms.stranded.map(\.text), joinedBy: "and")
      facts.append(("stranded", "\(names, .bad): nobody else is left to approve"))
    }
    self.facts(facts, indent: 4)
  }

  private mutating func list(_ list: OutlinedList, subjects: Int) {
    for outlined in list.lines {
      let from = listed(outlined.line.from.map(\.description), joinedBy: "or")
      line(
        "\(outlined.line.count) from \(from) for \(list.origin)" + place(outlined.location),
        indent: 4)
      var who: [Phrase] = []
      if !outlined.people.isEmpty {
        who.append("\(listed(outlined.people.map(\.text), joinedBy: "or"))")
      }
      if !outlined.sponsors.isEmpty { who.append(sponsors(outlined.sponsors)) }
      guard let first = who.first else {
        line("\("nobody could give it now", .bad)", indent: 6)
        continue
      }
      line(who.dropFirst().reduce(first) { $0 + "; " + $1 }, indent: 6, hanging: 0)
    }
  }

  private func sponsors(_ pairs: [SubjectSponsor]) -> Phrase {
    "\(listed(pairs.map { "\($0.sponsor) for \($0.subject)" }, joinedBy: "and"))"
  }

  private func denial(_ denial: Denial) -> Phrase {
    let when: Phrase =
      switch (denial.from.map(shownInstant), denial.until.map(shownInstant)) {
      case (nil, nil): "always"
      case (let from?, nil): "from \(Phrase(whole: from)) on"
      case (nil, let until?): "until \(Phrase(whole: until))"
      case (let from?, let until?): "from \(Phrase(whole: from)) until \(Phrase(whole: until))"
      }
    return when + ": \(denial.message)"
  }

  private func place(_ location: SourceLocation) -> Phrase {
    "  \("(\(location.place))", .faint)"
  }

  fileprivate mutating func emergency(_ outline: AccessOutline) {
    guard let terms = outline.entitlement.emergency else { return }
    let location = SourceLocation(file: outline.system.file, mark: terms.mark)
    gap()
    line("\("In an emergency", .strong)" + place(location), indent: 2)
    let approvals = terms.approvals.map { line in
      "\(line.count) from \(listed(line.from.map(\.description), joinedBy: "or"))"
    }
    facts(
      [
        ("eligible", "\(listed(terms.eligible.map(\.description), joinedBy: "or"))"),
        ("who", "\(listed(outline.emergencySubjects.map(\.text), joinedBy: "or"))"),
        (
          "approvals",
          "\(approvals.isEmpty ? "none, the request signed by the subject" : approvals.joined(separator: ", "))"
        ), ("at most", "\(shownDuration(terms.maximumDuration))"),
        ("review", "within \(shownDuration(terms.reviewWithin))"),
      ], indent: 4)
  }
}
