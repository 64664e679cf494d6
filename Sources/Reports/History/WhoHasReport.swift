package import Model

/// Who has access at an instant: all grants of one subject and entitlement that follow on each other as one.
package struct WhoHasReport: Report {
  /// Access of one subject that does not pause.
  struct Holding {
    let subject: IdentityID
    let entitlement: EntitlementName
    /// From the first start to the last end.
    let window: Window
    /// Those that make it up, the one that began first on top.
    let grants: [Grant]
  }

  /// What was asked about.
  let target: String
  let at: Instant
  /// The `policies/` tree in force then.
  let policy: ObjectID
  /// The ledger's commit that says so.
  let ledger: ObjectID
  /// Sorted by entitlement and subject.
  let holdings: [Holding]

  /// Takes the grants that had not ended at `instant`.
  package init(
    of target: String, _ grants: [Grant], at instant: Instant, policy: ObjectID, ledger: ObjectID
  ) {
    self.target = target
    at = instant
    self.policy = policy
    self.ledger = ledger
    holdings = Dictionary(grouping: grants) {
      Holder(entitlement: $0.entitlementName, subject: $0.subject)
    }.sorted { ($0.key.entitlement, $0.key.subject) < ($1.key.entitlement, $1.key.subject) }
      .compactMap { holder, grants in Holding(holder, grants, at: instant) }
  }

  fileprivate struct Holder: Hashable {
    let entitlement: EntitlementName
    let subject: IdentityID
  }

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

extension WhoHasReport.Holding {
  /// The grants that hang together with one that gives access at `instant`; nil where none does.
  fileprivate init?(
    _ holder: WhoHasReport.Holder, _ grants: [Grant], at instant: Instant
  ) {
    func holds(_ grant: Grant, at instant: Instant) -> Bool {
      grant.start <= instant && instant < grant.end
    }
    let sorted = grants.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    guard let first = sorted.first(where: { holds($0, at: instant) }) else { return nil }
    var window = first.window
    // What was over before cannot give access any more, and a later start goes on only without a pause.
    let parts = sorted.filter { grant in
      guard instant < grant.end, grant.start <= window.end else { return false }
      window = Window(start: min(window.start, grant.start), end: max(window.end, grant.end))
      return true
    }
    subject = holder.subject
    entitlement = holder.entitlement
    self.window = window
    self.grants = parts
  }
}
