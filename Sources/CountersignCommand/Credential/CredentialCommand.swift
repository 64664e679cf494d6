internal import ArgumentParser
internal import Connectors
internal import Ledger
internal import Model
internal import Processing
internal import Reports
internal import Signatures

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
        countersign credential g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --identity ~/work/key.pub
        countersign credential g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --identity me.csr
        countersign credential g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 --print

      EXIT STATUS
        0 written   1 the grant has no certificate for a key that is here   64 wrong usage
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
    let trusted = try ledger.open(in: workspace)
    let (grant, file) = try inLedger { () throws(LedgerError) in
      let grant = try trusted.grant(id)
      return (
        grant,
        try grant.flatMap { grant throws(LedgerError) in
          try trusted.certificates(of: grant.grant)
        }
      )
    }
    guard let grant else {
      throw Failure(
        .negative, "The ledger has no grant \(id).", hint: "countersign grants lists them.")
    }
    try Self.checkIsOpen(grant.grant, at: max(surroundings.now, trusted.cursor.at))
    guard let file else { throw Self.absence(of: grant.grant) }
    let placed: [CredentialReport.File]
    switch grant.grant.certificate?.content {
    case .profile:
      try Self.check(file, of: grant)
      if printsOnly { return try Output.answer(file) }
      placed = try CertificateRequestFiles(identity).place(
        file, of: grant.grant, replacingOthers: force)
    case .login, nil:
      let certificates = try Self.checked(file, of: grant)
      if printsOnly { return try Output.answer(file) }
      placed = try IdentityFiles(identity).place(certificates, replacingOthers: force)
    }
    try Output.answer(
      CredentialReport(grant: grant.grant, files: placed), as: format.format, surroundings,
      at: surroundings.now)
  }

  private static func checked(
    _ file: [UInt8], of grant: RecordedGrant
  ) throws(Failure) -> [SSHCertificate] {
    do throws(CertificateFault) {
      return try SSHCertificates.check(file, for: grant)
    } catch {
      throw untrusted(grant, error)
    }
  }

  private static func check(_ file: [UInt8], of grant: RecordedGrant) throws(Failure) {
    do throws(CertificateFault) {
      try X509Certificates.check(file, for: grant)
    } catch {
      throw untrusted(grant, error)
    }
  }

  private static func untrusted(_ grant: RecordedGrant, _ fault: CertificateFault) -> Failure {
    Failure(
      .untrusted, [Reason(.ledgerUntrusted, "The certificates of \(grant.id): \(fault).")])
  }

  private static func checkIsOpen(_ grant: Grant, at now: Instant) throws(Failure) {
    guard grant.state.isLive, now < grant.end else {
      throw Failure(
        .negative, "Grant \(grant.id) ended at \(grant.ending?.at ?? grant.end).",
        hint: "Ask for new access: countersign new.")
    }
  }

  private static func absence(of grant: Grant) -> Failure {
    grant.state == .issuing
      ? Failure(
        .negative, "The certificate of \(grant.id) has not been made yet.",
        hint: "The processor tries again each run; countersign status says what it lacks.")
      : Failure(
        .negative, "Grant \(grant.id) on \(grant.entitlementName) comes without a certificate.",
        hint: "How its system enforces grants is said in policies/systems/\(grant.system).yaml.")
  }
}
