import Model
import TestSupport
import Testing

/// What is really there, held against the ledger.
@Suite struct DiscoverTests {
  @Test("what no grant explains, what is left over, and what is missing")
  func findings() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(Request("ana", "read", of: "directory", duration: "1h"))
    try await repository.run(connector)
    let clean = try await repository.discover(connector)
    #expect(clean.status == 0, "\(clean)")
    #expect(clean.description.contains("what is there is what the ledger says"))

    // Ana's access was taken away behind the ledger's back, Tom gave himself some, and others are strangers.
    try connector.scratch.write(
      "tom.berg readers\nnobody.knows readers\nRoot readers\n", to: "target")
    let found = try await repository.discover(connector)
    #expect(found.status == 1, "\(found)")
    let rows = found.result.text.split(separator: "\n").prefix(5).map {
      $0.split(separator: " ").prefix(3).joined(separator: " ")
    }
    #expect(
      rows == [
        "FINDING SYSTEM SUBJECT", "leftover directory Root", "leftover directory nobody.knows",
        "missing directory ana.silva", "standing directory tom.berg",
      ], "\(found)")
    #expect(try connector.access().count == 3, "nothing is changed")
  }

  @Test("somebody who is suspended has a leftover, no standing access")
  func suspended() async throws {
    let connector = try FakeConnector()
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] = AccessRepository.directory(connector)
    for place in policies.people.indices where policies.people[place].id == "ben.cole" {
      policies.people[place].status = "offboarded"
    }
    let repository = try await AccessRepository(policies)
    try await repository.run(connector)
    try connector.scratch.write("ben.cole readers\n", to: "target")
    let found = try await repository.discover(connector)
    #expect(found.status == 1, "\(found)")
    #expect(found.result.text.contains("leftover  directory  ben.cole"), "\(found)")
  }

  @Test("an answer that is missing is no clean answer")
  func unanswered() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.run(connector)
    for behaviour in [TargetBehaviour.cannotList, .nonsense, .diesBefore] {
      try connector.behave(behaviour)
      let found = try await repository.discover(connector)
      #expect(found.status == 69, "\(behaviour): \(found)")
      #expect(found.description.contains("did not answer"), "\(found)")
    }
    let forbidden = try await repository.countersign([
      "discover", "--repository", repository.sandbox.path, "--anchor", repository.anchor,
    ])
    #expect(forbidden.status == 69, "\(forbidden)")
    #expect(forbidden.description.contains("--allow-connector"), "\(forbidden)")
  }
}
