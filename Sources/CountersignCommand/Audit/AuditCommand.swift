internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign audit`: recompute everything from the anchor and hold the ledger against it.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Recompute everything from the anchor and hold the ledger against it.",
    discussion: """
      Trusts the anchor and nothing else: not the forge, not the CI, not the processor's key. Every run \
      that the ledger records is decided again from the mainline, and each of its commits must be, byte \
      for byte, what follows. The clock is the one thing taken from the ledger; it must never go back.

      EXAMPLES
        countersign audit --anchor $ANCHOR
        countersign audit --anchor $ANCHOR --format json | jq .findings

      EXIT STATUS
        0 the ledger is what follows   1 findings   74 the repository fails
        77 no trust to start from
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption

  @Flag(help: "The runs had a witness that the settings do not name (run --witness).")
  var witness = false

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let report = try await Auditor(workspace: workspace, hadWitness: witness).audit()
    try Output.answer(report, as: format.format, surroundings, at: surroundings.now)
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}
