import Model
import TestSupport
import Testing

/// An access repository whose `shop-api` takes X.509 certificates, with the authority that signs them.
struct ShopAPI: Sendable {
  let repository: AccessRepository
  let openssl: OpenSSL
  let authority: OpenSSL.Authority

  /// - Parameters:
  ///   - time: When it all takes place; facts and contracts are dated around it.
  ///   - profile: What the certificates of `call` say.
  init(
    at time: Instant = .drill(), profile: String = "{common_name: $subject}",
    _ change: (inout Policies) -> Void = { _ in }
  ) async throws {
    let openssl = try OpenSSL()
    let authority = try await openssl.makeAuthority("ca")
    var policies = Policies()
    for place in policies.people.indices {
      policies.people[place].verified = "\(time.advanced(by: .days(-1)))"
      policies.people[place].contractEnds = "\(time.advanced(by: .days(30)))"
    }
    policies.texts[Self.file] = Self.system(profile: profile, authority: authority)
    change(&policies)
    self.openssl = openssl
    self.authority = authority
    repository = try await AccessRepository(policies)
  }

  static let file = "policies/systems/shop-api.yaml"

  /// The system's file.
  static func system(profile: String, authority: OpenSSL.Authority) -> String {
    """
    description: An API that asks for client certificates
    owner: group:dba
    plane: data
    entitlements:
      call:
        risk: low
        eligible: [class:contractor, class:employee]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
    connector:
      type: x509-certificate
      authority: |
    \(authority.indented(by: 4))
      certificates:
        call: \(profile)

    """
  }

  /// What a run is told of the authority's key.
  var arguments: [String] { ["--x509-ca-key", authority.key] }

  /// A request with a key of its own; the key is in the file that the second says.
  func request(
    _ name: String, for subject: String = "ana.silva", kind: String = "p256", starts: Instant? = nil
  ) async throws -> (Request, OpenSSL.Request) {
    let own = try await openssl.makeRequest(name, kind: kind)
    var request = Request(
      name, "call", for: subject, of: "shop-api", duration: "1h", starts: starts.map { "\($0)" })
    request.more = own.lines
    return (request, own)
  }

  /// Proposes, approves and lands `request`, and runs.
  func land(
    _ request: Request, by person: Person = .ana, at now: Instant = .drill(),
    _ arguments: [String]? = nil
  ) async throws {
    let date = now.advanced(by: .minutes(-10))
    let proposal = try await repository.commit([request.file], by: person, signed: .own, at: date)
    try await repository.approve(proposal, by: [.priya], at: date)
    let run = try await repository.run(at: now, arguments ?? self.arguments)
    #expect(run.status == 0, "\(run)")
  }

  /// The file with the certificate that the grant of `request` is handed out as.
  func certificate(of request: Request) async throws -> String {
    let grant = try #require(
      try await repository.grants().first { $0.request.path == request.path })
    let text = try await repository.sandbox.git(
      "show", "countersign/ledger:\(Self.path(of: grant.id))")
    return try openssl.directory.write(text + "\n", to: "\(request.name).crt")
  }

  /// Where the ledger has the certificate of the grant `id`.
  static func path(of id: String) -> String {
    "credentials/\(id.dropFirst(2).prefix(2))/\(id).pem"
  }

  /// What `countersign crl` says, in a file of its own.
  func list(_ name: String = "list.crl") async throws -> String {
    let path = openssl.directory.file(name)
    let answer = try await repository.countersign([
      "crl", "--repository", repository.sandbox.path, "--anchor", repository.anchor, path,
    ])
    #expect(answer.status == 0, "\(answer)")
    return path
  }

  func expectRightAudit() async throws {
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }
}
