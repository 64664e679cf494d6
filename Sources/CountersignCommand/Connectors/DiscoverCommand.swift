internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign discover`: ask connectors what is really there, and hold it against the ledger.
struct DiscoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover",
    abstract: "Ask every connector what access is really there, and hold it against the ledger.",
    discussion: """
      Four things are found: standing access, which no grant explains; leftovers, which are that of \
      somebody who has left or whom nobody knows; grants whose access is missing; and access that is overdue, which \
      is there though its grant has ended. What somebody answers \
      for (countersign adopt) is shown as adopted until its review. Nothing is changed \
      on any target, and nothing written to the ledger.

      EXAMPLES
        countersign discover --allow-connector /usr/local/bin/directory-connector
        countersign discover --format json | jq \\
            '.findings[] | select(.kind == "leftover")'

      EXIT STATUS
        0 what is there is what the ledger says, or adopted   1 there are findings
        64 wrong usage
        69 a connector did not answer   74 the repository fails
        77 the ledger cannot be trusted
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @OptionGroup var connectors: ConnectorOption

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let view = try LedgerOutlook(repository, anchor, time, surroundings)
    let report = try await AccessSurvey(view, allowed: connectors.allowed).report()
    try Output.answer(report, as: format.format, surroundings, at: view.now)
    if !report.unanswered.isEmpty { throw ExitCode(ExitStatus.unavailable.rawValue) }
    if report.findings.contains(where: { $0.kind != .adopted }) {
      throw ExitCode(ExitStatus.negative.rawValue)
    }
  }
}
