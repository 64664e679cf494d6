package import Model

extension WhoHasReport: Report {
  package var json: JSONValue {
    [
      "target": .string(target), "at": JSONValue(text: at), "policy": JSONValue(text: policy),
      "ledger": JSONValue(text: ledger),
      "access": JSONValue(holdings) { holding in
        [
          "subject": JSONValue(text: holding.subject),
          "system": JSONValue(text: holding.entitlement.system),
          "entitlement": .string(holding.entitlement.entitlement),
          "start": JSONValue(text: holding.window.start),
          "end": JSONValue(text: holding.window.end),
          "grants": JSONValue(holding.grants) { grant in
            [
              "id": JSONValue(text: grant.id), "state": .string(grant.state.rawValue),
              "start": JSONValue(text: grant.start), "end": JSONValue(text: grant.end),
              "policy": JSONValue(text: grant.policy),
            ]
          },
        ]
      },
    ]
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    if !holdings.isEmpty {
      page.table(
        TextTable(
          header: ["SUBJECT", "ENTITLEMENT", "SINCE", "UNTIL", "GRANTS"],
          rows: holdings.map { holding in
            [
              "\(holding.subject)", "\(holding.entitlement)",
              Phrase(whole: shownInstant(holding.window.start)), style.moment(holding.window.end),
              "\(holding.grants.map(\.id.description).joined(separator: " "), .faint)",
            ]
          }))
      page.gap()
    }
    let who =
      holdings.isEmpty
      ? "nobody has" : counted(Set(holdings.map(\.subject)).count, "subject") + " with"
    page.line("\(who) access to \(target) at \(Phrase(whole: shownInstant(at)))")
    return page.text
  }
}
