import Model
import TestSupport
import Testing

/// An offboarding is complete once every connector has said that nothing of the person is left.
@Suite struct LeaverTests {
  private let request = Request("ana", "read", of: "directory", duration: "1h")

  private func repository(_ connectors: [String: FakeConnector]) async throws -> AccessRepository {
    var policies = Policies()
    for (name, connector) in connectors {
      policies.texts["policies/systems/\(name).yaml"] = AccessRepository.directory(connector)
    }
    policies.settingsMore = "offboarding: {owner: group:people-ops, places: [the wiki]}\n"
    return try await AccessRepository(policies)
  }

  private func leave(_ repository: AccessRepository, _ person: Person = .ana) async throws {
    var left = person
    left.status = "offboarded"
    try await repository.approve(
      try await repository.commit(
        [.file(left.path, left.yaml(repository.keys))], by: .lena), by: [.kim])
  }

  private func signOff(
    _ repository: AccessRepository, _ name: String, _ lines: String
  ) async throws {
    try await repository.approve(
      try await repository.commit(
        [.file("reviews/\(name).yaml", "person: ana.silva\ndone: [\(lines)]\n")], by: .nora),
      by: [.kim])
  }

  private func explain(_ repository: AccessRepository) async throws -> AccessRepository.Answer {
    try await repository.countersign([
      "explain", "ana.silva", "--repository", repository.sandbox.path, "--anchor",
      repository.anchor,
    ])
  }

  private func expectRightAudit(_ repository: AccessRepository) async throws {
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test("a connector that lists nothing closes its line, a person closes the others")
  func complete() async throws {
    let (connector, other) = (try FakeConnector(), try FakeConnector())
    let repository = try await repository(["directory": connector, "registry": other])
    try await repository.grant(request)
    try await repository.run(connector)
    try await leave(repository)
    let run = try await repository.run(
      at: .drill(.minutes(10)),
      ["--allow-connector", connector.program, "--allow-connector", other.program])
    #expect(run.status == 0, "\(run)")
    #expect(try await repository.grants().map(\.state) == ["revoked"])
    #expect(try connector.access().isEmpty)
    #expect(try other.calls() == ["list"], "every system is asked, whatever was held there")
    let list = try await explain(repository)
    #expect(list.description.contains("1 line of 3 left, owned by kim.park"), "\(list)")
    for system in ["directory", "registry"] {
      let line = try #require(
        list.result.text.split(separator: "\n").first { $0.contains("\(system): no access left") })
      #expect(line.contains("done 2026-11-21 12:10 UTC"), "\(list)")
      #expect(line.contains("by its connector (exec)"), "\(list)")
    }
    try await signOff(repository, "wiki", "1")
    #expect(try await repository.run(at: .drill(.minutes(20))).status == 0)
    #expect(try await explain(repository).description.contains("ana.silva: complete"))
    try await expectRightAudit(repository)
  }

  @Test("what is left is named, and its line stays open until it is gone")
  func leftovers() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(["directory": connector])
    try await repository.grant(request)
    try await repository.run(connector)
    try connector.scratch.write(
      "ana.silva readers\nana.silva writers\nben.cole writers\n", to: "target")
    try await leave(repository)
    #expect(try await repository.run(connector, at: .drill(.minutes(10))).status == 0)
    #expect(try connector.access() == ["ana.silva writers", "ben.cole writers"])
    let list = try await explain(repository)
    #expect(list.description.contains("left writers, as of 2026-11-21 12:10 UTC"), "\(list)")
    // Nobody signs it away, and the same answer again is no news.
    try await signOff(repository, "all", "1, 2")
    let refused = try await repository.run(connector, at: .drill(.minutes(20)))
    #expect(refused.status == 0 && refused.names(.invalidDocument), "\(refused)")
    #expect(refused.description.contains("nobody signs off"), "\(refused)")
    let tip = try await repository.ledgerTip()
    #expect(try await repository.run(connector, at: .drill(.minutes(30))).status == 0)
    #expect(try await repository.ledgerTip() == tip)
    #expect(
      try await explain(repository).description.contains("left writers, as of 2026-11-21 12:10"))

    try connector.scratch.write("ben.cole writers\n", to: "target")
    #expect(try await repository.run(connector, at: .drill(.minutes(40))).status == 0)
    #expect(
      try await explain(repository).description.contains("done 2026-11-21 12:40 UTC"))
    try await expectRightAudit(repository)
  }

  @Test(
    "38: a connector that does not answer closes nothing",
    arguments: [
      TargetBehaviour.diesBefore, .nonsense, .cannotList, .listsAll,
    ])
  func silent(_ behaviour: TargetBehaviour) async throws {
    let connector = try FakeConnector()
    let repository = try await repository(["directory": connector])
    try await repository.grant(request)
    try await repository.run(connector)
    #expect(try await repository.run(connector, at: .drill(.hours(1))).status == 0)
    try connector.behave(behaviour)
    try await leave(repository)
    for minutes in [70, 80] {
      let run = try await repository.run(connector, at: .drill(.minutes(minutes)))
      #expect(run.status == (behaviour == .listsAll ? 0 : 69), "\(run)")
      #expect(try await explain(repository).description.contains("2 lines of 2 left"))
    }
    let forbidden = try await repository.run(at: .drill(.minutes(85)))
    #expect(forbidden.status == 69 && forbidden.description.contains("--allow-connector"))
    try connector.behave(.good)
    #expect(try await repository.run(connector, at: .drill(.minutes(90))).status == 0)
    #expect(try await explain(repository).description.contains("1 line of 2 left"))
    try await expectRightAudit(repository)
  }

  @Test("where no connector could answer any more, a person does")
  func withoutConnector() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(["directory": connector])
    try await repository.grant(request)
    try await repository.run(connector)
    try await repository.run(connector, at: .drill(.hours(1)))
    try connector.behave(.cannotList)
    try await leave(repository)
    #expect(try await repository.run(connector, at: .drill(.minutes(70))).status == 69)
    let text = AccessRepository.directory(connector)
    let place = try #require(text.firstRange(of: "connector:"))
    try await repository.approve(
      try await repository.commit(
        [
          .file(
            "policies/systems/directory.yaml",
            text[..<place.lowerBound] + "connector: {type: ledger}\n")
        ], by: .nora), by: [.mia, .leo])
    try await signOff(repository, "all", "1, 2")
    #expect(try await repository.run(at: .drill(.minutes(80))).status == 0)
    #expect(try await explain(repository).description.contains("ana.silva: complete"))
    try await expectRightAudit(repository)
  }
}
