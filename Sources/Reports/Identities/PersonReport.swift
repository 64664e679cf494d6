package import Model

extension PersonReport: Report {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("\(id, .strong)")
    page.facts(
      person.map { facts(of: $0, style) } ?? workload.map(facts) ?? [
        (
          "file",
          "gone from policies/people/ and policies/workloads/; what they left behind stands below"
        )
      ], indent: 2)
    page.facts(
      [("owns", workloads), ("sponsors", sponsored)].filter { !$0.1.isEmpty }.map { label, ids in
        (label, "\(ids.map(\.text).joined(separator: ", "))\(orphans)")
      }, indent: 2)
    for brake in brakes {
      page.brakes([brake])
      page.line("since \(style.moment(brake.at)), landed by \(brake.landing.short)", indent: 2)
      page.mend(brake.release, indent: 2)
    }
    if !shortfalls.isEmpty {
      page.gap()
      page.reasons(shortfalls, indent: 2)
    }
    for grant in grants {
      page.gap()
      page.line(
        "\(grant.state.rawValue, grant.state.tone)  \(grant.entitlementName) "
          + grant.access(seenBy: style) + "  \(grant.id, .faint)", indent: 2)
    }
    guard let offboarding else { return page.text }
    page.gap()
    return page.text + OffboardingReport(offboarding).text(style)
  }

  /// What becomes of whom they answer for, where they have left.
  private var orphans: String {
    person.map { $0.status == .active } ?? false
      ? "" : ", who get no access until somebody else does"
  }

  private func facts(of workload: Workload) -> [(label: String, fact: Phrase)] {
    [
      ("workload", "\(workload.file)"), ("status", "\(workload.status.rawValue)"),
      ("owner", "\("\(workload.owner)")"),
    ]
  }

  private func facts(of person: Person, _ style: Style) -> [(label: String, fact: Phrase)] {
    var facts: [(label: String, fact: Phrase)] = [("name", "\(person.name)")]
    let organization: Phrase = person.organization.map { " of \($0)" } ?? ""
    facts.append(("class", "\(person.personClass.rawValue)" + organization))
    facts += person.sponsor.map { [("sponsor", "\($0)")] } ?? []
    facts +=
      person.contract.map {
        [("contract", "\($0.reference), ends \(style.moment($0.ends))")]
      } ?? []
    // Whom a brake stops is active in the file in force all the same.
    let isStopped = brakes.contains { $0.identity == id }
    let tone: Tone = person.status == .active && !isStopped ? .good : .bad
    let status = isStopped ? "stopped; in force \(person.shownStatus)" : person.shownStatus
    facts.append(
      ("status", "\(status, tone)  \("(\(person.statusLocation.place))", .faint)"))
    let stale = person.verified.advanced(by: staleAfter)
    facts.append(
      (
        "verified",
        "\(style.moment(person.verified)), stale from \(style.moment(stale))  \("(\(person.verifiedLocation.place))", .faint)"
      ))
    return facts
  }

  package var json: JSONValue {
    JSONValue(present: [
      "id": JSONValue(text: id),
      "person": person.map { person in
        JSONValue(present: [
          "name": .string(person.name), "class": .string(person.personClass.rawValue),
          "organization": person.organization.map { .string($0) },
          "sponsor": person.sponsor.map { JSONValue(text: $0) },
          "contract_ends": person.contract.map { JSONValue(text: $0.ends) },
          "status": .string(person.status.rawValue),
          "own_status": .string(person.ownStatus.rawValue),
          "status_from": .string(person.statusLocation.file),
          "verified": JSONValue(text: person.verified),
          "own_verified": JSONValue(text: person.ownVerified),
          "verified_from": .string(person.verifiedLocation.file),
        ])
      }, "brakes": JSONValue(brakes) { JSONValue($0) }, "reasons": JSONValue(shortfalls),
      "grants": JSONValue(grants) { JSONValue($0) },
      "offboarding": offboarding.map { JSONValue($0) },
      "owns": workloads.isEmpty ? nil : JSONValue(workloads) { JSONValue(text: $0) },
      "sponsors": sponsored.isEmpty ? nil : JSONValue(sponsored) { JSONValue(text: $0) },
    ])
  }
}

extension Brake {
  /// How it is released, in words.
  fileprivate var release: String {
    "See that \(path) stops them no more on the mainline, then have the release approved: "
      + "countersign approve policies. Whoever takes the stop away approves it not."
  }
}
