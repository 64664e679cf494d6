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
          "state": .string(holding.presence.rawValue),
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
          header: ["SUBJECT", "ENTITLEMENT", "STATE", "SINCE", "UNTIL", "GRANTS"],
          rows: holdings.map { holding in
            [
              "\(holding.subject)", "\(holding.entitlement)",
              "\(holding.presence.words, holding.presence.tone)",
              Phrase(whole: shownInstant(holding.window.start)), style.moment(holding.window.end),
              "\(holding.grants.map(\.id.description).joined(separator: " "), .faint)",
            ]
          }))
      page.gap()
    }
    let there = Set(holdings.filter(\.presence.mayBeThere).map(\.subject))
    let coming = Set(holdings.map(\.subject)).subtracting(there).count
    let who = there.isEmpty ? "nobody has" : counted(there.count, "subject") + " with"
    let more: Phrase =
      coming == 0 ? "" : "; \(counted(coming, "subject")) whose access is not there yet"
    page.line("\(who) access to \(target) at \(Phrase(whole: shownInstant(at)))" + more)
    return page.text
  }
}

extension Presence {
  var words: String {
    switch self {
    case .overdue: "overdue: no run has ended it"
    case .issuing: "issuing: not there yet"
    case .written: "written: nobody says that it is applied"
    case .expiring, .revoking: "\(rawValue): not confirmed gone"
    case .active: rawValue
    }
  }

  var tone: Tone {
    switch self {
    case .active: .good
    case .written, .issuing: .waiting
    case .revoking, .expiring, .overdue: .bad
    }
  }
}
