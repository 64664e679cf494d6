internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign connector`: what concerns the programs that act on targets.
struct ConnectorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connector", abstract: "Check programs that act on targets.",
    subcommands: [ConnectorTestCommand.self])
}

/// `countersign connector test`: whether a program keeps to the connector protocol.
struct ConnectorTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Find out whether a connector keeps to the protocol, by using it.",
    discussion: """
      Asks the program to describe itself, gives a test identity access, looks whether it is there, takes \
      it away, and looks again; does each twice, since a run may do it twice; and asks what it must \
      refuse. The access is real for a moment: use a test target and a test identity.

      EXAMPLES
        countersign connector test --subject drill --target readers -- \\
            /usr/local/bin/countersign-aws-iam
        countersign connector test --subject drill --target wheel -- \\
            ./my-connector --host db1

      EXIT STATUS
        0 it keeps to the protocol   1 it does not   64 wrong usage
      """)

  @OptionGroup var format: FormatOption

  @Option(help: ArgumentHelp("What to give, as the target calls it.", valueName: "name"))
  var target: String

  @Option(help: ArgumentHelp("Whom to give it to: a test identity.", valueName: "id"))
  var subject: IdentityID

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The program and its arguments, behind --.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    if command.isEmpty {
      throw ValidationError(
        "Name the program behind --: connector test --subject <id> --target <name> -- <program>.")
    }
  }

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let report = try await Targets.conformance(
      of: command, subject: subject, target: target, at: surroundings.now, .ofThisProcess)
    try Output.answer(report, as: format.format, surroundings, at: surroundings.now)
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}
