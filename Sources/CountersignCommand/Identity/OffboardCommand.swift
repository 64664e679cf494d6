internal import ArgumentParser
internal import Documents
internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Processing
internal import Reports

/// `countersign offboard`: prepare the branch that ends somebody's access.
struct OffboardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "offboard",
    abstract: "Prepare the branch that offboards a person.",
    discussion: """
      Makes a commit on the mainline's tip that sets `status: offboarded` in the person's file, signed \
      with your own key, on a branch of its own; nothing is pushed and no work tree is touched. With an \
      anchor it lists what the next run revokes: the grants of the person, of the workloads they own and \
      of those they sponsor.

      Once it is in force, a run revokes all of that and, if the person ever held access, opens a list \
      for one named person: secrets to rotate, trust to remove, places to look through. \
      `countersign explain <person>` shows it.

      EXAMPLES
        countersign offboard ana.silva
        countersign offboard ana.silva --anchor $ANCHOR

      EXIT STATUS
        0 the branch is there   1 the person is offboarded already, or unknown
        64 wrong usage   65 the file cannot be changed   69 git made no signed commit
        74 the repository fails
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Argument(help: ArgumentHelp("The person's id.", valueName: "person"))
  var person: IdentityID

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = time.now ?? surroundings.now
    var live: [Grant]?
    let ground: CheckGround
    if let anchor = try anchor.ifGiven() {
      let workspace = try Workspace(opening: repository.repository, anchor: anchor)
      ground = try CheckGround(workspace, base: nil, at: now)
      if let ledger = ground.ledger {
        live = try OffboardCommand.live(of: ledger)
      }
    } else {
      ground = try CheckGround(
        unanchored: try Workspace.repository(at: repository.repository), base: nil)
    }
    let draft = OffboardDraft(
      repository: ground.repository, base: ground.base, person: person,
      git: GitProgram(ground.repository, .ofThisProcess))
    let branch = "offboard/\(person)"
    let commit = try await draft.commit(to: branch)
    let policy = ground.force.policy
    let report = OffboardDraftReport(
      person: person, branch: branch, commit: commit,
      revoked: live?.filter { ends($0, by: policy) },
      commands: ["git push -u origin \(shellWord(branch))"])
    try Output.answer(report, as: format.format, surroundings, at: now)
  }

  private static func live(of ledger: TrustedLedger) throws(Failure) -> [Grant] {
    do throws(LedgerError) {
      return try ledger.live().map(\.grant)
    } catch {
      throw Failure(error)
    }
  }

  /// Whether `grant` hangs on the person: theirs, their workload's, or of somebody they sponsor.
  private func ends(_ grant: Grant, by policy: Policy) -> Bool {
    if grant.subject == person { return true }
    let owner: IdentityID? =
      switch policy.workloads[grant.subject]?.owner {
      case .person(let id): id
      case .group, nil: nil
      }
    let answering = owner ?? grant.subject
    return answering == person || policy.people[answering]?.sponsor == person
  }
}
