internal import ArgumentParser
internal import Intake
internal import Ledger
internal import Model
internal import Processing
internal import Reports

/// `countersign status`: how far the processor has come, what waits and what keeps it from issuing.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how far the ledger has come, what waits, and whether anything is issued.",
    discussion: """
      Reads the ledger of this clone, or else origin's as it was last fetched, and writes nothing. Text \
      lists the requests that wait; with --all, and in JSON always, every request there ever was.

      EXAMPLES
        countersign status --anchor $ANCHOR
        countersign status --due 7d
        countersign status --late 15m
        countersign status --format json | jq '.requests[] | select(.outcome == "pending")'

      EXIT STATUS
        0 shown, also where issuing is frozen or halted
        1 with --late: something was due so long ago, and no run has come   64 wrong usage
        74 the repository fails   77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Flag(help: "List every request, not only those that wait.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Also list what falls due within this time, such as 8h or 7d: ends of grants and contracts, facts "
        + "that go stale, reviews.", valueName: "duration"),
    transform: StatusCommand.duration)
  var due: Duration?

  @Option(
    help: ArgumentHelp(
      "End with status 1 when something was due longer ago than this, such as 15m, and no run has come: for "
        + "whoever watches the schedule.", valueName: "duration"),
    transform: StatusCommand.duration)
  var late: Duration?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: time.now ?? surroundings.now)
    let listsAll = all || format.format == .json
    let live = try inLedger { () throws(LedgerError) in try view.ledger.live().map(\.grant) }
    let report = StatusReport(
      ledger: view.ledger.tip, cursor: view.ledger.cursor, tip: view.tip,
      halted: try view.halted(),
      requests: try inLedger { () throws(LedgerError) in
        listsAll ? try view.ledger.allPaths().flatMap(\.requests) : try view.ledger.pending()
      },
      live: live,
      due: try due.map { within throws(Failure) in
        try view.dues().all(before: view.now.advanced(by: within))
      },
      handWork: live.contains { $0.handWork != nil } ? try view.dues().handWork() : [],
      leaving: try inLedger { () throws(LedgerError) in try view.ledger.leaving() },
      directory: try directory(in: view))
    try Output.answer(report, as: format.format, surroundings, at: view.now)
    try checkSchedule(view)
  }

  /// Whether runs still come: a schedule that was switched off says nothing by itself.
  private func checkSchedule(_ view: LedgerOutlook) throws {
    guard let late, let due = view.ledger.cursor.next, due.advanced(by: late) <= view.now else {
      return
    }
    throw Failure(
      .negative,
      "No run has come since \(view.ledger.cursor.at), and something was due at \(due).",
      hint: "See that the schedule runs, and run: countersign run --push <remote>.")
  }

  private static func duration(_ text: String) throws -> Duration {
    do throws(DurationFault) {
      return try Duration(written: text.utf8)
    } catch {
      throw ValidationError("\(text) is no duration: write 30m, 8h or 7d.")
    }
  }

  /// What the directory has said; the whole policy is read only where there is one.
  private func directory(in view: LedgerOutlook) throws(Failure) -> DirectorySummary? {
    let settings: Settings
    do throws(IntakeError) {
      settings = try view.workspace.policies.settings(ofTree: view.ledger.cursor.policy)
    } catch {
      throw Failure(error)
    }
    return settings.directory == nil ? nil : DirectorySummary(try view.policy())
  }
}
