internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign review start`: list who has access to a system, for its owner to decide on.
struct ReviewStartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "List who has access to a system, for its owner to keep or remove.",
    discussion: """
      Writes reviews/<system>-<day>.yaml with everybody who has access to the system by the ledger. Its \
      owner writes `keep` or `remove` behind each and lands the file by a signed merge; the next run \
      takes away what is to be removed and records who kept what.

      EXAMPLES
        countersign review start billing-db
        countersign review start billing-db --name billing-db-before-the-audit

      EXIT STATUS
        0 written   1 the file is there already
        64 wrong usage, or there is no such system
        74 the file cannot be written
        77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(help: ArgumentHelp("The file's name without .yaml.", valueName: "name"))
  var name: String?

  @Argument(help: ArgumentHelp("The system to review.", valueName: "system"))
  var system: SystemID

  func validate() throws { try checkFileName(name) }

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let desk = ReviewDesk(try LedgerOutlook(repository, anchor, time, surroundings))
    try Output.answer(
      desk.access(to: system, name: name), as: format.format, surroundings, at: desk.now)
  }
}
