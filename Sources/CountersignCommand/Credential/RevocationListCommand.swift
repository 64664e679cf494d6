internal import ArgumentParser
internal import Processing

/// `countersign krl`: the list of revoked certificates, for the hosts that trust an authority.
struct RevocationListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "krl",
    abstract: "Fetch the list of revoked SSH certificates, for a host's RevokedKeys.",
    discussion: """
      Fetches the ledger, checks that it is the processor's, and writes OpenSSH's key revocation list: \
      every certificate that was revoked before its end. Run it on each host that trusts an authority, \
      every minute or so; a host that cannot fetch keeps its last list, and certificates still end with \
      their window. The file is replaced in one step, so that sshd never reads a part.

      EXAMPLES
        countersign krl /etc/ssh/countersign.krl
        countersign krl - | ssh-keygen -Q -l -f /dev/stdin

      EXIT STATUS
        0 written   64 wrong usage   69 the remote cannot be reached
        74 the file cannot be written
        77 no trust
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var ledger: FreshLedgerOption

  @Argument(help: ArgumentHelp("Where to write it; - for standard output.", valueName: "file"))
  var file: String

  mutating func run() throws {
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    try Output.answer(ledger.ledger.sshRevocationList(in: workspace), in: file)
  }
}
