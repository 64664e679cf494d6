internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign offboard`: prepare the branch that ends somebody's access.
struct OffboardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "offboard",
    abstract: "Prepare the branch that offboards a person or a workload.",
    discussion: """
      Makes a commit on the mainline's tip that sets `status: offboarded` in the file of the person or the workload, signed \
      with your own key, on a branch of its own; nothing is pushed and no work tree is touched. With an \
      anchor it lists what the next run revokes: the grants of the person, of the workloads they own and \
      of those they sponsor.

      Once it is in force, a run revokes all of that and, if the identity ever held access, opens a list \
      for one named person: secrets to rotate, trust to remove, places to look through. \
      `countersign explain <id>` shows it. Workloads for which nobody answers any more get lists of their own.

      EXAMPLES
        countersign offboard ana.silva
        countersign offboard ana.silva --anchor $ANCHOR
        countersign offboard nightly-export

      EXIT STATUS
        0 the branch is there   1 the identity is offboarded already, or unknown
        64 wrong usage   65 the file cannot be changed
        69 git made no signed commit
        74 the repository fails
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Argument(help: ArgumentHelp("The id of the person or the workload.", valueName: "id"))
  var id: IdentityID

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = time.now ?? surroundings.now
    let report = try await OffboardDraft.report(
      on: id, at: repository.repository, anchor: try anchor.ifGiven(), now, .ofThisProcess)
    try Output.answer(report, as: format.format, surroundings, at: now)
  }
}
