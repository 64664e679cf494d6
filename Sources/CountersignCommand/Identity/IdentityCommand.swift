internal import ArgumentParser
internal import Documents
internal import Git
internal import Model
internal import Reports

/// `countersign identity`: what is done with many people at once.
struct IdentityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Bring people's files up to date from another system.",
    subcommands: [IdentityImportCommand.self])
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

      EXAMPLES
        countersign identity import --from people.csv --dry-run
        countersign identity import --from workers.json --map workers-map.yaml
        countersign identity import --from vendors.csv --complete contractor --complete vendor

      EXIT STATUS
        0 written, or nothing to write   1 the policies would have a fault with it
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

  @Flag(help: "Say what would be written and write nothing.")
  var dryRun = false

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let repository = try Workspace.repository(at: repository.repository)
    guard let root = repository.workTree else {
      throw Failure(
        .wrongUsage, "A bare repository has no work tree to write to.",
        hint: "Clone it: git clone <address>.")
    }
    let now = time.now ?? surroundings.now
    let tree = try PolicyWorkTree(below: root)
    let people = try tree.people()
    let plan: PeopleImportPlan
    switch PeopleImport(list: try list(), known: people, made: now, complete: Set(complete)).plan()
    {
    case .failure(let faults): throw Failure(.unreadableDocument, faults.reasons)
    case .success(let found): plan = found
    }
    if case .failure(let faults) = tree.policy(after: plan.changes) {
      throw Failure(.negative, faults.reasons)
    }
    if !dryRun { try plan.write(below: root) }
    try Output.answer(
      plan.report(isDryRun: dryRun, root: root), as: format.format, surroundings, at: now)
  }

  private func list() throws -> PeopleList {
    var mapping = ImportMapping()
    if let map {
      switch readImportMapping(try IdentityImportCommand.bytes(of: map), file: map) {
      case .failure(let faults): throw Failure(.unreadableDocument, faults.reasons)
      case .success(let found): mapping = found
      }
    }
    switch PeopleList.read(try IdentityImportCommand.bytes(of: from), file: from, mapping: mapping)
    {
    case .failure(let faults): throw Failure(.unreadableDocument, faults.reasons)
    case .success(let list): return list
    }
  }

  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    let largest = 64 << 20
    if let size = Files.size(of: path), size > largest {
      throw Failure(.unreadableDocument, "\(path) has more than \(largest >> 20) MiB.")
    }
    guard let bytes = try Files.read(path) else {
      throw Failure(.wrongUsage, "There is no file \(path).")
    }
    return bytes
  }
}

extension PersonClass: ExpressibleByArgument {}

extension PeopleImportPlan {
  fileprivate func report(isDryRun: Bool, root: String) -> PeopleImportReport {
    let isElsewhere = Files.currentFolder.map { "\($0)/" != root } ?? true
    return PeopleImportReport(
      changes: changes.map {
        PeopleImportReport.Change(
          id: $0.id, kind: $0.kind.rawValue, path: RepositoryPath($0.path), entries: $0.entries)
      },
      kept: kept.map { PeopleImportReport.Kept(id: $0.id, why: $0.why) }, unchanged: unchanged,
      isDryRun: isDryRun,
      commands: isDryRun || changes.isEmpty
        ? []
        : (isElsewhere ? ["cd \(shellWord(root))"] : []) + [
          "git switch --no-track -c identities/import", "git add policies/people",
          "git commit -S -m 'Bring people up to date'", "git push -u origin identities/import",
        ])
  }
}
