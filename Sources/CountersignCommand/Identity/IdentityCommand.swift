internal import ArgumentParser
internal import Documents
internal import Git
internal import Model
internal import Processing
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

      With --attest it writes policies/directory/ instead, for the workload that the settings name as \
      directory to sign by itself: whose facts agree with their files is confirmed, who is to be stopped \
      is stopped. What else has changed is listed and takes a change that people approve: the same without \
      --attest, which then leaves files alone that would only say when they were verified.

      EXAMPLES
        countersign identity import --from people.csv --dry-run
        countersign identity import --from people.csv --attest
        countersign identity import --from workers.json --map workers-map.yaml
        countersign identity import --from vendors.csv --complete contractor --complete vendor
        countersign identity import --from people.csv --partial

      EXIT STATUS
        0 written, or nothing to write
        1 the policies would have a fault with it, it ends too many people at once, or rows were left out
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
    let repository = try Workspace.repository(at: repository.repository)
    guard let root = repository.workTree else {
      throw Failure(
        .wrongUsage, "A bare repository has no work tree to write to.",
        hint: "Clone it: git clone <address>.")
    }
    let now = time.now ?? surroundings.now
    let tree = try PolicyWorkTree(below: root, .ofThisProcess)
    let people = try tree.people()
    var plan: PeopleImportPlan
    let listed = PeopleImport(
      list: try list(), known: people, made: now, complete: Set(complete), isPartial: partial)
    switch listed.plan() {
    case .failure(let faults): throw Failure(.unreadableDocument, faults.reasons)
    case .success(let found): plan = found
    }
    if case .success(let policy) = tree.policy(after: []),
      let mass = plan.mass(under: policy, named: ending)
    {
      throw mass
    }
    for reason in plan.bad {
      Output.note("left out: \(reason.message)\(reason.hint.map { " (\($0))" } ?? "")\n")
    }
    if attest {
      let report = try attested(plan, in: tree, made: now)
      try Output.answer(report, as: format.format, surroundings, at: now)
      if !plan.bad.isEmpty { throw ExitCode(ExitStatus.negative.rawValue) }
      return
    }
    if tree.hasDirectory { plan = plan.withoutMereVerification() }
    if case .failure(let faults) = tree.policy(after: plan.changes) {
      throw Failure(.negative, faults.reasons)
    }
    if !dryRun { try plan.write(below: root, .ofThisProcess) }
    try Output.answer(
      plan.report(isDryRun: dryRun, root: root), as: format.format, surroundings, at: now)
    if !plan.bad.isEmpty { throw ExitCode(ExitStatus.negative.rawValue) }
  }

  /// Writes what the directory attests by `plan`.
  private func attested(
    _ plan: PeopleImportPlan, in tree: PolicyWorkTree, made: Instant
  ) throws -> AttestationReport {
    let policy: Policy
    switch tree.policy(after: []) {
    case .failure(let faults): throw Failure(.unreadableDocument, faults.reasons)
    case .success(let found): policy = found
    }
    guard let directory = policy.settings.directory?.value else {
      throw Failure(
        .wrongUsage, "The settings name no directory, so that nobody could sign the files alone.",
        hint: "Name a workload in policies/countersign.yaml: identity: {directory: <workload>}.")
    }
    let attestation = AttestationPlan(plan, of: policy, made: made)
    if !dryRun { try attestation.write(below: tree.root, .ofThisProcess) }
    return attestation.report(of: directory, isDryRun: dryRun, root: tree.root)
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
    case .success(let list):
      // An attestation has one time for all that it says, which is now.
      guard !attest || !list.rows.contains(where: { $0[.verified] != nil }) else {
        throw Failure(
          .wrongUsage,
          "--attest confirms people as of now, and the list says when each was verified.",
          hint:
            "Leave `verified` out of the mapping if the list is as of now, or import without --attest."
        )
      }
      return list
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

/// `commands` for a shell, which first has to go to `root` where it is elsewhere.
private func commands(_ commands: [String], in root: String) -> [String] {
  let isElsewhere = Files.currentFolder.map { "\($0)/" != root } ?? true
  return (isElsewhere ? ["cd \(shellWord(root))"] : []) + commands
}

extension PeopleImportPlan {
  fileprivate func report(isDryRun: Bool, root: String) -> PeopleImportReport {
    PeopleImportReport(
      changes: changes.map {
        PeopleImportReport.Change(
          id: $0.id, kind: $0.kind.rawValue, path: RepositoryPath($0.path), entries: $0.entries)
      },
      kept: kept.map { PeopleImportReport.Kept(id: $0.id, why: $0.why) }, unchanged: unchanged,
      isDryRun: isDryRun,
      commands: isDryRun || changes.isEmpty
        ? []
        : commands(
          [
            "git switch --no-track -c identities/import", "git add policies/people",
            "git commit -S -m 'Bring people up to date'", "git push -u origin identities/import",
          ], in: root))
  }
}

extension AttestationPlan {
  fileprivate func report(
    of directory: IdentityID, isDryRun: Bool, root: String
  ) -> AttestationReport {
    AttestationReport(
      directory: directory, files: files.map { ($0.path, $0.bytes == nil) },
      confirmed: confirmed.count, stops: stops,
      pending: pending.map {
        PeopleImportReport.Change(
          id: $0.id, kind: $0.kind.rawValue, path: RepositoryPath($0.path),
          entries: $0.kind == .new ? $0.entries : $0.needsPeople)
      },
      kept: kept.map { PeopleImportReport.Kept(id: $0.id, why: $0.why) }, isDryRun: isDryRun,
      commands: isDryRun || files.isEmpty
        ? []
        : commands(
          [
            "git add -A policies/directory", "git commit -S -m 'Attest who is there'",
            "git push origin HEAD",
          ], in: root))
  }
}
