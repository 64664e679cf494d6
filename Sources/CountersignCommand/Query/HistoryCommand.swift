internal import ArgumentParser
internal import Intake
internal import Ledger
internal import Model
internal import Processing
internal import Reports

/// `countersign history`: every event of the ledger, or all that held at an instant.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract:
      "Tell what the ledger recorded, or who had access at an instant and under which policy.",
    discussion: """
      Without --at: every event, oldest first. With it: the grants that had not ended by then, the \
      policies in force and the landing that had brought them, as the ledger's last commit before that \
      instant has them.

      EXAMPLES
        countersign history
        countersign history --at 2026-11-21T12:00:00Z
        countersign history --at 2026-11-21T12:00:00Z --format json | jq .policy

      EXIT STATUS
        0 told   1 the ledger had not begun at that instant   64 wrong usage
        74 the repository fails   77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp(
      "The instant to tell about, such as 2026-11-21T09:00:00Z.", valueName: "instant"))
  var at: Instant?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: time.now ?? surroundings.now)
    guard let at else {
      let events = try inLedger { () throws(LedgerError) in
        try view.ledger.events().map(HistoryReport.Event.init)
      }
      return try Output.answer(
        HistoryReport(events: events), as: format.format, surroundings, at: view.now)
    }
    let past = try PastLedger(view, at: at)
    let live = try inLedger { () throws(LedgerError) in
      try past.ledger.live().map(\.grant)
    }
    try Output.answer(
      MomentReport(
        at: at, cursor: past.ledger.cursor, ledger: past.ledger.tip,
        policyLanding: past.policyLanding, grants: live), as: format.format, surroundings, at: at)
  }
}

extension HistoryReport.Event {
  fileprivate init(_ entry: LedgerEntry) {
    self.init(
      name: entry.event.rawValue, at: entry.at, commit: entry.commit, mainline: entry.mainline,
      subject: entry.subject, grant: entry.grant, request: entry.request)
  }
}
