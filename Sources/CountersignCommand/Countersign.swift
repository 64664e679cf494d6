package import ArgumentParser
internal import CProcess
internal import Model
internal import Processing
internal import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The command line of Countersign.
package struct Countersign: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "countersign",
    abstract: "Temporary access, asked for, approved, issued and taken away in a git repository.",
    discussion: """
      A contractor adds a request file, a reviewer's signed merge approves it, and `countersign run` \
      issues the grant and later writes its expiry back as a commit.
      """,
    version: "\(Countersign.version) (\(Countersign.origin))",
    groupedSubcommands: [
      CommandGroup(
        name: "Request",
        subcommands: [
          NewCommand.self, RequestAudienceCommand.self, CheckCommand.self, ApproveCommand.self,
          ReviewCommand.self,
        ]),
      CommandGroup(
        name: "Processing",
        subcommands: [RunCommand.self, AuditCommand.self, ConnectorCommand.self]),
      CommandGroup(
        name: "Access",
        subcommands: [
          StatusCommand.self, GrantsCommand.self, ExplainCommand.self, WhoCanCommand.self,
          WhoHasCommand.self, HistoryCommand.self, CredentialCommand.self,
          RevocationListCommand.self, CertificateListCommand.self, DiscoverCommand.self,
          AdoptCommand.self, DrillCommand.self,
        ]),
      CommandGroup(
        name: "Repository",
        subcommands: [
          InitCommand.self, DoctorCommand.self, PolicyCommand.self, IdentityCommand.self,
          OffboardCommand.self, SchemaCommand.self,
        ]),
      CommandGroup(
        name: "Signature",
        subcommands: [VerifyCommand.self, SignersCommand.self]),
    ])

  package init() {}

  /// The version, as changelog, ledger and reports name it.
  static let version = "0.2.0"

  /// What it was built from.
  private static var origin: String {
    // The digits have a letter in front: else a number in octal could be read from them.
    guard let commit = cs_commit() else { return "not built from a commit" }
    return "commit \(String(cString: commit).dropFirst())"
  }

  /// What tells this program from every other.
  ///
  /// A release has its commit. What was built on the way has the state of its file, which each build writes anew.
  static var identity: String {
    var status = stat()
    guard cs_commit() == nil, stat("/proc/self/exe", &status) == 0 else {
      return "\(version) \(origin)"
    }
    let time = status.st_mtim
    return "\(version) \(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  /// Takes what is secret out of the reach of others; to be called first, on the only thread there is.
  package static func prepareProcess() { Secrets.closeToPrograms() }

  /// Runs the command line of this process and ends it with the command's exit status.
  package static func runProcess() async {
    let word = CommandLine.arguments.dropFirst().first
    let asksForHelp = CommandLine.arguments.contains { $0 == "--help" || $0 == "-h" }
    let isEarly = !asksForHelp && (word.map(startingEarly.contains) ?? false)
    if isEarly { LibraryStart.begin() }
    // The process must not end while the library is being started.
    func finish() { if isEarly { LibraryStart.finish() } }
    do {
      try refuseUnknownCommand(word)
      var command = try parseAsRoot()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
      finish()
    } catch let failure as Failure {
      Output.note(failure.text)
      finish()
      exit(withError: ExitCode(failure.status.rawValue))
    } catch {
      finish()
      if exitCode(for: error).isSuccess { exit(withError: error) }
      // What was typed may come from a branch or a file that a stranger named.
      let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
      if lines != [""] { Output.note(lines.reduce("") { $0 + "\($1)\n" }) }
      exit(withError: exitCode(for: error))
    }
  }

  /// The commands that are run again and again, and always open a repository.
  private static let startingEarly: Set = ["run", "check", "status", "grants"]

  /// Says of a first word that names no command which one it may have been meant for.
  private static func refuseUnknownCommand(_ word: String?) throws(Failure) {
    let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !known.contains(word) else { return }
    throw Failure(
      .wrongUsage, "There is no command `\(word)`.",
      hint: suggestion(for: word, among: known) ?? "countersign --help lists the commands.")
  }
}
