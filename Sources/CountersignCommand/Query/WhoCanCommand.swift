internal import ArgumentParser
internal import Decisions
internal import Documents
internal import Intake
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
        0 answered, also where nobody could   1 there is no such entitlement   64 wrong usage
        65 the policies cannot be read   74 the repository fails   77 trust cannot be established
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
    let (policy, origin) = try policy(at: now)
    guard let outline = outline(of: name, under: policy, at: now) else {
      throw policy.unknown(name.system, name.entitlement)
    }
    try Output.answer(
      WhoCanReport(outline, by: origin), as: format.format, surroundings, at: now)
  }

  private func policy(at now: Instant) throws -> (Policy, PolicyOrigin) {
    if let revision {
      let found = try PolicyRevision(
        revision, in: try Workspace.repository(at: repository.repository))
      switch found.policy {
      case .failure(let faults): throw Failure(.unreadableDocument, faults.reasons)
      case .success(let policy): return (policy, found.origin)
      }
    }
    let ground: CheckGround
    if let anchor = try anchor.ifGiven() {
      let workspace = try Workspace(opening: repository.repository, anchor: anchor)
      ground = try CheckGround(workspace, base: nil, at: now)
    } else {
      ground = try CheckGround(
        unanchored: try Workspace.repository(at: repository.repository), base: nil)
    }
    return (ground.force.policy, ground.origin)
  }
}
