package import Model

/// Who has, had or will have access to what.
package struct GrantsReport: Report {
  /// Live grants first, the one that ends soonest at the top; behind them the ended ones, latest first.
  package let grants: [Grant]
  /// What is amiss with the targets of systems.
  package let troubles: [SystemTrouble]
  /// What whoever has access to a system does with it.
  package let howToConnect: [SystemID: String]

  /// Live grants first, the next to end on top; then what has ended, the latest on top.
  ///
  /// Of the rest only what is about them is kept.
  package init(
    grants: [Grant], troubles: [SystemTrouble] = [], howToConnect: [SystemID: String] = [:]
  ) {
    let given = Set(grants.filter(\.state.isGiven).map(\.system))
    self.howToConnect = howToConnect.filter { given.contains($0.key) }
    let systems = Set(grants.filter(\.state.isLive).map(\.system))
    self.troubles = troubles.filter { systems.contains($0.system) }
    self.grants = grants.sorted { left, right in
      guard left.state.isLive == right.state.isLive else { return left.state.isLive }
      if left.end != right.end { return (left.end < right.end) == left.state.isLive }
      return left.id < right.id
    }
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    if !grants.isEmpty {
      page.table(
        TextTable(
          header: ["STATE", "SUBJECT", "ENTITLEMENT", "ACCESS", "GRANT"],
          rows: grants.map { grant in
            [
              "\(grant.state.rawValue, grant.state.tone)", "\(grant.subject)",
              "\(grant.entitlementName)", "\(grant.access(seenBy: style))", "\(grant.id, .faint)",
            ]
          }))
      page.gap()
    }
    page.line("\(GrantCounts(grants).words)")
    for (system, words) in howToConnect.sorted(by: { $0.key < $1.key }) {
      page.gap()
      page.line("connect to \(system, .strong): \(shownText(words))", hanging: 2)
    }
    page.troubles(troubles, style)
    return page.text
  }

  /// An array of the grants as the ledger holds them, by id.
  package var json: JSONValue {
    JSONValue(grants.sorted { $0.id < $1.id }) { JSONValue($0) }
  }
}

extension Grant {
  /// From when or until when there is access, or when it ended.
  ///
  /// The record tells what runs did; where the clock has gone past it, that is said too.
  func access(seenBy style: Style) -> Phrase {
    switch state {
    case .scheduled where start <= style.now:
      return
        "\("due since", .bad) \(style.moment(start)), until \(Phrase(whole: shownInstant(end)))"
    case .scheduled: return "from \(style.moment(start)) for \(shownDuration(window.length))"
    case .revoked, .expired: return "ended \(style.moment(ending?.at ?? end))"
    case .issuing, .written, .active, .revoking, .expiring:
      if end <= style.now { return "\("should have ended", .bad) \(style.moment(end))" }
      return "until \(style.moment(end))"
    }
  }
}

extension GrantState {
  var tone: Tone {
    switch self {
    case .active: .good
    case .scheduled, .issuing, .written, .revoking, .expiring: .waiting
    case .revoked: .bad
    case .expired: .faint
    }
  }
}
