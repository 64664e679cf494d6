internal import ArgumentParser
internal import Documents
internal import Ledger
internal import Model
internal import Processing
internal import Reports

/// `countersign review emergency`: write down what an emergency grant was used for.
struct ReviewEmergencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emergency",
    abstract: "Write down what an emergency grant was used for, for somebody else to sign.",
    discussion: """
      Writes reviews/<grant>.yaml with what was found and what is to be done about it. On a terminal it \
      asks for what no flag gives. The file counts once somebody who neither had nor approved the \
      access has brought it to the mainline by a signed merge.

      EXAMPLES
        countersign review emergency g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
        countersign review emergency g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 \\
          --finding 'The replica was stuck; restarted it.' --action 'Alert on replication lag.'

      EXIT STATUS
        0 written   1 the grant waits for no review, is not over yet, or the file is there already
        64 wrong usage, or something is missing and nobody can be asked
        74 the file cannot be written   77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp("What happened, and whether the access was needed.", valueName: "text"))
  var finding: String?

  @Option(
    help: ArgumentHelp("What is to be done about it; may be repeated.", valueName: "text"))
  var action: [String] = []

  @Option(help: ArgumentHelp("The file's name without .yaml.", valueName: "name"))
  var name: String?

  @Argument(
    help: ArgumentHelp(
      "The emergency grant: g- and 32 digits, as status and grants show it.", valueName: "grant"))
  var grant: GrantID

  func validate() throws { try ReviewFile.check(name: name) }

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: time.now ?? surroundings.now)
    let reviewed = try waiting(in: view)
    let prompter = surroundings.canAsk ? Prompter() : nil
    let finding = try answered(by: prompter, about: reviewed)
    let actions = try actions(askedBy: self.finding == nil ? prompter : nil)
    let file = ReviewFile(
      name: name ?? "\(grant)",
      yaml: ReviewText.emergency(reviewed, finding: finding, actions: actions),
      subject: "the emergency of \(reviewed.subject) on \(reviewed.entitlementName)",
      step: nil,
      lastStep: "Then open a pull request; the signed merge of somebody who neither had nor "
        + "approved the access is the review.")
    let report = try file.write(view)
    try Output.answer(report, as: format.format, surroundings, at: view.now)
  }

  private func waiting(in view: LedgerOutlook) throws(Failure) -> Grant {
    let waiting = try inLedger { () throws(LedgerError) in try view.ledger.unreviewed() }
    guard let found = waiting.first(where: { $0.id == grant }) else {
      let ids = waiting.map(\.id.description).joined(separator: ", ")
      throw Failure(
        .negative, "No emergency grant \(grant) waits for a review.",
        hint: ids.isEmpty ? "None does." : "These do: \(ids).")
    }
    guard !found.state.isLive || found.end <= view.now else {
      throw Failure(
        .negative, "\(grant) lasts until \(found.end); what is not over cannot be looked back at.",
        hint: "Review it afterwards, by \(found.emergency?.reviewBy ?? found.end).")
    }
    return found
  }

  private func answered(
    by prompter: Prompter?, about grant: Grant
  ) throws(Failure) -> String {
    if let finding { return finding }
    guard let prompter else {
      throw Failure(
        .wrongUsage, "Missing, and nobody can be asked, since this is no terminal: --finding.",
        hint: "Say what \(grant.subject) did with \(grant.entitlementName), and whether it was "
          + "needed.")
    }
    Output.note(
      "\(grant.subject) had \(grant.entitlementName) from \(grant.start) to \(grant.end): "
        + "\(grant.reason)\n")
    return try prompter.answer("What happened, and was it needed?") { $0.isEmpty ? nil : $0 }
  }

  /// The actions that flags give, and those that are typed until an empty line.
  private func actions(askedBy prompter: Prompter?) throws(Failure) -> [String] {
    guard action.isEmpty, let prompter else { return action }
    var actions: [String] = []
    while true {
      let question = actions.isEmpty ? "What is to be done about it?" : "And what else?"
      let next = try prompter.answer("\(question) Empty for nothing", default: "") { $0 }
      guard !next.isEmpty else { return actions }
      actions.append(next)
    }
  }
}

extension GrantID: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
