import Model
import TestSupport
import Testing

/// Directories that are gone, lie or hang, and runs that are killed and race.
@Suite(.directoryServer, .enabled(if: DirectoryServer.isInstalled))
struct DirectoryThreats {
  private let request = Request("ana", "read", of: "people", duration: "1h")

  @Test(
    "38: what a directory has not done, or not said, leaves the grant open",
    arguments: DirectoryTarget.Behaviour.failing)
  func failing(_ behaviour: DirectoryTarget.Behaviour) async throws {
    let target = try await DirectoryTarget()
    let repository = try await AccessRepository.withTarget(target)
    try await repository.grant(request)
    try target.behave(behaviour)
    for _ in 1...2 {
      let run = try await repository.run(target)
      #expect(run.status == 69, "\(run)")
      #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
    }
    try target.behave(.good)
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
    #expect(try await target.members() == [target.value("ana.silva")])

    try target.behave(behaviour)
    let end = try await repository.run(target, at: .drill(.hours(2)))
    #expect(end.status == 69, "\(end)")
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try target.behave(.good)
    #expect(try await repository.run(target, at: .drill(.hours(2))).status == 0)
    #expect(try await repository.liveGrants().isEmpty)
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
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
    let repository = try await AccessRepository.withTarget(target)
    try await repository.grant(request)
    try await repository.grant(Request("ana-longer", "read", of: "people", duration: "2h"))
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.run(target, at: .drill(.minutes(90))).status == 0)
    #expect(try await target.members() == ["ana.silva"])
    #expect(try await repository.run(target, at: .drill(.minutes(121))).status == 0)
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("32: a run is killed while the directory works: the next one finishes", arguments: 0..<6)
  func killed(_ part: Int) async throws {
    let target = try await DirectoryTarget()
    let repository = try await AccessRepository.withTarget(target)
    try await repository.run(target)
    try await repository.grant(request)
    func kill(at now: Instant) async throws {
      _ = try await runProgram(
        "timeout",
        ["-s", "KILL", "\(0.6 * Double(part + 1) / 6)", AccessRepository.program]
          + repository.runArguments(at: now), in: repository.sandbox.scratch.path,
        environment: repository.sandbox.environment().merging(target.environment) { $1 })
    }
    try await kill(at: .drill())
    let next = try await repository.run(target)
    #expect(next.status == 0, "\(next)")
    #expect(try await target.members() == [target.value("ana.silva")])
    try await kill(at: .drill(.hours(1)))
    let last = try await repository.run(target, at: .drill(.hours(1)))
    #expect(last.status == 0, "\(last)")
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("31: runs at the same time give and take once, and all of them can end in peace")
  func racing() async throws {
    let target = try await DirectoryTarget()
    let repository = try await AccessRepository.withTarget(target)
    try await repository.run(target)
    try await repository.grant(request)
    for (now, state) in [
      (Instant.drill(), "active: issued activated"),
      (.drill(.hours(1)), "expired: issued activated expiring expired"),
    ] {
      let answers = try await withThrowingTaskGroup(of: AccessRepository.Answer.self) { group in
        for _ in 0..<4 { group.addTask { try await repository.run(target, at: now) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.allSatisfy { [0, 75].contains($0.status) }, "\(answers)")
      #expect(try await repository.states() == [state])
    }
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("31: what a slow run gives after a faster one took it away is taken back")
  func overtaken() async throws {
    let target = try await DirectoryTarget()
    let repository = try await AccessRepository.withTarget(target)
    try await repository.run(target)
    try await repository.grant(request)
    try target.behave(.slowToGrant)
    async let slow = repository.run(target)
    for _ in 0..<6000 where try target.calls().isEmpty {
      try await Task.sleep(for: .milliseconds(10))
    }
    try target.behave(.good)
    try await repository.land(
      try await repository.commit([.removal(request.path)], by: .nora))
    let fast = try await repository.run(target)
    #expect(fast.status == 0, "\(fast)")
    let overtaken = try await slow
    #expect(overtaken.status == 0, "\(overtaken)")
    #expect(try await repository.grants().map(\.state) == ["revoked"])
    #expect(try await target.members().isEmpty)
    try await repository.expectRightAudit()
  }
}
