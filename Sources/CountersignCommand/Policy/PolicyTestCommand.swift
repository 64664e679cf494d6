internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign policy test`: the policies' own examples, each with the decision it gets.
struct PolicyTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the examples in policies/tests/ and say what none of them looks at.",
    discussion: """
      Reads policies/ of a commit, never of the work tree, and judges each case by the same code as a \
      run. Policies with a failing case cannot come into force. A rule counts as looked at where it \
      applies to some case, an entitlement where some case asks for it.

      EXAMPLES
        countersign policy test
        countersign policy test my-branch --format github
        countersign policy test --format json | jq '.cases[] | select(.ok | not)'

      EXIT STATUS
        0 every case gets what it expects   1 a case fails   64 wrong usage
        65 the policies cannot be read, or there are none   74 the repository fails
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var format: DiagnosticFormatOption

  @Argument(help: ArgumentHelp("The commit to look at; without it HEAD.", valueName: "rev"))
  var revision: String?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let found = try PolicyRevision(revision, at: repository.repository, .ofThisProcess)
    let report = found.tests()
    try Output.answer(report, as: format.format, surroundings, at: surroundings.now)
    if !found.isReadable { throw ExitCode(ExitStatus.unreadableDocument.rawValue) }
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}
