internal import ArgumentParser
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
        countersign adopt directory --owner lena.koch --review-by \\
            2027-02-28T00:00:00Z \\
          --reason 'Service accounts of the vendor.' --allow-connector \\
            /usr/local/bin/directory-connector
        countersign adopt directory --subject svc-vendor --owner lena.koch \\
            --review-by … --reason …

      EXIT STATUS
        0 written   1 there is nothing to adopt, or the file is there already
        64 wrong usage
        69 the connector did not answer   74 the file cannot be written
        77 the ledger cannot be trusted
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

  func validate() throws { try checkFileName(name) }

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let desk = ReviewDesk(try LedgerOutlook(repository, anchor, time, surroundings))
    let report = try await desk.standing(
      on: system, of: subject, owner: owner, reviewBy: reviewBy, reason: reason, name: name,
      allowed: connectors.allowed)
    try Output.answer(report, as: format.format, surroundings, at: desk.now)
  }
}
