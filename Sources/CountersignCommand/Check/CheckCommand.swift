internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign check`: judge the requests and policies of a branch before it lands.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge the requests and policies of a branch before it lands.",
    discussion: """
      Holds a branch against the mainline: every fault of each request it adds or changes, what would \
      be granted, which approvals it needs and who could give them. Where the branch changes policies, \
      their faults, failing tests, and who would have to approve. Only commits are read, never the \
      work tree.

      With --anchor the policies in force judge, by the ledger where there is one; without, the \
      mainline's own, and the answer is advice only.

      With --push it judges instead whether a push may come in, as the hook of a plain host asks: \
      nobody writes what is the processor's, and the mainline takes no rewind, no foxtrot, no evil \
      merge, no mixed landing, and no policies without approvals that could still get them all. What \
      stops somebody always comes in.

      EXAMPLES
        countersign check
        countersign check --base refs/remotes/origin/main --anchor $ANCHOR \\
            --format json
        countersign check refs/pull/7/head --format github
        countersign check --push refs/heads/main $OLD $NEW --anchor $ANCHOR

      EXIT STATUS
        0 nothing speaks against the branch; approvals may still be missing
        1 a request would be refused, a document is invalid, or the push is refused
        64 wrong usage
        65 the mainline has no policies that can be read   74 the repository fails
        77 trust cannot be established, such as in a shallow clone
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: DiagnosticFormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp(
      "What to hold the branch against; without it the mainline here, or else origin's.",
      valueName: "rev"))
  var base: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Judge a push instead: the reference, where it stands and where it would.",
      valueName: "ref old new"))
  var push: [String] = []

  @Argument(help: ArgumentHelp("The end of the branch; without it HEAD.", valueName: "rev"))
  var revision: String?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    guard push.isEmpty else { return try judge(try proposedPush(), surroundings) }
    let check = try BranchCheck(
      at: repository.repository, anchor: try anchor.ifGiven(), base: base,
      time.now ?? surroundings.now, .ofThisProcess)
    let report = try check.report(on: revision)
    try Output.answer(report, as: format.format, surroundings, at: check.now)
    let status = report.isOK ? ExitCode.success : ExitCode(ExitStatus.negative.rawValue)
    // To free the judgements of thousands takes as long as to show them.
    withExtendedLifetime((check, report)) { Countersign.exit(withError: status) }
  }
  private func judge(_ push: ProposedPush, _ surroundings: Surroundings) throws {
    let now = time.now ?? surroundings.now
    let report: PushReport
    // What is the processor's is so whatever anybody trusts.
    if let reason = PushCheck.refusal(of: push.reference) {
      report = PushReport(push, refusals: [reason])
    } else {
      let check = try PushCheck(
        at: repository.repository, anchor: try anchor.resolved(), now, .ofThisProcess)
      report = try check.report(on: push)
    }
    try Output.answer(report, as: format.format, surroundings, at: now)
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }

  private func proposedPush() throws(Failure) -> ProposedPush {
    guard push.count == 3, revision == nil, base == nil else {
      throw Failure(
        .wrongUsage, "--push takes a reference and two commit ids, and nothing else is named.",
        hint: "countersign check --push refs/heads/main <old> <new>")
    }
    guard push[0].hasPrefix("refs/") else {
      throw Failure(
        .wrongUsage, "\(push[0]) is no whole name of a reference.",
        hint: "git names it whole to its hooks, such as refs/heads/main.")
    }
    guard let old = ObjectID(hex: push[1]), let new = ObjectID(hex: push[2]) else {
      throw Failure(
        .wrongUsage, "\(push[1]) and \(push[2]) are no two full commit ids.",
        hint: "A hook is given both by git; forty zeros stand for none.")
    }
    return ProposedPush(push[0], from: old, to: new)
  }
}
