internal import ArgumentParser
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
    let ground = try CheckGround(
      at: repository.repository, anchor: try anchor.ifGiven(), base: nil, now, .ofThisProcess)
    let draft = OffboardDraft(
      repository: ground.repository, base: ground.base, person: person,
      git: GitProgram(ground.repository, .ofThisProcess))
    let branch = "offboard/\(person)"
    let commit = try await draft.commit(to: branch)
    let report = OffboardDraftReport(
      person: person, branch: branch, commit: commit,
      revoked: try ground.view.map { view throws(Failure) in try ended(by: commit, view) },
      commands: ["git push -u origin \(shellWord(branch))"])
    try Output.answer(report, as: format.format, surroundings, at: now)
  }

  /// The grants that the next run would revoke if `commit`, which follows the mainline's tip, landed before it, and
  /// would not revoke otherwise.
  private func ended(by commit: ObjectID, _ view: LedgerOutlook) throws(Failure) -> [Grant] {
    let anyway = Set(Forecast(try view.snapshot(), at: view.now).revoked.map(\.id))
    return Forecast(try view.snapshot(at: commit), at: view.now).revoked.filter {
      !anyway.contains($0.id)
    }
  }
}
