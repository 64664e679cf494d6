internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign review emergency`: write down what an emergency grant was used for.
struct ReviewEmergencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emergency",
    abstract: "Write down what an emergency grant was used for, for somebody else to sign.",
    discussion: """
      Writes reviews/<grant>.yaml with what was found and what is to be done about it. On a terminal it \
      asks for what no flag gives. The file counts once somebody who neither had nor approved the \
      access has brought it to the mainline by a signed merge.

      EXAMPLES
        countersign review emergency g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
        countersign review emergency g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 \\
          --finding 'The replica was stuck; restarted it.' --action \\
            'Alert on replication lag.'

      EXIT STATUS
        0 written
        1 the grant waits for no review, is not over yet, or the file is there
           already
        64 wrong usage, or something is missing and nobody can be asked
        74 the file cannot be written
        77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp("What happened, and whether the access was needed.", valueName: "text"))
  var finding: String?

  @Option(
    help: ArgumentHelp("What is to be done about it; may be repeated.", valueName: "text"))
  var action: [String] = []

  @Option(help: ArgumentHelp("The file's name without .yaml.", valueName: "name"))
  var name: String?

  @Argument(
    help: ArgumentHelp(
      "The emergency grant: g- and 32 digits, as status and grants show it.", valueName: "grant"))
  var grant: GrantID

  func validate() throws { try checkFileName(name) }

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let desk = ReviewDesk(try LedgerOutlook(repository, anchor, time, surroundings))
    let report = try desk.emergency(
      grant, finding: finding, actions: action, name: name, asking: surroundings.questions)
    try Output.answer(report, as: format.format, surroundings, at: desk.now)
  }
}

extension GrantID: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
