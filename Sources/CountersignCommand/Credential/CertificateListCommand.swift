internal import ArgumentParser
internal import Processing

/// `countersign crl`: the lists of revoked certificates, for the servers that trust an X.509 authority.
struct CertificateListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crl",
    abstract: "Fetch the list of revoked X.509 certificates, for a server's ssl_crl.",
    discussion: """
      Fetches the ledger, checks that it is the processor's, and writes the certificate revocation list of \
      each X.509 authority, signed by it, one behind the other: servers look at that of their authority. \
      Run it where a server trusts one, every minute or so, and have the server read the file anew when it \
      has changed. A server that cannot fetch keeps its last list, and certificates still end with their \
      window. The file is replaced in one step.

      EXAMPLES
        countersign crl /etc/nginx/countersign.crl
        countersign crl - | openssl crl -noout -text

      EXIT STATUS
        0 written   1 there is no list yet: the first certificate brings it
        64 wrong usage
        69 the remote cannot be reached   74 the file cannot be written
        77 no trust
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var ledger: FreshLedgerOption

  @Argument(help: ArgumentHelp("Where to write them; - for standard output.", valueName: "file"))
  var file: String

  mutating func run() throws {
    let workspace = try Workspace(
      opening: repository.repository, anchor: try anchor.resolved())
    try Output.answer(ledger.ledger.x509RevocationLists(in: workspace), in: file)
  }
}
