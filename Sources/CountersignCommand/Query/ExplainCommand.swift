internal import ArgumentParser
internal import Ledger
internal import Model
internal import Reports

/// `countersign explain`: why a request or a grant is what it is, and what it still needs.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a request was granted, waits or was refused, and what it still needs.",
    discussion: """
      Takes the path of a request, the id of a grant, or the id of a person who has left, whose list of \
      what is left to do it shows. What the ledger has recorded is told as \
      recorded, the approvals held against the requirements as they were judged; what waits is judged \
      anew, as the next run would. A request that has not landed is judged as it stands at HEAD, as \
      check would. Nothing is written. JSON is an array, one object for each time that a file landed at \
      the path, oldest first.

      EXAMPLES
        countersign explain requests/billing-db/ana-november-invoices.yaml
        countersign explain g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --format json
        countersign explain ana.silva

      EXIT STATUS
        0 explained, whatever the outcome   1 nothing is known of it   64 wrong usage
        74 the repository fails   77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Argument(
    help: ArgumentHelp(
      "The path of a request from the repository's root, the id of a grant, or of a person.",
      valueName: "request|grant|person"))
  var name: String

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let subject = try ExplainSubject(name)
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: time.now ?? surroundings.now)
    if case .person(let id) = subject {
      let list = try view.reading { () throws(LedgerError) in try view.ledger.offboarding(of: id) }
      guard let list else {
        throw Failure(
          .negative, "The ledger has no offboarding of \(id).",
          hint: "It opens one when somebody leaves who ever held access.")
      }
      return try Output.answer(
        OffboardingReport(list), as: format.format, surroundings, at: view.now)
    }
    let explanations = try Explainer(view: view).explanations(of: subject)
    try Output.answer(
      ExplanationList(explanations), as: format.format, surroundings, at: view.now)
  }
}

/// What somebody asks about.
enum ExplainSubject {
  case request(RepositoryPath)
  case grant(GrantID)
  case person(IdentityID)

  /// Reads what was typed.
  ///
  /// - Throws: With status 64 for what can be neither.
  init(_ text: String) throws(Failure) {
    if let id = GrantID(text) {
      self = .grant(id)
      return
    }
    if let id = IdentityID(text) {
      self = .person(id)
      return
    }
    let relative = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    guard let path = RepositoryPath(description: relative), path.isInside("requests"),
      path.segments.count > 1
    else {
      throw Failure(
        .wrongUsage, "\(text) is neither a request's path nor the id of a grant or a person.",
        hint: "A path is requests/<system>/<name>.yaml; an id is g- and 32 digits, as "
          + "countersign grants prints them.")
    }
    self = .request(path)
  }
}
