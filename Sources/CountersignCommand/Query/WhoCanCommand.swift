internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign who-can`: who could ever have an entitlement, and who would have to sign.
struct WhoCanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "who-can",
    abstract: "Say who could ever ask for an entitlement, who could approve, and on what terms.",
    discussion: """
      Answers from policy alone, before there is any request: subjects on the same terms together, each \
      approvals list with the people who could sign it and the line that asks for it, the longest \
      window, and what denies it. Who is named and yet could not have it now, say for a contract that \
      is over, is listed apart.

      With --anchor the policies in force answer, by the ledger where there is one; with --revision \
      those of that commit; else the mainline's own, and the answer is advice only.

      EXAMPLES
        countersign who-can billing-db/superuser
        countersign who-can billing-db/read-only --revision my-branch --format json

      EXIT STATUS
        0 answered, also where nobody could   1 there is no such entitlement
        64 wrong usage
        65 the policies cannot be read   74 the repository fails
        77 trust cannot be established
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(help: ArgumentHelp("Ask the policies of this commit instead.", valueName: "rev"))
  var revision: String?

  @Argument(
    help: ArgumentHelp(
      "What is asked about, such as billing-db/read-only.", valueName: "system/entitlement"))
  var name: EntitlementName

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = time.now ?? surroundings.now
    let report = try PolicyQuestion.access(
      to: name, at: repository.repository, revision: revision, anchor: try anchor.ifGiven(), now,
      .ofThisProcess)
    try Output.answer(report, as: format.format, surroundings, at: now)
  }
}
