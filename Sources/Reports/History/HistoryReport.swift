package import Model

/// All that the ledger recorded, oldest first.
package struct HistoryReport: Report {
  /// One commit of the ledger.
  package struct Event: Hashable, Sendable {
    /// The `Event:` trailer.
    let name: String
    let at: Instant
    let commit: ObjectID
    /// The mainline's tip that the run saw.
    let mainline: ObjectID
    /// The first line of the message.
    let subject: String
    let grant: GrantID?
    let request: RequestKey?

    package init(
      name: String, at: Instant, commit: ObjectID, mainline: ObjectID, subject: String,
      grant: GrantID?, request: RequestKey?
    ) {
      self.name = name
      self.at = at
      self.commit = commit
      self.mainline = mainline
      self.subject = subject
      self.grant = grant
      self.request = request
    }
  }

  let events: [Event]

  package init(events: [Event]) { self.events = events }

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

/// What held at one instant, as the ledger's last commit before it has it.
package struct MomentReport: Report {
  let at: Instant
  let cursor: Cursor
  let ledger: ObjectID
  /// The landing that had brought the policy in force; the anchor where none had.
  let policyLanding: ObjectID
  /// Those that had not ended.
  let grants: [Grant]

  package init(
    at: Instant, cursor: Cursor, ledger: ObjectID, policyLanding: ObjectID, grants: [Grant]
  ) {
    self.at = at
    self.cursor = cursor
    self.ledger = ledger
    self.policyLanding = policyLanding
    self.grants = grants
  }

  package var json: JSONValue {
    [
      "at": JSONValue(text: at), "ledger": JSONValue(text: ledger),
      "mainline": JSONValue(text: cursor.mainline),
      "policy": [
        "tree": JSONValue(text: cursor.policy), "landing": JSONValue(text: policyLanding),
      ],
      "frozen": JSONValue(cursor.frozen), "brakes": JSONValue(cursor.brakes) { JSONValue($0) },
      "waiting": cursor.waitingPolicy.map { JSONValue($0) } ?? .null, "grants": GrantsReport(grants: grants).json,
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
