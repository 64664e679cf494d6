internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `countersign verify`: signature verdicts for the merges of any repository, no policy needed.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify the signatures of merges, or of all commits, in any repository.",
    discussion: """
      Looks at the merges that HEAD's line of first parents has, or that the revisions mean, and tells \
      of each whether its signature is good, and whose. SSH signatures are held against a file of \
      signers in git's allowed_signers format, OpenPGP signatures against certificates. Nothing is run \
      but this program; replace refs and grafts are not followed. docs/verify.md says how its verdicts \
      relate to git's.

      EXAMPLES
        countersign verify --signers .github/allowed_signers
        countersign verify refs/remotes/origin/main..HEAD --all-commits
        countersign verify v1.0..v2.0 --merges --revoked revoked_keys --format json
        countersign verify --keyring maintainers.asc --all

      EXIT STATUS
        0 all are good, also where there is none   1 not all are   64 wrong usage
        65 a list of keys cannot be read   69 librnp is missing
        74 the repository fails
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var format: FormatOption

  @Option(
    help: ArgumentHelp(
      "Whose SSH keys count: git's allowed_signers format; without it gpg.ssh.allowedSignersFile.",
      valueName: "file"))
  var signers: String?

  @Option(
    help: ArgumentHelp(
      "SSH keys that count no more: one a line, or a KRL; without it gpg.ssh.revocationFile.",
      valueName: "file"))
  var revoked: String?

  @Option(
    help: ArgumentHelp(
      "Whose OpenPGP keys count: certificates, armored or not; may be repeated.",
      valueName: "file"))
  var keyring: [String] = []

  @Flag(help: "Begin at every branch, tag and other reference.")
  var all = false

  @Flag(help: "Verify all merges, not only those on the line of first parents.")
  var merges = false

  @Flag(help: "Verify every commit.")
  var allCommits = false

  @Option(
    help: ArgumentHelp(
      "How many threads verify at once; without it one for each processor.", valueName: "number"))
  var jobs: Int?

  @Argument(
    help: ArgumentHelp(
      "What to verify, as git rev-list takes it: REV, A..B, A...B, ^A; without it HEAD.",
      valueName: "range"))
  var ranges: [String] = []

  func validate() throws {
    if merges, allCommits {
      throw ValidationError("--merges and --all-commits exclude each other.")
    }
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs is a number from 1 to 1024.")
    }
  }

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let verification = try Verification(
      at: repository.repository,
      Verification.Extent(
        ranges, beginsEverywhere: all,
        allCommits ? .all : merges ? .merges : .mergesOfTheFirstParentLine),
      by: Verification.Lists(signers: signers, revoked: revoked, keyrings: keyring),
      jobs: jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), now: surroundings.now,
      LocalTime.clock, .ofThisProcess)
    var summary = VerdictSummary(of: allCommits ? "commit" : "merge")
    let format = format.format
    let style = surroundings.style(at: surroundings.now)
    let table = VerdictTable(style, signers: verification.names)
    try await verification.verdicts { verdicts throws(Failure) in
      var output: [UInt8] = []
      if format == .text, summary.total == 0 { output += table.header.utf8 }
      for verdict in verdicts {
        summary.add(verdict)
        switch format {
        case .text: output += table.row(verdict).utf8
        case .json: verdict.appendLine(to: &output)
        }
      }
      try Output.answer(output)
    }
    if format == .text {
      try Output.answer((summary.total == 0 ? "" : "\n") + summary.text(style))
    }
    if !summary.isGood { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}
