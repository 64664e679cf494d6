internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign run`: process the mainline, issue, expire, revoke, write the ledger.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Process the mainline: issue, expire, revoke, write the ledger.",
    discussion: """
      Reads what landed on the mainline since the last run, judges it by the policy in force, and \
      writes one signed commit to the ledger for each thing it decided. Run it on each push and on a \
      schedule; when there is nothing to do it writes nothing.

      EXAMPLES
        countersign run --anchor $ANCHOR --key ~/processor-key --first-run
        countersign run --push origin            (with COUNTERSIGN_ANCHOR and \\
            COUNTERSIGN_KEY set)
        countersign run --dry-run

      EXIT STATUS
        0 done (a refusal is an outcome)   1 somebody must act   64 wrong usage
        69 something is unreachable   74 the repository fails
        75 lost the race too often
        77 trust cannot be established: nothing is issued
      What is over is ended and pushed before the mainline is fetched. Where a run fails later, standard \
      output says what it had done by then, else it stays empty; standard error says why, with any --format.
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption

  @Option(
    help: ArgumentHelp(
      "The processor's private SSH key. Also COUNTERSIGN_KEY: a path, or the key itself.",
      valueName: "file"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "Fetch mainline and ledger from this remote and push the ledger there.", valueName: "remote"))
  var push: String?

  @Flag(help: "Begin the ledger; refused if there is one.")
  var firstRun = false

  @Flag(help: "With --first-run: begin a drill, the only kind of ledger that --now may write to.")
  var drill = false

  @Option(help: ArgumentHelp("The time to assume, in a drill.", valueName: "instant"))
  var now: Instant?

  @Flag(help: "Show what the run would do and write nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Where the ledger's tip is also pushed; overrides the settings.", valueName: "url"))
  var witness: String?

  @Option(
    help: ArgumentHelp(
      "Begin a new ledger in the place of the one with this tip, revoking its live grants.",
      valueName: "tip"))
  var replaceLedger: String?

  @Flag(
    help:
      "Start the program that policy names as ticket source. Also COUNTERSIGN_ALLOW_TICKET_COMMAND=1."
  )
  var allowTicketCommand = false

  @OptionGroup var connectors: ConnectorOption

  @Option(
    help: ArgumentHelp(
      "The private key of an SSH certificate authority that policy names; repeatable. Also COUNTERSIGN_SSH_CA_KEY, or an ssh-agent that has it.",
      valueName: "file"))
  var sshCaKey: [String] = []

  @Option(
    name: .customLong("x509-ca-key"),
    help: ArgumentHelp(
      "The private key of an X.509 certificate authority that policy names; repeatable. Also COUNTERSIGN_X509_CA_KEY.",
      valueName: "file"))
  var x509CaKey: [String] = []

  func validate() throws {
    if firstRun, replaceLedger != nil {
      throw ValidationError("--first-run and --replace-ledger exclude each other.")
    }
    if drill, !firstRun, replaceLedger == nil {
      throw ValidationError("--drill goes with --first-run (or --replace-ledger).")
    }
    if let replaceLedger, ObjectID(hex: replaceLedger) == nil {
      throw ValidationError("--replace-ledger takes a full commit id: 40 hexadecimal digits.")
    }
  }

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    var beginning = LedgerBeginning.none
    if firstRun { beginning = .first }
    if let old = replaceLedger.flatMap({ ObjectID(hex: $0) }) { beginning = .replacing(old) }
    let runner = try Runner(
      repository: repository.repository, anchor: try anchor.resolved(),
      key: try GivenKey.processor(key), remote: push, witness: witness, beginning: beginning,
      isDrill: drill, assumed: now, clock: surroundings.now, isDryRun: dryRun,
      mayStartPrograms: allowTicketCommand
        || Surroundings.variable("COUNTERSIGN_ALLOW_TICKET_COMMAND") == "1",
      certificates: CertificateDesk(
        ssh: try GivenKey.sshAuthorities(sshCaKey),
        agentPath: Surroundings.variable("SSH_AUTH_SOCK"),
        x509: try GivenKey.x509Authorities(x509CaKey)),
      connectors: connectors.allowed, outside: .ofThisProcess)
    let result = try await runner.run()
    try Output.answer(result.report, as: format.format, surroundings, at: result.now)
    for failure in result.failures {
      Output.note(failure.text)
    }
    if !dryRun, !result.webhooks.isEmpty {
      let notifier = Notifier(
        webhooks: result.webhooks, isDrill: result.cursor.drill, now: result.now)
      for warning in await notifier.tell(result.decisions) {
        Output.note(warning)
      }
    }
    if let trouble = result.trouble { throw ExitCode(ExitStatus(trouble).rawValue) }
  }
}
