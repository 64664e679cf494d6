import Model

extension CheckReport {
  /// So many requests are explained each in full; of more, those without a fault are only listed.
  private static let mostInFull = 20
  /// So many without a fault are listed; nobody reads thousands, and JSON has them all.
  fileprivate static let mostListed = 200

  package func text(_ style: Style) -> String {
    var page = Page(style)
    if let basis { page.facts(basis.facts) }
    let isLong = requests.count > CheckReport.mostInFull
    if isLong { page.listed(requests, where: unopposed) }
    for (explanation, isUnopposed) in zip(requests, unopposed) where !isLong || !isUnopposed {
      page.gap()
      page.line("\(explanation.key.path, .strong)")
      if isLong {
        page.reasons(explanation.objections, indent: 2)
      } else {
        page.explanation(explanation)
      }
    }
    page.governed(governed)
    if let landing { page.consequences(landing) }
    for (label, reasons) in [("fault", policyFaults), ("warning", warnings)] {
      for reason in reasons {
        page.gap()
        page.reason(reason, label: "\(label, label == "fault" ? .bad : .waiting)")
      }
    }
    page.gap()
    page.line("\(summary)")
    return page.text
  }

  /// How many requests, faults and warnings there are.
  var summary: String {
    "\(counted(requests.count, "request")), \(counted(policyFaults.count + objections, "fault")), "
      + "\(counted(warnings.count, "warning"))"
  }
}

extension Page {
  /// Adds one line a request that nothing speaks against.
  fileprivate mutating func listed(_ requests: [Explanation], where isListed: [Bool]) {
    let places = requests.indices.filter { isListed[$0] }
    guard !places.isEmpty else { return }
    gap()
    table(
      TextTable(
        header: ["REQUEST", "SUBJECT", "ENTITLEMENT", "DURATION", "MISSING"],
        rows: places.prefix(CheckReport.mostListed).map { row(requests[$0]) }))
    let more = places.count - CheckReport.mostListed
    guard more > 0 else { return }
    gap()
    line(
      "and \(counted(more, "more request")) without a fault; \(OptionName.format) json shows them all"
    )
  }

  /// Adds what the landing does at once.
  fileprivate mutating func consequences(_ landing: LandingConsequences) {
    for brake in landing.stops {
      gap()
      line(
        "\("stops", .bad)  \(brake.words, .strong), as soon as it has landed, whoever approves it"
          + (brake.isSigned ? "" : "; nobody in force signed it"))
    }
    if landing.stops.isEmpty, !(landing.revoked + landing.heldBack).isEmpty { gap() }
    for (label, tone, grants) in [
      ("ends", Tone.bad, landing.revoked), ("held back", .waiting, landing.heldBack),
    ] {
      for grant in grants {
        line(
          "\(label, tone)  \(grant.subject) on \(grant.entitlementName), at the next run  \(grant.id, .faint)",
          indent: landing.stops.isEmpty ? 0 : 2)
      }
    }
    if !landing.heldBack.isEmpty {
      reason(MassAllowance.reason(waiting: landing.heldBack.count), indent: 2)
    }
    for release in landing.releases { self.release(release) }
  }

  private func row(_ explanation: Explanation) -> [Phrase] {
    let request = explanation.request
    let requirements = explanation.evaluation?.requirements ?? []
    let missing = requirements.compactMap { $0.isSatisfied ? nil : $0.origin }
    return [
      "\(explanation.key.path)",
      "\((request?.subject ?? explanation.mandate?.terms.subject)?.text ?? "")",
      "\(request?.entitlementName.description ?? explanation.mandate.map { "\($0.terms.entitlements.count) in advance" } ?? "")",
      "\((request?.duration ?? explanation.mandate?.terms.each).map { shownDuration($0) } ?? "")",
      "\(missing.isEmpty ? "nothing" : missing.joined(separator: ", "))",
    ]
  }

  /// Adds what the governance lines ask for, paths with the same answer together.
  mutating func governed(_ changes: [GovernedChange]) {
    for change in changes {
      guard let directory = change.attestedBy else { continue }
      gap()
      line("\("attested", .good)  \(change.path), by the signature of \(directory)")
    }
    var order: [String] = []
    var groups: [String: [GovernedChange]] = [:]
    for change in changes where !change.requirements.isEmpty {
      let key = JSONValue(change.requirements) { JSONValue($0) }.rendered(.line)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(change)
    }
    for key in order {
      guard let group = groups[key], let first = group.first else { continue }
      gap()
      for change in group { line("\("governed", .waiting)  \(change.path)") }
      for requirement in first.requirements { self.requirement(requirement) }
    }
  }
}
