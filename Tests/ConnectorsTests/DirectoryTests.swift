import Model
import TestSupport
import Testing

/// A real directory, and grants that are memberships of its groups.
@Suite(
  .directoryServer,
  .enabled(if: DirectoryServer.isInstalled, "slapd and the LDAP tools are not installed"))
struct DirectoryTests {
  private let request = Request("ana", "read", of: "people", duration: "1h")

  @Test(
    "a window is a membership, from its start to its end",
    arguments: LDAPConnector.Attribute.allCases)
  func membership(_ attribute: LDAPConnector.Attribute) async throws {
    let target = try await DirectoryTarget(attribute)
    let repository = try await target.repository()
    try await repository.grant(request)
    let begun = try await repository.run(target)
    #expect(begun.status == 0, "\(begun)")
    #expect(try await target.members() == [target.value("ana.silva")])
    #expect(try await repository.states() == ["active: issued activated"])
    let asked = try target.calls()
    #expect(try await repository.run(target, at: .drill(.minutes(30))).status == 0)
    #expect(try target.calls() == asked, "nothing is asked where nothing is open")
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.members().isEmpty)
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await repository.expectRightAudit()
  }

  @Test("over TLS, with a password that stands in no argument and no output")
  func password() async throws {
    let target = try await DirectoryTarget(secure: true)
    let repository = try await target.repository()
    try await repository.grant(request)
    let run = try await repository.run(target)
    #expect(run.status == 0, "\(run)")
    #expect(try await target.members() == [target.value("ana.silva")])
    let arguments = String(decoding: try target.scratch.read("arguments"), as: UTF8.self)
    #expect(arguments.contains("-y \(target.scratch.file("password"))"))
    #expect(!arguments.contains(DirectoryServer.runner.1))

    try target.scratch.write("wrong and s3cret", to: "password", mode: 0o600)
    let refused = try await repository.run(target, at: .drill(.hours(1)))
    #expect(refused.status == 69, "\(refused)")
    #expect(refused.description.contains("Invalid credentials (49)"), "\(refused)")
    #expect(!refused.description.contains("s3cret"), "\(refused)")
    #expect(try await target.members() == [target.value("ana.silva")])
  }

  @Test("a server that cannot prove who it is, or does not encrypt, is told no password")
  func strangers() async throws {
    let target = try await DirectoryTarget(secure: true)
    let server = target.server
    for (address, authority, isTaken) in [
      // Nobody's authority; another name than its certificate has; and the near twin.
      (server.secureAddress, "/dev/null", false),
      ("ldaps://localhost:\(server.securePort)", server.authority, false),
      (server.secureAddress, server.authority, true),
    ] {
      let repository = try await AccessRepository.withSystem(target.system(address: address))
      try await repository.grant(request)
      var environment = target.environment
      environment["COUNTERSIGN_CONNECTOR_LDAPTLS_CACERT"] = authority
      environment["COUNTERSIGN_CONNECTOR_LDAPTLS_REQCERT"] = "never"
      environment["COUNTERSIGN_ALLOW_CONNECTOR"] = address
      let run = try await repository.run(environment: environment)
      #expect((run.status == 0) == isTaken, "\(address) \(authority): \(run)")
    }
    // What is not on this machine is encrypted before the password is sent, or not asked.
    let far = "ldap://\(try await Self.hostName()):\(server.port)"
    let repository = try await AccessRepository.withSystem(target.system(address: far))
    try await repository.grant(request)
    var environment = target.environment
    environment["COUNTERSIGN_ALLOW_CONNECTOR"] = far
    _ = try await repository.run(environment: environment)
    let arguments = String(decoding: try target.scratch.read("arguments"), as: UTF8.self)
    #expect(arguments.contains("-H \(far) -o nettimeout=10 -ZZ "), "\(arguments)")
  }

  private static func hostName() async throws -> String { try await mustRun("hostname").text }

  @Test("a directory that the runner's owner did not name is not asked")
  func notAllowed() async throws {
    let target = try await DirectoryTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    var environment = target.environment
    environment["COUNTERSIGN_ALLOW_CONNECTOR"] = "ldapi://%2Felsewhere"
    let run = try await repository.run(environment: environment)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("--allow-connector"), "\(run)")
    #expect(try target.calls().isEmpty)
    #expect(
      try await repository.run(["--allow-connector", target.address], environment: environment)
        .status == 0)
  }

  @Test("the last member of a group that may not be empty makes way for the group itself")
  func lastMember() async throws {
    let target = try await DirectoryTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    try await target.server.apply(
      """
      dn: \(target.group("readers"))
      changetype: modify
      delete: member
      member: \(DirectoryTarget.nobody)

      """)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.members() == [target.group("readers")])
    let clean = try await repository.discover(target)
    #expect(!clean.result.text.contains("readers"), "\(clean)")
    try await repository.expectRightAudit()
  }

  @Test("discover: members by whatever spelling, strangers, and what is missing")
  func discovery() async throws {
    let target = try await DirectoryTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    let people = DirectoryTarget.people
    try await target.server.apply(
      """
      dn: \(target.group("readers"))
      changetype: modify
      replace: member
      member: UID=Tom.Berg, OU = People,DC=Example,dc=net
      member: uid=some\\2cbody,\(people)
      member: uid=tom.berg,ou=robots,dc=example,dc=net

      """)
    let found = try await repository.discover(target)
    #expect(found.status == 1, "\(found)")
    let readers = target.group("readers")
    #expect(found.result.text.contains("missing   people  ana.silva"), "\(found)")
    #expect(found.result.text.contains("standing  people  tom.berg"), "\(found)")
    #expect(found.result.text.contains("leftover  people  dn:uid=tom.berg,ou=robots"), "\(found)")
    #expect(found.result.text.split(separator: "\n").filter { $0.contains(readers) }.count == 4)
  }

  @Test("what is listed under another spelling is not gone")
  func spelling() async throws {
    let target = try await DirectoryTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.run(target)
    try await target.server.apply(
      """
      dn: \(target.group("readers"))
      changetype: modify
      replace: member
      member: \(DirectoryTarget.nobody)
      member: UID=Ana.Silva,OU=People,DC=example,DC=net

      """)
    try target.behave(.lies)
    let end = try await repository.run(target, at: .drill(.hours(1)))
    #expect(end.status == 69, "\(end)")
    #expect(end.description.contains("still lists the access"), "\(end)")
    try target.behave(.good)
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await target.members().isEmpty)
  }

  @Test("30: names are data, whatever they hold")
  func hostileNames() async throws {
    let target = try await DirectoryTarget()
    let names = [
      #"x\0Achangetype: delete"#, "säule \u{1F418}", #"a\,b\+c\"d\\"#, "(cn=*)",
      #"it's: \<file:///etc/passwd"#,
    ]
    for (number, name) in names.enumerated() {
      let group = "cn=\(number)\(name),ou=groups,\(DirectoryServer.base)"
      try await target.server.apply(
        "dn:: \(Base64.text(group))\nobjectClass: groupOfNames\nmember: \(DirectoryTarget.nobody)\n",
        adding: true)
      let repository = try await AccessRepository.withSystem(
        target.system(readers: group.replacing("'", with: "''")))
      try await repository.grant(request)
      let run = try await repository.run(target)
      #expect(run.status == 0, "\(group): \(run)")
      #expect(try await target.server.search(group, "member").contains(target.value("ana.silva")))
      let ended = try await repository.run(target, at: .drill(.hours(1)))
      #expect(ended.status == 0, "\(group): \(ended)")
      #expect(try await target.server.search(group, "member") == [DirectoryTarget.nobody])
    }
  }
}

extension Base64 {
  fileprivate static func text(_ text: String) -> String { base64(Array(text.utf8)) }
}
