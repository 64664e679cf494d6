internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign policy lint`: what in the policies does not do what it seems to.
struct PolicyLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Look for rules that change nothing, approvals nobody can give, and doors left open.",
    discussion: """
      Reads policies/ of a commit, never of the work tree. Faults that would keep the policies from \
      coming into force come first; of policies that cannot be read nothing more is looked for. What \
      each rule looks for is in docs/policy.md.

      EXAMPLES
        countersign policy lint
        countersign policy lint my-branch --format github
        countersign policy lint --format sarif > lint.sarif

      EXIT STATUS
        0 nothing was found   1 something was   64 wrong usage
        65 the policies cannot be read, or there are none   74 the repository fails
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var format: DiagnosticFormatOption
  @OptionGroup var time: TimeOption

  @Argument(help: ArgumentHelp("The commit to look at; without it HEAD.", valueName: "rev"))
  var revision: String?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = time.now ?? surroundings.now
    let found = try PolicyRevision(revision, at: repository.repository, .ofThisProcess)
    let report = try found.lint(at: now)
    try Output.answer(report, as: format.format, surroundings, at: now)
    if !found.isReadable { throw ExitCode(ExitStatus.unreadableDocument.rawValue) }
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}
