internal import ArgumentParser
internal import Processing
internal import Reports

/// `countersign doctor`: what would make Countersign fail here, and the mend.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what in this repository or its CI would make Countersign fail, and the mend.",
    discussion: """
      Looks at the clone, the anchor, the policies, the ledger, the processor's key, the people, the \
      workflow files of HEAD, the last landings and your own signing setup. It writes nothing and \
      fetches nothing; the remote is only asked where its branches are. Workflow files are searched \
      as text, so those findings are hints. What a forge is set to cannot be seen from here: \
      'countersign init' lists it.

      EXAMPLES
        countersign doctor --anchor $ANCHOR
        countersign doctor --repository /srv/access.git --key \\
            /etc/countersign/processor
        countersign doctor --format json

      EXIT STATUS
        0 no problem (there may be warnings)   1 a problem was found
        64 wrong usage   74 there is no repository, or it cannot be read
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: FormatOption

  @Option(
    help: ArgumentHelp("The remote that has the mainline and the ledger.", valueName: "remote"))
  var remote = "origin"

  @Option(
    help: ArgumentHelp(
      "The processor's private key, to be looked at as well. Also COUNTERSIGN_KEY.",
      valueName: "file"))
  var key: String?

  mutating func run() async throws {
    let surroundings = Surroundings.ofThisProcess()
    let key = Result { () throws(Failure) in try GivenKey.processor(self.key) }
    let doctor = Doctor(
      path: repository.repository, anchor: try anchor.ifGiven(), remote: remote, key: key,
      // A CI machine approves nothing, so how it signs is nobody's concern.
      looksAtReviewer: Surroundings.variable("CI") == nil, now: surroundings.now,
      outside: .ofThisProcess)
    let report = try await doctor.report()
    try Output.answer(report, as: format.format, surroundings, at: surroundings.now)
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}
