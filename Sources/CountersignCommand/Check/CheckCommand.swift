internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign check`: judge the requests and policies of a branch before it lands.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge the requests and policies of a branch before it lands.",
    discussion: """
      Holds a branch against the mainline: every fault of each request it adds or changes, what would \
      be granted, which approvals it needs and who could give them. Where the branch changes policies, \
      their faults, failing tests, and who would have to approve. Only commits are read, never the \
      work tree.

      With --anchor the policies in force judge, by the ledger where there is one; without, the \
      mainline's own, and the answer is advice only.

      EXAMPLES
        countersign check
        countersign check --base refs/remotes/origin/main --anchor $ANCHOR --format json
        countersign check refs/pull/7/head --format github

      EXIT STATUS
        0 nothing speaks against the branch; approvals may still be missing
        1 a request would be refused, or a document is invalid   64 wrong usage
        65 the mainline has no policies that can be read   74 the repository fails
        77 trust cannot be established, such as in a shallow clone
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: DiagnosticFormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp(
      "What to hold the branch against; without it the mainline here, or else origin's.",
      valueName: "rev"))
  var base: String?

  @Argument(help: ArgumentHelp("The end of the branch; without it HEAD.", valueName: "rev"))
  var revision: String?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let check = try BranchCheck(
      at: repository.repository, anchor: try anchor.ifGiven(), base: base,
      time.now ?? surroundings.now, .ofThisProcess)
    let report = try check.report(on: revision)
    try Output.answer(report, as: format.format, surroundings, at: check.now)
    let status = report.isOK ? ExitCode.success : ExitCode(ExitStatus.negative.rawValue)
    // To free the judgements of thousands takes as long as to show them.
    withExtendedLifetime((check, report)) { Countersign.exit(withError: status) }
  }
}
