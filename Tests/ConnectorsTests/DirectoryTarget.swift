import FoundationEssentials
import Model
import TestSupport
import Testing

/// Runs a suite beside an OpenLDAP server that its tests share.
struct DirectoryServing: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await DirectoryServer.run { server in
      try await DirectoryServer.$current.withValue(server) { try await function() }
    }
  }
}

extension Trait where Self == DirectoryServing {
  /// Starts a directory for the suite, and stops it afterwards.
  static var directoryServer: DirectoryServing { DirectoryServing() }
}

/// The groups of one test in the suite's directory.
///
/// The runner's `ldapmodify` and `ldapsearch` are a script that behaves as a file says and else is the real one.
struct DirectoryTarget: TestTarget {
  /// What makes every deed fail.
  static let failing: [TargetBehaviour] = [
    .diesBefore, .diesAfter, .lies, .nonsense, .cannotList, .listsPart,
  ]

  let server: DirectoryServer
  let scratch: ScratchDirectory
  let attribute: LDAPConnector.Attribute
  let address: String
  /// What the names of the test's groups begin with.
  private let prefix: String

  /// Makes the groups `…-readers` and `…-writers`, each with one member, who is nobody, where it must have one.
  ///
  /// - Parameter secure: Whether the runner binds with its password over TLS, else over the socket as root.
  init(
    _ attribute: LDAPConnector.Attribute = .member, secure: Bool = false, nobody: Bool = true
  ) async throws {
    server = try #require(DirectoryServer.current)
    scratch = try ScratchDirectory()
    prefix = "t\(UInt32.random(in: 0 ... .max))"
    self.attribute = attribute
    address = secure ? server.secureAddress : server.socket
    let (type, more) =
      switch attribute {
      case .member: ("groupOfNames", "member: \(Self.nobody)")
      case .uniqueMember: ("groupOfUniqueNames", "uniqueMember: \(Self.nobody)")
      case .memberUid: ("posixGroup", "gidNumber: 1000")
      }
    for name in ["readers", "writers"] {
      try await server.apply(
        "dn: \(group(name))\nobjectClass: \(type)\ncn: \(prefix)-\(name)\n\(more)\n", adding: true)
    }
    try scratch.write(Self.script, to: "bin/ldapmodify", mode: 0o755)
    try scratch.write(Self.script, to: "bin/ldapsearch", mode: 0o755)
    // Without a newline, which would be part of it.
    try scratch.write(DirectoryServer.runner.1, to: "password", mode: 0o600)
    try behave(.good)
    try scratch.write("", to: "calls")
  }

  static let nobody = "cn=nobody,\(DirectoryServer.base)"
  static let people = "ou=people,\(DirectoryServer.base)"

  /// The name of the group `name`.
  func group(_ name: String) -> String { "cn=\(prefix)-\(name),ou=groups,\(DirectoryServer.base)" }

  /// What groups hold for the person `id`.
  func value(_ id: String) -> String {
    attribute.holdsNames ? "uid=\(id),\(Self.people)" : id
  }

  /// Who is in the group `name`, but nobody.
  func members(_ name: String = "readers") async throws -> [String] {
    try await server.search(group(name), attribute.rawValue).filter { $0 != Self.nobody }
  }

  func access() async throws -> [String] { try await members() }

  func repository() async throws -> AccessRepository {
    try await .withSystem(system())
  }

  /// What a runner is given.
  var environment: [String: String] {
    let proof =
      address.hasPrefix("ldapi")
      ? [:]
      : [
        "COUNTERSIGN_CONNECTOR_LDAP_BIND_DN": DirectoryServer.runner.0,
        "COUNTERSIGN_CONNECTOR_LDAP_PASSWORD_FILE": scratch.file("password"),
        "COUNTERSIGN_CONNECTOR_LDAPTLS_CACERT": server.authority,
      ]
    return proof.merging([
      "COUNTERSIGN_ALLOW_CONNECTOR": "/bin/other:/bin/more \(address)",
      "COUNTERSIGN_CONNECTOR_COUNTERSIGN_TEST": scratch.path,
      "PATH": "\(scratch.file("bin")):/usr/bin:/bin",
    ]) { $1 }
  }

  /// The system's file.
  func system(user: String? = nil, readers: String? = nil, address: String? = nil) -> String {
    """
    description: The directory
    owner: group:dba
    plane: identity
    entitlements:
      read: {risk: low, eligible: [class:contractor], approvals: [{count: 1, from: [group:dba]}], maximum_duration: 8h}
      write: {risk: low, eligible: [class:contractor], approvals: [{count: 1, from: [group:dba]}], maximum_duration: 8h}
    connector:
      type: ldap
      uri: \(address ?? self.address)
      user: \(user ?? value("$subject"))
      groups:
        read: '\(readers ?? group("readers"))'
        write: '\(group("writers"))'
      attribute: \(attribute.rawValue)

    """
  }

  private static let script = """
    #!/bin/bash
    real() { PATH=/usr/bin:/bin /usr/bin/${0##*/} "$@"; }
    cd "$COUNTERSIGN_TEST" || exit 9
    behaviour=$(cat behaviour)
    echo ${0##*/} >> calls
    echo "$0 $*" >> arguments
    case $behaviour/${0##*/} in
      diesBefore/*) exit 255;;
      diesAfter/ldapmodify) real "$@" >/dev/null; kill -9 $$;;
      lies/ldapmodify) cat >/dev/null; exit 0;;
      nonsense/ldapsearch) echo "done, master";;
      cannotList/ldapsearch) real "$@" -H ldap://127.0.0.1:1;;
      listsPart/ldapsearch) real "$@" | sed -E 's/^(member|uniqueMember|memberUid):/\\1;range=0-0:/';;
      slowToGrant/ldapmodify) for n in $(seq 1200); do [ -e go ] && break; sleep 0.05; done; real "$@";;
      *) real "$@";;
    esac

    """
}

extension AccessRepository {
  /// An access repository with the system `people` as `text` has it.
  static func withSystem(_ text: String) async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/systems/people.yaml"] = text
    return try await AccessRepository(policies)
  }
}
