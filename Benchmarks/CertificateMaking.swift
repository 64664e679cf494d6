import Connectors
import Model
import Signatures

/// Makes SSH certificates as a run makes them, for grants that nobody was given.
///
/// Part of this program, since the ledger is the only one that may record a grant: what is measured is the
/// making of each certificate, not the commit that holds it.
enum CertificateMaking {
  /// Writes the certificates of `count` grants for the key in `keyFile` into `output`, a line each.
  static func make(
    _ count: Int, forKeyIn keyFile: String, authority authorityFile: String, to output: String
  ) throws {
    let authority = try SSHPrivateKey(openSSH: Files.read(authorityFile))
    let key = try SSHPublicKey(authorizedKey: Files.read(keyFile))
    var file: [UInt8] = []
    for number in 0..<count {
      file += try SSHCertificates.make(
        for: grant(number, authority: authority, key: key), by: .key(authority))
    }
    try Files.write(file, to: output)
  }

  private static func grant(
    _ number: Int, authority: SSHPrivateKey, key: SSHPublicKey
  ) throws -> RecordedGrant {
    let digest = sha256(Array("\(number)".utf8))
    guard let subject = IdentityID("ana.silva"), let system = SystemID("web-host"),
      let object = ObjectID(bytes: digest.prefix(20)),
      let start = Instant(rfc3339: Fixture.now.utf8)
    else { throw BenchmarkError("cannot name a grant") }
    let request = Request(
      system: system, subject: subject, entitlement: "shell", duration: .seconds(3600),
      starts: nil, ticket: nil, reason: "Measure.", isEmergency: false,
      marks: RequestMarks(
        subject: Mark(line: 1, column: 1), entitlement: Mark(line: 2, column: 1),
        duration: Mark(line: 3, column: 1), starts: nil, ticket: nil, emergency: nil))
    return RecordedGrant(
      heldByLedger: Grant(
        id: GrantID(digest: digest), request: request,
        key: RequestKey(path: RepositoryPath("requests/web-host/\(number).yaml"), blob: object),
        window: Window(start: start, end: start.advanced(by: .seconds(3600))), landing: object,
        policy: object, approvals: [],
        issued: GrantEvent(.issued, at: start, mainline: object),
        certificate: CertificateTerms(
          authority: authority.publicKey.blob, keys: [key.blob],
          content: .login(SSHLogin(principals: ["deploy"], extensions: [.pty])))))
  }
}
