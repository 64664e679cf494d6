internal import ArgumentParser
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
    let view = try LedgerOutlook(repository, anchor, time, surroundings)
    if let at {
      try Output.answer(view.moment(at: at), as: format.format, surroundings, at: at)
    } else {
      try Output.answer(view.history(), as: format.format, surroundings, at: view.now)
    }
  }
}
