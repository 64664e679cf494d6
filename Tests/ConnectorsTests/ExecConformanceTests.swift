import TestSupport
import Testing

/// What `connector test` finds out about a program.
@Suite struct ExecConformanceTests {
  @Test("a good connector passes, each bad one is found out")
  func holds() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    for behaviour in FakeConnector.failing + [.listsAll] {
      try connector.behave(behaviour)
      let answer = try await test(connector, repository)
      #expect(answer.status == 1, "\(behaviour): \(answer)")
      try connector.behave(.good)
      #expect(try await test(connector, repository).status == 0, "after \(behaviour)")
      #expect(try connector.access().isEmpty)
    }
  }

  @Test(
    "a program that gives ids is held to them, and one that takes several questions to that"
  )
  func holdsToMore() async throws {
    let repository = try await FakeConnector().repository()
    let good = try FakeConnector(identifies: true)
    let answer = try await test(good, repository)
    #expect(
      answer.status == 0 && answer.description.contains("list finds it by its id alone"),
      "\(answer)")
    #expect(try good.access().isEmpty)
    for fault in FakeConnector.IDFault.allCases {
      let answer = try await test(try FakeConnector(identifies: true, fault: fault), repository)
      #expect(answer.status == 1, "\(fault): \(answer)")
    }
    let several = try FakeConnector()
    try several.scratch.write("3", to: "at-once")
    let asked = try await test(several, repository)
    #expect(
      asked.status == 0 && asked.description.contains("among 3 questions at once"), "\(asked)")
    try several.scratch.write("0", to: "at-once")
    #expect(try await test(several, repository).status == 1)
  }

  private func test(
    _ connector: FakeConnector, _ repository: AccessRepository
  ) async throws -> AccessRepository.Answer {
    try await repository.countersign([
      "connector", "test", "--subject", "ana.silva", "--target", "readers", "--",
      connector.program,
    ])
  }
}
