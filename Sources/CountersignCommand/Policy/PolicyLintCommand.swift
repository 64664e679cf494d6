internal import ArgumentParser
internal import Decisions
internal import Documents
internal import Git
internal import Intake
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
    let found = try PolicyRevision(
      revision, in: try Workspace.repository(at: repository.repository))
    let report: LintReport
    switch found.policy {
    case .failure(let faults):
      report = LintReport(policy: found.origin, faults: faults.reasons, findings: [])
    case .success(let policy):
      report = LintReport(
        policy: found.origin, faults: try shortcomings(of: policy, at: now),
        findings: lint(policy, at: now))
    }
    try Output.answer(report, as: format.format, surroundings, at: now)
    if case .failure = found.policy { throw ExitCode(ExitStatus.unreadableDocument.rawValue) }
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }

  private func shortcomings(of policy: Policy, at now: Instant) throws(Failure) -> [Reason] {
    do throws(IntakeError) {
      return try policy.shortcomings(at: now) + policy.authorityFaults
    } catch {
      throw Failure(error)
    }
  }
}
