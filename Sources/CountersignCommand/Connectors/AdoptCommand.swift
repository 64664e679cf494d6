internal import ArgumentParser
internal import Connectors
internal import Decisions
internal import Ledger
internal import Model
internal import Processing
internal import Reports

/// `countersign adopt`: write standing access down, for its system's owner to answer for.
struct AdoptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Write standing access down, for its system's owner to answer for.",
    discussion: """
      Asks the system's connector what is there, and writes reviews/<system>-standing-<day>.yaml with the \
      access that no grant explains and nobody answers for yet. It counts once the owner whom it names, who \
      has to own the system and have none of the access, has brought it to the mainline by a signed merge: \
      from then on discover shows the access as adopted, until the day of its review.

      EXAMPLES
        countersign adopt directory --owner lena.koch --review-by 2027-02-28T00:00:00Z \\
          --reason 'Service accounts of the vendor.' --allow-connector /usr/local/bin/directory-connector
        countersign adopt directory --subject svc-vendor --owner lena.koch --review-by … --reason …

      EXIT STATUS
        0 written   1 there is nothing to adopt, or the file is there already   64 wrong usage
        69 the connector did not answer   74 the file cannot be written   77 the ledger cannot be trusted
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption
  @OptionGroup var connectors: ConnectorOption

  @Option(help: ArgumentHelp("Who answers for it: a person who owns the system.", valueName: "id"))
  var owner: IdentityID

  @Option(
    help: ArgumentHelp(
      "Until when; from then on it is a finding again, a year ahead at most.", valueName: "instant")
  )
  var reviewBy: Instant

  @Option(help: ArgumentHelp("Why it is there.", valueName: "text"))
  var reason: String

  @Option(
    help: ArgumentHelp(
      "Only the access of this subject, as the target names it; repeatable.", valueName: "name"))
  var subject: [String] = []

  @Option(help: ArgumentHelp("The file's name without .yaml.", valueName: "name"))
  var name: String?

  @Argument(help: ArgumentHelp("The system.", valueName: "system"))
  var system: SystemID

  func validate() throws { try ReviewFile.check(name: name) }

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let view = try LedgerOutlook(workspace, at: time.now ?? surroundings.now)
    let policy = try view.policy()
    guard let target = policy.systems[system] else { throw policy.unknown(system, nil) }
    guard target.connector.lists else {
      throw Failure(
        .wrongUsage, "Nothing lists who has access to \(system), so there is nothing to adopt.")
    }
    let standing = try await standing(on: target, under: policy, view)
    let day = String(view.now.description.prefix(10))
    let file = ReviewFile(
      name: name ?? "\(system)-standing-\(day)",
      yaml: ReviewText.standing(
        standing, on: system, owner: owner, reviewBy: reviewBy, reason: reason),
      subject: "the standing access to \(system)", step: nil,
      lastStep: "Then open a pull request; the signed merge of \(owner) is what counts.")
    let report = try file.write(view)
    try Output.answer(report, as: format.format, surroundings, at: view.now)
  }

  /// What is there that nothing explains, of the subjects that were asked for.
  private func standing(
    on target: TargetSystem, under policy: Policy, _ view: LedgerOutlook
  ) async throws(Failure) -> [StandingAccess.Item] {
    let found: [FoundAccess]
    switch await Targets(
      allowed: connectors.allowed, repository: view.workspace.repository, now: view.now, key: nil,
      outside: .ofThisProcess
    ).list(target.connector) {
    case .failure(let trouble): throw Failure(.unavailable, "The connector \(trouble).")
    case .success(let access):
      found = access.map {
        FoundAccess(system: target.id, subject: $0.subject, target: $0.target, grant: $0.grant)
      }
    }
    let live = try inLedger { () throws(LedgerError) in try view.ledger.live().map(\.grant) }
    let items = discrepancies(
      in: found, of: [target.id], live: live, adopted: try view.adopted(), under: policy,
      at: view.now
    ).filter { [.standing, .leftover].contains($0.kind) }
      .filter { subject.isEmpty || subject.contains($0.subject) }
      .map { StandingAccess.Item(subject: $0.subject, target: $0.target) }
    guard !items.isEmpty else {
      throw Failure(
        .negative,
        "There is no standing access to \(target.id)\(subject.isEmpty ? "" : " of such a subject")."
      )
    }
    return items
  }
}
