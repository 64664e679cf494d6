internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign identity`: what is done with people's files.
struct IdentityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Bring people's files up to date.",
    subcommands: [IdentityImportCommand.self, RotateKeyCommand.self])
}

/// `countersign identity import`: write the files of people from an export.
struct IdentityImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write people's files from a list that another system exports.",
    discussion: """
      Reads CSV (RFC 4180, with a header) or a JSON array of objects and writes policies/people/ in the \
      work tree: new people, changed facts, leavers. Entries that do not change keep their bytes; a key \
      is never written, removed or moved, and nobody who is suspended or offboarded becomes active. \
      Commit the change and open a pull request as for any other.

      Columns are called id, name, class, organization, sponsor, contract_reference, contract_ends, \
      emails, verified and status, unless --map names a YAML file that says otherwise. An id or sponsor \
      may be an e-mail address. A date alone is a day: a contract ends when its last day is over. \
      docs/identities.md has the mapping, and what is taken and what is not.

      With --attest it writes policies/directory/ instead, for the workload that the settings name as \
      directory to sign by itself: whose facts agree with their files is confirmed, who is to be stopped \
      is stopped. What else has changed is listed and takes a change that people approve: the same without \
      --attest, which then leaves files alone that would only say when they were verified.

      EXAMPLES
        countersign identity import --from people.csv --dry-run
        countersign identity import --from people.csv --attest
        countersign identity import --from workers.json --map workers-map.yaml
        countersign identity import --from vendors.csv --complete contractor \\
            --complete vendor
        countersign identity import --from people.csv --partial

      EXIT STATUS
        0 written, or nothing to write
        1 the policies would have a fault with it, it ends too many people at once,
           or rows were left out
        64 wrong usage   65 the list, the mapping or a person's file cannot be read
        74 a file cannot be written
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var format: FormatOption
  @OptionGroup var time: TimeOption

  @Option(help: ArgumentHelp("The list: CSV or JSON.", valueName: "file"))
  var from: String

  @Option(
    help: ArgumentHelp(
      "A YAML file with columns:, values: and defaults:, for a list with other names than ours.",
      valueName: "file"))
  var map: String?

  @Option(
    help: ArgumentHelp(
      "A class of which the list has everybody, so that whoever is missing has left; repeatable.",
      valueName: "class"))
  var complete: [PersonClass] = []

  @Flag(help: "Write what the directory attests, to policies/directory/, and no person's file.")
  var attest = false

  @Flag(help: "Say what would be written and write nothing.")
  var dryRun = false

  @Flag(
    help:
      "Take the good rows where others are bad, and end with status 1; nobody then counts as missing."
  )
  var partial = false

  @Option(
    help: ArgumentHelp(
      "How many people the list ends, where that is more than `mass_revocation` lets pass.",
      valueName: "number"))
  var ending: Int?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let now = time.now ?? surroundings.now
    let source = PeopleSource(
      list: from, mapping: map, complete: Set(complete), isPartial: partial, ending: ending)
    let desk = try PeopleDesk(at: repository.repository, now, .ofThisProcess)
    let isWhole: Bool
    if attest {
      let report = try desk.attest(source, isDryRun: dryRun)
      try Output.answer(report, as: format.format, surroundings, at: now)
      isWhole = report.isWhole
    } else {
      let report = try desk.bringIn(source, isDryRun: dryRun)
      try Output.answer(report, as: format.format, surroundings, at: now)
      isWhole = report.isWhole
    }
    if !isWhole { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}

extension PersonClass: ExpressibleByArgument {}
