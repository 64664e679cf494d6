internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign drill`: give a test identity access for a moment, and measure how fast it is taken away.
struct DrillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill",
    abstract: "Give a test identity access for a moment, and measure how fast it is taken away.",
    discussion: """
      Uses the connector of the system's file: gives the access, looks whether it is there, takes it away, \
      looks whether it is gone, and says how long that took. The access is real for a moment. Nobody is \
      drilled with who holds a grant, and nothing is touched that is there already. For SSH certificates \
      one is made in memory, and the list of what is revoked with it.
      The ledger is read and not written to: keep what --log appends, a line of JSON for each drill, where \
      your records are.

      EXAMPLES
        countersign drill directory/read --subject drill --allow-connector \\
            /usr/local/bin/directory-connector
        countersign drill web-host/shell --ssh-ca-key ca --log drills.jsonl

      EXIT STATUS
        0 given, and gone again   1 the identity has access already
        64 wrong usage, or nothing to drill
        69 the target failed: its access may still be there
        77 the ledger cannot be trusted
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption
  @OptionGroup var connectors: ConnectorOption

  @Option(
    help: ArgumentHelp(
      "The test identity; without it the workload `drill`, where the policy has one.",
      valueName: "id"))
  var subject: IdentityID?

  @Option(
    help: ArgumentHelp(
      "The private key of an SSH certificate authority that policy names; repeatable. Also COUNTERSIGN_SSH_CA_KEY, or an ssh-agent that has it.",
      valueName: "file"))
  var sshCaKey: [String] = []

  @Option(
    help: ArgumentHelp("Append the outcome to this file, as one line of JSON.", valueName: "file"))
  var log: String?

  @Argument(
    help: ArgumentHelp("What to give, such as directory/read.", valueName: "system/entitlement"))
  var name: EntitlementName

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = surroundings.now
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let drill = Drill(
      try LedgerOutlook(workspace, at: now), of: name, subject: subject,
      allowed: connectors.allowed, key: try GivenKey.processor(nil),
      certificates: try CertificateDesk(
        ssh: GivenKey.sshAuthorities(sshCaKey),
        agentPath: Surroundings.variable("SSH_AUTH_SOCK"), x509: []))
    var random = SystemRandomNumberGenerator()
    let id = GrantID(
      digest: (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    let report = try await drill.run(at: now, id: id)
    try Output.answer(report, as: format.format, surroundings, at: now)
    if let log { try Files.append(Array(report.line.utf8), to: log) }
    if !report.isOK { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }
}
