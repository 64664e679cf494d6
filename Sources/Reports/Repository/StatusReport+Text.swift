import Model

extension StatusReport {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.facts(facts(style))
    page.standstill(halted: halted, frozen: cursor.frozen)
    page.notAccepted(cursor)
    page.heldBack(cursor)
    page.brakes(cursor.brakes)
    page.ungoverned(cursor.ungoverned)
    page.overdue(cursor.overdue)
    page.troubles(cursor.troubles, style)
    page.discovered(cursor.discovery)
    page.handWork(handWork)
    if let due { page.due(due) }
    for acceptance in cursor.voided {
      page.gap()
      page.line("\("voided", .bad)  \(acceptance.path), accepted with \(acceptance.landing.short)")
      page.reason(acceptance.reason, indent: 2)
    }
    // What landed behind it stands; the newest is what somebody may still have to put right.
    if let last = cursor.tooLarge.last {
      page.gap()
      let others = cursor.tooLarge.count - 1
      page.line(
        "\("too large", .bad)  landing \(last.landing.short)"
          + (others == 0 ? "" : ", and \(counted(others, "landing")) before it"))
      page.reason(last.reason, indent: 2)
    }
    page.leaving(leaving)
    page.mandates(mandates, gone: goneApprovers)
    for record in requests {
      page.gap()
      page.line(
        "\(record.outcome.rawValue, record.outcome.tone)  \(record.path), landed with "
          + "\(record.landing.short) \(relativeTime(record.seen, from: style.now))")
      page.reasons(record.reasons, indent: 2)
    }
    return page.text
  }

  private func next(_ style: Style) -> Phrase {
    guard let next = cursor.next else { return "nothing falls due" }
    let moment: Phrase = "\(style.moment(next))"
    return next <= style.now ? moment + ", \("a run is due", .waiting)" : moment
  }

  private func facts(_ style: Style) -> [(label: String, fact: Phrase)] {
    var facts: [(label: String, fact: Phrase)] = [
      ("state", "\(state.rawValue, state.tone)" + (cursor.drill ? ", a drill" : "")),
      ("mainline", "\(cursor.mainline.short), processed \(style.moment(cursor.at))"),
    ]
    if tip != cursor.mainline {
      facts.append(("", "\("now at", .waiting) \(tip.short), which no run has processed"))
    }
    facts += [
      ("policy", "\(cursor.policy.short)"), ("ledger", "\(ledger.short)"),
      ("anchor", "\(cursor.anchor.short)"),
      ("next", next(style)),
      ("grants", "\(GrantCounts(live).words)"),
    ]
    if let directory { facts.append(("directory", directory.phrase(style))) }
    let outcomes: [RequestOutcome] = [.granted, .pending, .refused, .withdrawn]
    let parts = outcomes.compactMap { outcome in
      let count = requests.count { $0.outcome == outcome }
      return count == 0 ? nil : "\(count) \(outcome.rawValue)"
    }
    facts.append(("requests", "\(parts.isEmpty ? "none waits" : parts.joined(separator: ", "))"))
    return facts
  }
}

extension Page {
  /// Adds the changes of governed paths that nobody with a say approved.
  mutating func ungoverned(_ changes: [UngovernedChange]) {
    for change in changes {
      gap()
      line("\("ungoverned", .bad)  \(change.path), changed by \(change.landing.short)")
      reason(change.reason, indent: 2)
    }
  }
}

extension RequestOutcome {
  var tone: Tone {
    switch self {
    case .granted: .good
    case .pending: .waiting
    case .refused, .withdrawn: .bad
    }
  }
}
