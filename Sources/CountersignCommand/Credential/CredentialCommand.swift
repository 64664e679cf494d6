internal import ArgumentParser
internal import Model
internal import Processing
internal import Reports

/// `countersign credential`: collect the certificates that a grant is handed out as.
struct CredentialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credential",
    abstract: "Collect the certificate of a grant and put it beside your key.",
    discussion: """
      Fetches the ledger, checks that it is the processor's, and writes each certificate of the grant \
      beside the key that it is for: ssh offers ~/.ssh/id_ed25519-cert.pub together with the key by \
      itself; an X.509 certificate becomes me.crt beside me.csr, the request for it. A certificate says \
      nothing secret: without the private key it opens nothing.

      EXAMPLES
        countersign credential g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
        countersign credential g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --identity \\
            ~/work/key.pub
        countersign credential g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --identity me.csr
        countersign credential g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --print

      EXIT STATUS
        0 written   1 the grant has no certificate for a key that is here
        64 wrong usage
        69 the remote cannot be reached   74 a file cannot be written   77 no trust
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var ledger: FreshLedgerOption
  @OptionGroup var format: FormatOption

  @Option(
    help: ArgumentHelp(
      "A public key, or a request for a certificate, that may be of the certified key; repeatable. Without, ~/.ssh/*.pub, or *.csr here.",
      valueName: "file"))
  var identity: [String] = []

  @Flag(help: "Write over a certificate of another authority.")
  var force = false

  @Flag(name: .customLong("print"), help: "Print the certificates and write no file.")
  var printsOnly = false

  @Argument(help: ArgumentHelp("The id of the grant.", valueName: "grant"))
  var grant: String

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    guard let id = GrantID(grant) else {
      throw Failure(
        .wrongUsage, "\(grant) is no id of a grant.",
        hint: "An id is g- and 32 digits, as countersign grants prints them.")
    }
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    let desk = try CredentialDesk(ledger.ledger, of: workspace, at: surroundings.now)
    let collected = try desk.certificates(of: id)
    if printsOnly { return try Output.answer(collected.file) }
    let report = try desk.place(
      collected, beside: identity, home: Surroundings.variable("HOME"), replacingOthers: force)
    try Output.answer(report, as: format.format, surroundings, at: surroundings.now)
  }
}
