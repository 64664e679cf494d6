internal import Intake
internal import Model

/// Finds the one branch whose policies somebody could mean to approve, or says what the choices are.
struct PolicySearch {
  let remote: ApprovalRemote
  let ground: ApprovalGround
  /// What was named: `policies`, or a path in it.
  let path: RepositoryPath
  /// What the mainline holds and is not in force.
  let waiting: [RepositoryPath]
  /// Why it is not.
  let notAccepted: [Reason]

  private static let folder = "approvals/policies/"

  /// A branch of the remote.
  private typealias Branch = (name: String, tip: ObjectID)

  /// The branch that changes the path and nothing but policies, where exactly one does.
  ///
  /// - Throws: With status 1 where none does, 64 where several do.
  func branch() throws(ProcessingError) -> ApprovalSubject {
    let (found, mixed) = try candidates()
    if let only = found.first, found.allSatisfy({ $0.tip == only.tip }) {
      return .branch(name: only.name, tip: only.tip)
    }
    guard found.isEmpty else {
      let places = found.map { "\(shellWord($0.name)) (\($0.tip.short))" }.joined(separator: ", ")
      throw ProcessingError(
        .wrongUsage, "\(found.count) branches of \(remote.name) change \(path): \(places).",
        hint: "Say which one you reviewed: \(OptionName.from) <branch or commit>.")
    }
    throw nothing(mixed)
  }

  /// The branch on which the approvals of the branch `name`, which ends in `tip`, are stacked.
  static func stack(of name: String, _ tip: ObjectID) -> String {
    name.hasPrefix(folder) ? name : folder + "\(tip)".prefix(12)
  }

  /// The branches that would bring something at the path; of those that bring more than policies the names alone.
  private func candidates() throws(ProcessingError) -> (found: [Branch], mixed: [String]) {
    var found: [Branch] = []
    var mixed: [String] = []
    for branch in try remote.branches()
    where branch.name != ground.mainline && branch.name != ground.ledgerBranch {
      switch try brings(branch) {
      case .success(nil): break
      case .success(true?): found.append(branch)
      case .success(false?): mixed.append(branch.name)
      case .failure(let overrun):
        // Anybody's branch may be so; whoever means this one names it.
        ground.workspace.outside.note(
          "note: the branch \(shellWord(branch.name)) is left out: its merge takes \(overrun.words)"
        )
      }
    }
    // What is merged into a branch of approvals is approved there.
    let stacks = found.filter { $0.name.hasPrefix(Self.folder) }
    var open: [Branch] = []
    for branch in found where try !isPart(branch, of: stacks) { open.append(branch) }
    return (open, mixed)
  }

  private func isPart(_ branch: Branch, of stacks: [Branch]) throws(ProcessingError) -> Bool {
    try inIntake { () throws(IntakeError) in
      for stack in stacks where stack.name != branch.name {
        if try ground.tracer.contains(branch.tip, inHistoryOf: stack.tip) { return true }
      }
      return false
    }
  }

  /// Whether the branch brings nothing but policies; nil where it brings nothing at the path.
  private func brings(_ branch: Branch) throws(ProcessingError) -> Result<Bool?, Overrun> {
    try inIntake { () throws(IntakeError) in
      switch try ground.previewer.brings(path, merging: branch.tip, into: ground.tip) {
      case .failure(let overrun): return .failure(overrun)
      case .success(false): return .success(nil)
      case .success(true): break
      }
      return try ground.previewer.preview(merging: branch.tip, into: ground.tip).map { preview in
        let paths = preview.changes.map(\.path) + preview.conflicts
        return paths.allSatisfy { $0.isInside("policies") }
      }
    }
  }

  private func nothing(_ mixed: [String]) -> ProcessingError {
    func named(_ what: String, _ names: [String]) -> String {
      names.isEmpty ? "" : " \(what): \(names.prefix(10).joined(separator: ", "))."
    }
    let others =
      named("These bring more than policies", mixed.map { shellWord($0) })
      + named("Not in force besides", waiting.map(\.description))
    return ProcessingError(
      .negative,
      "\(ground.mainline) holds nothing at \(path) that an approval would bring into force, and no branch of "
        + "\(remote.name) changes it alone." + others,
      causes: notAccepted.map(Objection.init),
      hint:
        "For a fork: \(OptionName.fetch) <address> <branch>. Another remote: \(OptionName.remote) <name>."
    )
  }
}
