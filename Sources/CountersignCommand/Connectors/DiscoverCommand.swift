internal import ArgumentParser
internal import Connectors
internal import Decisions
internal import Intake
internal import Ledger
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
        countersign discover --format json | jq '.findings[] | select(.kind == "leftover")'

      EXIT STATUS
        0 what is there is what the ledger says, or adopted   1 there are findings   64 wrong usage
        69 a connector did not answer   74 the repository fails   77 the ledger cannot be trusted
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @OptionGroup var connectors: ConnectorOption

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: time.now ?? surroundings.now)
    let policy = try Self.policy(of: view)
    let targets = Targets(
      allowed: connectors.allowed, repository: workspace.repository, now: view.now, key: nil,
      outside: .ofThisProcess)
    let found = try await Discoverer(targets: targets, view: view).discover(under: policy)
    try Output.answer(
      DiscoveryReport(
        findings: found.findings, asked: found.asked, unanswered: found.unanswered,
        unlisted: found.unlisted), as: format.format, surroundings, at: view.now)
    if !found.unanswered.isEmpty { throw ExitCode(ExitStatus.unavailable.rawValue) }
    if found.findings.contains(where: { $0.kind != .adopted }) {
      throw ExitCode(ExitStatus.negative.rawValue)
    }
  }

  private static func policy(of view: LedgerOutlook) throws(Failure) -> Policy {
    do throws(IntakeError) {
      return try view.workspace.policies.faultless(tree: view.ledger.cursor.policy).policy
    } catch {
      throw Failure(error)
    }
  }
}
