internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign review confirm`: write down that access was given or taken away by hand.
struct ReviewConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Write down that access was given or taken away by hand, for an assignee to sign.",
    discussion: """
      Writes reviews/<grant>-given.yaml or reviews/<grant>-taken.yaml, whichever the grant waits for. Do what \
      the runbook says first: the file counts once somebody whom the system's file names as assignee, and \
      who does not have the access, has brought it to the mainline by a signed merge. The owner of a system whose \
      connector cannot tell whether ended access is gone, or whose target is no more, signs so that it is.

      EXAMPLES
        countersign review confirm g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
        countersign review confirm g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --note \\
            'Case 4711 at the vendor.'

      EXIT STATUS
        0 written
        1 nothing waits to be done by hand for the grant, or the file is there
           already
        64 wrong usage   74 the file cannot be written
        77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp("Whatever helps to find it again on the target.", valueName: "text"))
  var note: String?

  @Option(help: ArgumentHelp("The file's name without .yaml.", valueName: "name"))
  var name: String?

  @Argument(
    help: ArgumentHelp(
      "The grant: g- and 32 digits, as status and grants show it.", valueName: "grant"))
  var grant: GrantID

  func validate() throws { try checkFileName(name) }

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let desk = ReviewDesk(try LedgerOutlook(repository, anchor, time, surroundings))
    let report = try desk.confirmation(of: grant, note: note, name: name)
    try Output.answer(report, as: format.format, surroundings, at: desk.now)
  }
}
