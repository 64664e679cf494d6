internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign explain`: why a request or a grant is what it is, and what it still needs.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a request was granted, waits or was refused, and what it still needs.",
    discussion: """
      Takes the path of a request or of a review, the id of a grant, or the id of a person: where they \
      stand by their file and by the directory, what they hold, and the list of what is left to do once \
      they have left. What the ledger has recorded is told as \
      recorded, the approvals held against the requirements as they were judged; what waits is judged \
      anew, as the next run would. A request that has not landed is judged as it stands at HEAD, as \
      check would. Nothing is written. JSON is an array, one object for each time that a file landed at \
      the path, oldest first.

      EXAMPLES
        countersign explain requests/billing-db/ana-november-invoices.yaml
        countersign explain g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --format json
        countersign explain reviews/billing-db-2026-11-21.yaml
        countersign explain ana.silva

      EXIT STATUS
        0 explained, whatever the outcome   1 nothing is known of it
        64 wrong usage
        74 the repository fails   77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Argument(
    help: ArgumentHelp(
      "The path of a request or review from the repository's root, the id of a grant, or of a person.",
      valueName: "request|review|grant|person"))
  var name: String

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let subject = try ExplainSubject(name)
    let view = try LedgerOutlook(repository, anchor, time, surroundings)
    if case .person(let id) = subject {
      return try Output.answer(
        try PersonExplainer(view: view).report(on: id), as: format.format, surroundings,
        at: view.now)
    }
    if case .review(let path) = subject {
      return try Output.answer(
        ReviewExplanationList(try ReviewExplainer(view: view).explanations(of: path)),
        as: format.format, surroundings, at: view.now)
    }
    let explanations = try Explainer(view: view).explanations(of: subject)
    try Output.answer(
      ExplanationList(explanations), as: format.format, surroundings, at: view.now)
  }
}
