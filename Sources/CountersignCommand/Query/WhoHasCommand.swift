internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign who-has`: who has access to a system now, or had at an instant.
struct WhoHasCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "who-has",
    abstract: "Say who has access to a system or an entitlement, until when, and by which grants.",
    discussion: """
      Answers from the ledger's grants. Several grants of one subject count as one as long as they follow \
      on each other: the end of one takes nothing away that another still gives. With --at it is what \
      the ledger said at that instant: a grant that was revoked later is shown as it was.

      EXAMPLES
        countersign who-has billing-db
        countersign who-has billing-db/superuser --format json
        countersign who-has billing-db --at 2026-11-21T12:00:00Z

      EXIT STATUS
        0 answered, also where nobody has
        1 the ledger had not begun at that instant, or there is no such system or
           entitlement
        64 wrong usage   74 the repository fails
        77 the ledger cannot be trusted, or there is none
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp(
      "The instant to ask about instead of now, such as 2026-11-21T09:00:00Z.",
      valueName: "instant"))
  var at: Instant?

  @Argument(
    help: ArgumentHelp(
      "What is asked about, such as billing-db or billing-db/read-only.",
      valueName: "system[/entitlement]"))
  var target: AccessScope

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let view = try LedgerOutlook(repository, anchor, time, surroundings)
    try Output.answer(
      view.access(to: target, at: at), as: format.format, surroundings, at: at ?? view.now)
  }
}

extension AccessScope: ExpressibleByArgument {
  package init?(argument: String) {
    if let name = EntitlementName(argument: argument) {
      self.init(system: name.system, entitlement: name.entitlement)
    } else if let id = SystemID(argument) {
      self.init(system: id, entitlement: nil)
    } else {
      return nil
    }
  }
}
