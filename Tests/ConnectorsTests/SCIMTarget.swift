import FoundationEssentials
import Model
import TestSupport
import Testing

/// Runs a suite beside a SCIM server that its tests share.
struct SCIMServing: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await SCIMServer.run { server in
      try await SCIMServer.$current.withValue(server) { try await function() }
    }
  }
}

extension Trait where Self == SCIMServing {
  /// Starts a server for the suite, and stops it afterwards.
  static var scimServer: SCIMServing { SCIMServing() }
}

/// The groups and users of one test, in a tenant of the suite's server.
struct SCIMTarget: MovingTarget {
  /// What makes every deed fail.
  static let failing: [TargetBehaviour] = [
    .diesBefore, .diesAfter, .lies, .nonsense, .cannotList, .listsPart, .refuses,
  ]
  /// What a service does that other targets cannot.
  enum Quirk: String, Sendable, CaseIterable {
    /// Takes no filter in a change, and says so, or does not.
    case noFilter, ignoresFilter
    /// The same, and gives no versions.
    case noFilterNoVersion
    /// Sends elsewhere.
    case redirects
    /// Is busy once.
    case tooMany
    /// Says what it was sent, token and all.
    case echoes
    /// Lists one resource twice, another page than it was asked for, or one resource a page and everything.
    case listsTwice, otherPage, onePerPage
    /// Has no group by its id any more.
    case hidesGroup
    /// Says of its users what it does not say of its groups.
    case behind
  }

  let server: SCIMServer
  let scratch: ScratchDirectory
  let tenant: String
  let secure: Bool
  /// Their ids.
  let ana: String
  let ben: String
  let readers: String
  let writers: String

  init(secure: Bool = false) async throws {
    server = try #require(SCIMServer.current)
    scratch = try ScratchDirectory()
    tenant = "t\(UInt32.random(in: 0 ... .max))"
    self.secure = secure
    try server.scratch.write(scratch.path, to: "tenants/\(tenant)")
    var made: [String: String] = [:]
    for name in ["ana.silva", "ben.cole", "drill"] {
      made[name] = try await Self.user(name, tenant, server)
    }
    for name in ["readers", "writers", "more"] {
      made[name] = try await Self.group(name, tenant, server)
    }
    ana = try #require(made["ana.silva"])
    ben = try #require(made["ben.cole"])
    readers = try #require(made["readers"])
    writers = try #require(made["writers"])
    try scratch.write(
      "# tokens of this runner\n\(server.address(tenant, secure: secure)) \(SCIMServer.token)\n",
      to: "tokens", mode: 0o600)
    try behave(.good)
    try scratch.write("", to: "calls")
  }

  func behave(_ quirk: Quirk) throws { try scratch.write(quirk.rawValue, to: "behaviour") }

  static func user(_ name: String, _ tenant: String, _ server: SCIMServer) async throws -> String {
    try id(
      of: try await server.ask(
        tenant, "POST", "/Users",
        #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(name)@corp.example"}"#
      ))
  }

  static func group(_ name: String, _ tenant: String, _ server: SCIMServer) async throws -> String {
    try id(
      of: try await server.ask(
        tenant, "POST", "/Groups",
        #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"\#(name)"}"#))
  }

  private struct Resource: Decodable {
    struct Member: Decodable { let value: String }
    let id: String
    let members: [Member]?
  }

  private static func id(of answer: String) throws -> String {
    try JSONDecoder().decode(Resource.self, from: Data(answer.utf8)).id
  }

  /// The ids of those who are in the group `id`.
  func members(_ id: String) async throws -> [String] {
    let answer = try await server.ask(tenant, "GET", "/Groups/\(id)")
    return (try JSONDecoder().decode(Resource.self, from: Data(answer.utf8)).members ?? [])
      .map(\.value).sorted()
  }

  /// Has the administrator change a resource.
  func change(_ path: String, _ operation: String) async throws {
    try await server.ask(
      tenant, "PATCH", path,
      #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operation)]}"#
    )
  }

  func add(_ user: String, to group: String) async throws {
    try await change(
      "/Groups/\(group)", #"{"op":"add","path":"members","value":[{"value":"\#(user)"}]}"#)
  }

  func access() async throws -> [String] { try await members(readers) }

  func left() async throws -> [String] {
    struct Listing: Decodable {
      let groups: [Resource]
      enum CodingKeys: String, CodingKey { case groups = "Resources" }
    }
    let answer = try await server.ask(tenant, "GET", "/Groups")
    return try JSONDecoder().decode(Listing.self, from: Data(answer.utf8)).groups
      .flatMap { ($0.members ?? []).map(\.value) }
  }

  func move(_ move: TargetMove) async throws {
    if move != .renamesHolder {
      try await change(
        "/Groups/\(readers)",
        #"{"op":"replace","path":"displayName","value":"former readers"}"#)
    }
    if move != .renamesTarget {
      try await change(
        "/Users/\(ana)", #"{"op":"replace","path":"userName","value":"ana.costa@corp.example"}"#)
    }
  }

  func remake() async throws {
    try await server.ask(tenant, "DELETE", "/Groups/\(readers)")
    _ = try await Self.group("readers", tenant, server)
  }

  func give(to receiver: TargetReceiver) async throws {
    try await add(receiver == .holder ? ana : ben, to: readers)
  }

  func takeByHand() async throws {
    try await change(
      "/Groups/\(readers)", #"{"op":"remove","path":"members[value eq \"\#(ana)\"]"}"#)
  }

  var address: String { server.address(tenant, secure: secure) }

  var environment: [String: String] {
    [
      "COUNTERSIGN_ALLOW_CONNECTOR": "/bin/other \(address)",
      "COUNTERSIGN_CONNECTOR_SCIM_TOKENS_FILE": scratch.file("tokens"),
      "SSL_CERT_FILE": server.authority,
    ]
  }

  func repository() async throws -> AccessRepository { try await .withSystem(system()) }

  /// The system's file.
  func system(address: String? = nil, read: String = "readers") -> String {
    """
    description: The service
    owner: group:dba
    plane: identity
    entitlements:
      read: {risk: low, eligible: [class:contractor, person:ben.cole], approvals: [{count: 1, from: [group:dba]}], maximum_duration: 8h}
      write: {risk: low, eligible: [class:contractor], approvals: [{count: 1, from: [group:dba]}], maximum_duration: 8h}
    connector:
      type: scim
      uri: \(address ?? self.address)
      user: $subject@Corp.example
      groups: {read: '\(read)', write: writers}

    """
  }
}
