package import Model

extension HistoryReport: Report {
  package var json: JSONValue {
    JSONValue(events) { event in
      JSONValue(present: [
        "event": .string(event.name), "at": JSONValue(text: event.at),
        "commit": JSONValue(text: event.commit), "mainline": JSONValue(text: event.mainline),
        "message": .string(event.subject), "grant": event.grant.map { JSONValue(text: $0) },
        "request": event.request.map { JSONValue($0) },
      ])
    }
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.table(
      TextTable(
        header: ["AT", "COMMIT", "EVENT"],
        rows: events.map {
          [
            Phrase(whole: shownInstant($0.at)), "\($0.commit.short, .faint)", "\($0.subject)",
          ]
        }))
    page.gap()
    page.line("\(counted(events.count, "event"))")
    return page.text
  }
}

extension MomentReport: Report {
  package var json: JSONValue {
    [
      "at": JSONValue(text: at), "ledger": JSONValue(text: ledger),
      "mainline": JSONValue(text: cursor.mainline),
      "policy": [
        "tree": JSONValue(text: cursor.policy), "landing": JSONValue(text: policyLanding),
      ],
      "frozen": JSONValue(cursor.frozen), "brakes": JSONValue(cursor.brakes) { JSONValue($0) },
      "waiting": cursor.waitingPolicy.map { JSONValue($0) } ?? .null,
      "grants": GrantsReport(grants: grants).json,
    ]
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.facts([
      ("at", "\(Phrase(whole: shownInstant(at)))"),
      ("ledger", "\(ledger.short), written \(style.moment(cursor.at))"),
      ("mainline", "\(cursor.mainline.short)"),
      ("policy", "\(cursor.policy.short), since the landing \(policyLanding.short)"),
    ])
    page.standstill(halted: [], frozen: cursor.frozen)
    page.notAccepted(cursor)
    page.brakes(cursor.brakes)
    page.gap()
    return page.text + GrantsReport(grants: grants).text(style)
  }
}
