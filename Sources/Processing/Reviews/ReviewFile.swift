internal import Decisions
internal import Documents
internal import Git
internal import Intake
internal import Model

/// The file of a review before it is written, and how it is sent off.
struct ReviewFile {
  let name: String
  let yaml: String
  /// What is reviewed, in words.
  let subject: String
  /// What to do to the file before it is committed.
  let step: String?
  let lastStep: String

  /// Writes the file into the work tree, and says how to go on.
  ///
  /// - Throws: `.negative` where something of that name is there already; `.wrongUsage` for a text
  ///   that no document may hold.
  func write(_ view: LedgerOutlook) throws(ProcessingError) -> ReviewDraftReport {
    let repository = view.workspace.repository
    let files = view.workspace.outside.files
    guard let root = repository.workTree else {
      throw ProcessingError(
        .wrongUsage, "A bare repository has no work tree to write a review to.",
        hint: "Clone it: git clone <address>.")
    }
    let path = RepositoryPath("reviews/\(name).yaml")
    try check(at: path)
    guard try !isTaken(path, in: view),
      try files.create(
        Array(yaml.utf8), FilePlace(below: root, in: ["reviews"], name: "\(name).yaml"))
    else {
      throw ProcessingError(
        .negative, "There is a review of that name already: \(path).",
        hint: "Give another: \(OptionName.name) <name>.")
    }
    let branch = "review/\(RequestName.forBranch(name))"
    return ReviewDraftReport(
      path: path,
      commands: files.commands(
        [
          "git switch --no-track -c \(shellWord(branch)) \(shellWord(view.mainline.reference))",
          "git add \(shellWord(path.description))",
          "git commit -S -m \(shellWord("Review \(subject)"))",
          "git push -u origin \(shellWord(branch))",
        ], in: root), firstStep: step, lastStep: lastStep)
  }

  /// Whether the file is a review once it is filled in: a text may hold what no document may.
  private func check(at path: RepositoryPath) throws(ProcessingError) {
    guard step == nil, case .failure(let faults) = readSignOff(Array(yaml.utf8), at: path) else {
      guard yaml.utf8.count <= Limits.file else {
        throw ProcessingError(
          .negative,
          "The list has \(yaml.utf8.count) bytes, more than the \(Limits.file) of a document.")
      }
      return
    }
    throw ProcessingError(.wrongUsage, faults.reasons)
  }

  /// Whether the mainline has something at `path`; what the work tree has is never overwritten.
  private func isTaken(_ path: RepositoryPath, in view: LedgerOutlook) throws(ProcessingError)
    -> Bool
  {
    let reader = MainlineReader(view.workspace.policies)
    do throws(IntakeError) {
      return try !reader.standing([path], in: view.tip).isEmpty
    } catch {
      throw ProcessingError(error)
    }
  }
}
