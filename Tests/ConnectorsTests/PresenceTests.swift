import Model
import TestSupport
import Testing

/// Who has access, as the ledger and targets say, and what is amiss with targets.
@Suite struct PresenceTests {
  private let request = Request("ana", "read", of: "directory", duration: "1h")

  private func ask(
    _ repository: AccessRepository, _ words: [String], at now: Instant, _ target: FakeConnector
  ) async throws -> AccessRepository.Answer {
    try await repository.countersign(
      words + [
        "--repository", repository.sandbox.path, "--anchor", repository.anchor, "--now", "\(now)",
      ], environment: target.environment)
  }

  @Test("nobody is told that nobody has access as long as it is not confirmed gone")
  func presence() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try connector.behave(.diesBefore)
    try await repository.grant(request)
    #expect(try await repository.run(connector).status == 69)
    let coming = try await ask(repository, ["who-has", "directory"], at: .drill(), connector)
    #expect(coming.status == 0 && coming.description.contains("not there yet"), "\(coming)")
    #expect(coming.description.contains("nobody has access"), "\(coming)")
    try connector.behave(.good)
    #expect(try await repository.run(connector).status == 0)

    // No run has come, then its target is away.
    let late = Instant.drill(.hours(3))
    let overdue = try await ask(repository, ["who-has", "directory"], at: late, connector)
    #expect(overdue.description.contains("overdue: no run has ended it"), "\(overdue)")
    let found = try await repository.discover(connector, at: late)
    #expect(
      found.status == 1 && found.description.contains("overdue  directory  ana.silva"), "\(found)")
    try connector.behave(.cannotList)
    #expect(try await repository.run(connector, at: late).status == 69)
    for words in [["who-has", "directory"], ["history", "--at", "\(late)"], ["grants"]] {
      let answer = try await ask(repository, words, at: late, connector)
      #expect(answer.status == 0 && answer.description.contains("expiring"), "\(words): \(answer)")
      #expect(answer.description.contains("ana.silva"), "\(words): \(answer)")
    }
    try connector.behave(.good)
    #expect(try await repository.run(connector, at: late).status == 0)
    let gone = try await ask(repository, ["who-has", "directory"], at: late, connector)
    #expect(gone.description.contains("nobody has access to directory"), "\(gone)")
    #expect(try await repository.discover(connector, at: late).status == 0)
  }

  @Test("a name that nobody has is no empty answer")
  func filters() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.run(connector)
    for (words, status) in [
      (["--subject", "ana.silva"], 0), (["--subject", "ana.slva"], 1),
      (["--system", "directory"], 0),
      (["--system", "directry"], 1),
    ] as [([String], Int32)] {
      for format in ["text", "json"] {
        let answer = try await ask(
          repository, ["grants", "--format", format] + words, at: .drill(), connector)
        #expect(answer.status == status, "\(words): \(answer)")
        #expect(answer.description.contains("did you mean") == (status == 1), "\(words): \(answer)")
      }
    }
  }

  @Test("why a target fails is told where people look, once, and that it works again")
  func troubles() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    try connector.behave(.refuses)
    #expect(try await repository.run(connector).status == 69)
    let now = Instant.drill(.minutes(1))
    for words in [["status"], ["grants"], ["explain", request.path]] {
      let answer = try await ask(repository, words, at: now, connector)
      #expect(answer.description.contains("the directory is read-only"), "\(words): \(answer)")
    }
    let tip = try await repository.sandbox.git("rev-parse", "countersign/ledger")
    #expect(try await repository.run(connector, at: now).status == 69)
    #expect(try await repository.sandbox.git("rev-parse", "countersign/ledger") == tip)
    #expect(try await repository.run(connector, at: .drill(.minutes(20))).status == 69)
    try connector.behave(.good)
    #expect(try await repository.run(connector, at: .drill(.minutes(25))).status == 0)
    let log = try await repository.sandbox.git("log", "--format=%s", "countersign/ledger")
    #expect(
      log.split(separator: "\n").count { $0.contains("failing: it failed: the directory") } == 1)
    #expect(log.split(separator: "\n").count { $0.contains("working, which failed since") } == 1)
    let status = try await ask(repository, ["status"], at: .drill(.minutes(26)), connector)
    #expect(!status.description.contains("read-only"), "\(status)")
    try await repository.expectRightAudit()
  }

  @Test("whoever watches the schedule is told that no run comes")
  func schedule() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    try await repository.run(connector)
    for (minutes, status) in [(30, 0), (74, 0), (76, 1)] as [(Int, Int32)] {
      let answer = try await ask(
        repository, ["status", "--late", "15m"], at: .drill(.minutes(minutes)), connector)
      #expect(answer.status == status, "\(answer)")
    }
  }

  @Test("who has access is told how to connect, and nobody who has not")
  func connecting() async throws {
    let connector = try FakeConnector()
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] =
      AccessRepository.directory(connector) + "how_to_connect: Ask the desk at level 3.\n"
    let repository = try await AccessRepository(policies)
    try await repository.grant(request)
    #expect(try await repository.run(connector).status == 0)
    let asked = [["explain", request.path], ["grants", "--subject", "ana.silva"]]
    for words in asked {
      let answer = try await ask(repository, words, at: .drill(), connector)
      #expect(answer.description.contains("Ask the desk at level 3."), "\(words): \(answer)")
    }
    #expect(try await repository.run(connector, at: .drill(.hours(1))).status == 0)
    for words in asked {
      let answer = try await ask(repository, words, at: .drill(.hours(1)), connector)
      #expect(!answer.description.contains("Ask the desk"), "\(words): \(answer)")
    }
  }
}
