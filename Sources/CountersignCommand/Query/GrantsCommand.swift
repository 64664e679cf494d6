internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign grants`: who has, will have or had access.
struct GrantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grants",
    abstract: "List who has access to what, until when.",
    discussion: """
      Reads the ledger of this clone, or else origin's as it was last fetched, and writes nothing. Text \
      lists the grants that have not ended; with --all or --state the others too. JSON is an array of \
      all grants as the ledger holds them, ended ones included.

      EXAMPLES
        countersign grants --anchor $ANCHOR
        countersign grants --all --subject ana.silva
        countersign grants --system billing-db --state active --state scheduled \\
            --format json

      EXIT STATUS
        0 listed, also where there is none   1 nobody, or no system, is called so
        64 wrong usage
        74 the repository fails   77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Flag(help: "List ended grants as well.")
  var all = false

  @Option(help: ArgumentHelp("Only those of this person or workload.", valueName: "id"))
  var subject: IdentityID?

  @Option(help: ArgumentHelp("Only those of this system.", valueName: "id"))
  var system: SystemID?

  @Option(
    help: ArgumentHelp(
      "Only those in this state; may be repeated. One of "
        + GrantState.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "state"))
  var state: [GrantState] = []

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let view = try LedgerOutlook(repository, anchor, time, surroundings)
    switch format.format {
    case .json: try stream(view)
    case .text:
      var grants: [Grant] = []
      try forEachGrant(view, liveOnly: !all && state.isEmpty) { grants.append($0) }
      if grants.isEmpty { try view.checkNames(subject: subject, system: system) }
      // What systems say of connecting is for whoever asks about one subject: the policy is read for nobody else.
      try Output.answer(
        GrantsReport(
          grants: grants, troubles: view.troubles,
          howToConnect: subject == nil ? [:] : try view.howToConnect()), as: .text, surroundings,
        at: view.now)
    }
  }

  /// Writes the grants one after the other: a ledger may hold more than fit into memory.
  private func stream(_ view: LedgerOutlook) throws(Failure) {
    var array = GrantArray()
    var text = ""
    var failure: Failure?
    var isEmpty = true
    try forEachGrant(view, liveOnly: false) { grant in
      isEmpty = false
      text += array.element(grant)
      guard text.utf8.count > 1 << 16, failure == nil else { return }
      do throws(Failure) {
        try Output.answer(text)
      } catch {
        failure = error
      }
      text = ""
    }
    if let failure { throw failure }
    if isEmpty { try view.checkNames(subject: subject, system: system) }
    try Output.answer(text + array.end)
  }

  private func forEachGrant(
    _ view: LedgerOutlook, liveOnly: Bool, _ body: (Grant) -> Void
  ) throws(Failure) {
    try view.forEachGrant(liveOnly: liveOnly) { grant in
      if isWanted(grant) { body(grant) }
    }
  }

  private func isWanted(_ grant: Grant) -> Bool {
    (subject.map { $0 == grant.subject } ?? true) && (system.map { $0 == grant.system } ?? true)
      && (state.isEmpty || state.contains(grant.state))
  }
}

extension GrantState: ExpressibleByArgument {}

extension Identifier: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
