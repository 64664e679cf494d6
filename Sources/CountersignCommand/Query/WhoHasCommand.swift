internal import ArgumentParser
internal import Intake
internal import Ledger
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
        1 the ledger had not begun at that instant, or there is no such system or entitlement
        64 wrong usage   74 the repository fails   77 the ledger cannot be trusted, or there is none
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
  var target: AccessTarget

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: time.now ?? surroundings.now)
    let instant = at ?? view.now
    let ledger =
      try at.map { at throws(Failure) in try PastLedger(view, at: at).ledger } ?? view.ledger
    let grants = try inLedger { () throws(LedgerError) in
      try ledger.live().map(\.grant).filter { target.names($0) }
    }
    if grants.isEmpty { try check(target, ledger, view) }
    try Output.answer(
      WhoHasReport(
        of: target.description, grants, at: instant, policy: ledger.cursor.policy,
        ledger: ledger.tip), as: format.format, surroundings, at: instant)
  }
}

extension WhoHasCommand {
  /// Tells a slip of the keyboard from access that nobody has.
  private func check(
    _ target: AccessTarget, _ ledger: TrustedLedger, _ view: LedgerOutlook
  ) throws(Failure) {
    let policy: Policy
    do throws(IntakeError) {
      policy = try view.workspace.policies.inForce(ledger.cursor).policy
    } catch {
      throw Failure(error)
    }
    let system = policy.systems[target.system]
    let isKnown = target.entitlement.map { system?.entitlement($0) != nil } ?? (system != nil)
    guard isKnown else { throw policy.unknown(target.system, target.entitlement) }
  }
}

/// A system, or one of its entitlements, as somebody typed it.
struct AccessTarget: ExpressibleByArgument, CustomStringConvertible {
  let system: SystemID
  let entitlement: String?

  init?(argument: String) {
    if let name = EntitlementName(argument: argument) {
      (system, entitlement) = (name.system, name.entitlement)
    } else if let id = SystemID(argument) {
      (system, entitlement) = (id, nil)
    } else {
      return nil
    }
  }

  var description: String { entitlement.map { "\(system)/\($0)" } ?? system.text }

  func names(_ grant: Grant) -> Bool {
    grant.system == system && (entitlement.map { $0 == grant.entitlement } ?? true)
  }
}
