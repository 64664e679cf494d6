internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign policy impact`: what a proposed change of policy would do to people.
struct PolicyImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract: "Say what a change of policy would revoke, refuse or newly allow.",
    discussion: """
      Holds the policies of a branch against those in force: which live grants they would revoke, which \
      pending requests would fare otherwise, who could newly ask for what or approve it, who no longer, \
      and which terms (durations, approvals, assurance, tickets, renewals, ...) get looser or tighter. A \
      branch that lags behind is held to what its merge would bring. Nothing is written. Grants are known where there is a ledger and an --anchor; without, \
      only what people could ask for and approve is compared.

      Where the settings have `mass_revocation`, it also says whether the change could come into force: \
      one that would revoke more than that share needs a file in reviews/ that names the number, with the \
      approvals that govern the settings; who could still give them is said.

      EXAMPLES
        countersign policy impact --anchor $ANCHOR
        countersign policy impact my-branch --base refs/remotes/origin/main \\
            --format markdown

      EXIT STATUS
        0 compared   1 it would revoke more than the settings let it
        64 wrong usage
        65 policies cannot be read   74 the repository fails
        77 trust cannot be established
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: DiagnosticFormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp(
      "The mainline to hold the branch against, where no anchor says which policies govern.",
      valueName: "rev"))
  var base: String?

  @Argument(help: ArgumentHelp("The end of the branch; without it HEAD.", valueName: "rev"))
  var revision: String?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let clock = time.now ?? surroundings.now
    let (report, now) = try ImpactStudy.report(
      on: revision, at: repository.repository, anchor: try anchor.ifGiven(), base: base, clock,
      .ofThisProcess)
    try Output.answer(report, as: format.format, surroundings, at: now)
    if !report.faults.isEmpty { throw ExitCode(ExitStatus.unreadableDocument.rawValue) }
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}
