import Model
import TestSupport
import Testing

/// Directories that are gone, lie or hang, and runs that are killed and race.
@Suite(
  .directoryServer,
  .enabled(if: DirectoryServer.isInstalled, "slapd and the LDAP tools are not installed"))
struct DirectoryThreats {
  private let request = Request("ana", "read", of: "people", duration: "1h")

  @Test(
    "38: what a directory has not done, or not said, leaves the grant open",
    arguments: DirectoryTarget.failing)
  func failing(_ behaviour: TargetBehaviour) async throws {
    try await threats(try await DirectoryTarget()).failing(behaviour)
  }

  @Test("38: a directory that takes the connection and says nothing is left after a while")
  func hanging() async throws {
    let target = try await DirectoryTarget(secure: true)
    let silent = """
      import socket
      s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(5)
      open("port", "w").write(str(s.getsockname()[1]))
      kept = [s.accept() for _ in range(9)]
      """
    let script = try target.scratch.write(silent, to: "silent.py")
    try await GitServer.withProgram(
      "/usr/bin/env", ["-C", target.scratch.path, "python3", script], home: target.scratch.path
    ) {
      for _ in 0..<200 where (try? target.scratch.read("port"))?.isEmpty ?? true {
        try await Task.sleep(for: .milliseconds(20))
      }
      let port = String(decoding: try target.scratch.read("port"), as: UTF8.self)
      let address = "ldaps://127.0.0.1:\(port)"
      let repository = try await AccessRepository.withSystem(target.system(address: address))
      try await repository.grant(request)
      var environment = target.environment
      environment["COUNTERSIGN_ALLOW_CONNECTOR"] = address
      let run = try await repository.run(environment: environment)
      #expect(run.status == 69, "\(run)")
      #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
    }
  }

  @Test("38: what the directory refuses is said as it says it")
  func refusing() async throws {
    let target = try await DirectoryTarget()
    let elsewhere = "cn=elsewhere,ou=groups,\(DirectoryServer.base)"
    let repository = try await AccessRepository.withSystem(target.system(readers: elsewhere))
    try await repository.grant(request)
    try await repository.grant(Request("ana-writes", "write", of: "people", duration: "1h"))
    let run = try await repository.run(target)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("No such object (32)"), "\(run)")
    // The other grant has what it asked for, and each is confirmed alone.
    #expect(try await target.members("writers") == [target.value("ana.silva")])
    #expect(try await repository.liveGrants().map(\.state).sorted() == ["active", "issuing"])
  }

  @Test("35: the end of one grant does not take away what another still gives")
  func overlapping() async throws {
    let target = try await DirectoryTarget(.memberUid)
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.grant(Request("ana-longer", "read", of: "people", duration: "2h"))
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.run(target, at: .drill(.minutes(90))).status == 0)
    #expect(try await target.members() == ["ana.silva"])
    #expect(try await repository.run(target, at: .drill(.minutes(121))).status == 0)
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("32: a run is killed while the directory works: the next one finishes", arguments: 1...6)
  func killed(_ tenths: Int) async throws {
    try await threats(try await DirectoryTarget()).killed(after: Double(tenths) / 10)
  }

  @Test("31: runs at the same time give and take once, and all of them can end in peace")
  func racing() async throws { try await threats(try await DirectoryTarget()).racing() }

  @Test("31: what a slow run gives after a faster one took it away is taken back")
  func overtaken() async throws {
    try await threats(try await DirectoryTarget()).overtaken(during: "ldapmodify")
  }

  private func threats(_ target: DirectoryTarget) -> TargetThreats<DirectoryTarget> {
    TargetThreats(target, request, gives: [target.value("ana.silva")])
  }
}
