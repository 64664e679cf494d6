internal import ArgumentParser
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
        countersign status --format json | jq \\
            '.requests[] | select(.outcome == "pending")'

      EXIT STATUS
        0 shown, also where policies wait or issuing is halted
        1 with --late: something was due so long ago, and no run has come
        64 wrong usage
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
    let view = try LedgerOutlook(repository, anchor, time, surroundings)
    let report = try view.status(listsAll: all || format.format == .json, due: due)
    try Output.answer(report, as: format.format, surroundings, at: view.now)
    if let late { try view.checkSchedule(late: late) }
  }

  private static func duration(_ text: String) throws -> Duration {
    do throws(DurationFault) {
      return try Duration(written: text.utf8)
    } catch {
      throw ValidationError("\(text) is no duration: write 30m, 8h or 7d.")
    }
  }
}
