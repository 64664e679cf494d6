package import Model

/// Who has access at an instant, as far as nobody has confirmed that it is gone: all grants of one subject and
/// entitlement that follow on each other as one.
package struct WhoHasReport: Report {
  /// Access of one subject that does not pause.
  struct Holding {
    let subject: IdentityID
    let entitlement: EntitlementName
    /// What those that make it up come to: where one of them gives access, there is access.
    let presence: Presence
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

extension WhoHasReport.Holding {
  /// The grants that hang together with one that gives access at `instant`; nil where none does.
  fileprivate init?(
    _ holder: WhoHasReport.Holder, _ grants: [Grant], at instant: Instant
  ) {
    let sorted = grants.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    let found = sorted.filter { $0.presence(at: instant) != nil }
    let presences = Set(found.compactMap { $0.presence(at: instant) })
    guard let first = found.first,
      let presence = Presence.allCases.first(where: presences.contains)
    else { return nil }
    var window = first.window
    // A later start goes on only without a pause.
    let parts = sorted.filter { grant in
      guard grant.presence(at: instant) != nil || grant.start <= window.end && instant < grant.end
      else { return false }
      window = Window(start: min(window.start, grant.start), end: max(window.end, grant.end))
      return true
    }
    subject = holder.subject
    entitlement = holder.entitlement
    self.presence = presence
    self.window = window
    self.grants = parts
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
