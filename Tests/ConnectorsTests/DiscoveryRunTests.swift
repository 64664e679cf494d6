import Model
import TestSupport
import Testing

/// Runs ask connectors what is really there, and the ledger keeps what they find until it is settled.
@Suite struct DiscoveryRunTests {
  private func repository(_ connector: FakeConnector) async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] = AccessRepository.directory(connector)
    policies.settingsMore = "discovery: {every: 24h}\nreminders: {review: 12h}\n"
    let repository = try await AccessRepository(policies)
    try connector.scratch.write("svc-vendor readers\n", to: "target")
    return repository
  }

  private func adopt(
    _ repository: AccessRepository, until day: Instant, by person: Person = .tom,
    name: String = "vendor"
  ) async throws {
    let draft = try await repository.commit(
      [
        .file(
          "reviews/\(name).yaml",
          """
          standing: directory
          owner: tom.berg
          review_by: \(day)
          reason: The vendor's service account.
          access:
            - {subject: svc-vendor, target: readers}

          """)
      ], by: .nora)
    try await repository.land(try await repository.merge(draft, by: person))
  }

  private func expectRightAudit(_ repository: AccessRepository) async throws {
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test("what nothing explains is a finding from the run that asked until it is gone")
  func found() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(connector)
    let found = try await repository.run(connector)
    #expect(found.status == 1 && found.description.contains("\"kind\": \"leftover\""), "\(found)")
    #expect(try connector.calls() == ["list"])
    // It stays, and nobody is asked again before it is time.
    let later = try await repository.run(connector, at: .drill(.hours(23)))
    #expect(later.status == 1 && later.description.contains("svc-vendor"), "\(later)")
    #expect(try connector.calls() == ["list"])
    let status = try await repository.countersign([
      "status", "--repository", repository.sandbox.path, "--anchor", repository.anchor,
    ])
    #expect(status.description.contains("svc-vendor on directory readers"), "\(status)")
    try connector.scratch.write("", to: "target")
    let gone = try await repository.run(connector, at: .drill(.hours(24)))
    #expect(gone.status == 0 && gone.description.contains("\"gone\": 1"), "\(gone)")
    #expect(try connector.calls() == ["list", "list"])
    #expect(try await repository.run(connector, at: .drill(.hours(25))).status == 0)
    try await expectRightAudit(repository)
  }

  @Test("what somebody answers for is none until their day, of which they are reminded")
  func adopted() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(connector)
    #expect(try await repository.run(connector).status == 1)
    // Who does not own the system answers for nothing.
    try await adopt(repository, until: .drill(.days(3)), by: .mia, name: "other")
    #expect(try await repository.run(connector, at: .drill(.hours(1))).status == 1)
    try await adopt(repository, until: .drill(.days(3)))
    let adopted = try await repository.run(connector, at: .drill(.hours(2)))
    #expect(adopted.status == 0, "\(adopted)")
    let near = try await repository.run(connector, at: .drill(.hours(60)))
    #expect(
      near.status == 0 && near.description.contains("\"kind\": \"adoption\""), "\(near)")
    let over = try await repository.run(connector, at: .drill(.days(3)))
    #expect(over.status == 1 && over.description.contains("\"kind\": \"leftover\""), "\(over)")
    try await expectRightAudit(repository)
  }

  @Test("what a grant gives is no finding, and a connector that says nothing keeps what was known")
  func silent() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(connector)
    try await repository.grant(Request("ana", "read", of: "directory", duration: "1h"))
    #expect(try await repository.run(connector).status == 1)
    try connector.behave(.cannotList)
    let silent = try await repository.run(connector, at: .drill(.hours(24)))
    #expect(silent.status == 69, "\(silent)")
    try connector.behave(.good)
    let heard = try await repository.run(connector, at: .drill(.hours(25)))
    #expect(heard.status == 1 && heard.description.contains("svc-vendor"), "\(heard)")
    #expect(!heard.description.contains("\"kind\": \"standing\""), "\(heard)")
    try await expectRightAudit(repository)
  }
}
