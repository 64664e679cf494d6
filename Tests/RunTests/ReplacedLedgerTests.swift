import Model
import TestSupport
import Testing

@Suite struct ReplacedLedgerTests {
  private func replace(
    _ repository: AccessRepository, _ old: String, at now: Instant = .drill(.minutes(1)),
    anchor: String? = nil, _ more: [String] = []
  ) async throws -> Answer {
    try await repository.countersign(
      repository.runArguments(
        at: now, anchor: anchor, ["--drill", "--replace-ledger", old] + more))
  }

  @Test("live grants of the old ledger are revoked, and another tip is refused")
  func replaced() async throws {
    let repository = try await AccessRepository()
    let (live, over) = (
      Request("ana-invoices"), Request("ben-early", for: "ben.cole", duration: "30m")
    )
    try await repository.grant(over, by: .ben, approvedBy: [.tom])
    try await run(repository, at: .drill(.minutes(-60)))
    try await repository.grant(live)
    try await run(repository)
    let old = try await repository.ledgerTip()
    let before = try await repository.contents()
    for wrong in [repository.anchor, String(repeating: "a", count: 40)] {
      try expect(
        try await replace(repository, wrong), exits: 77, naming: .ledgerUntrusted)
    }
    #expect(try await repository.contents() == before)

    let anchor = try await repository.tip()
    let answer = try await replace(repository, old, anchor: anchor)
    try expect(answer, exits: 0)
    let history = try await repository.sandbox.git("log", "--format=%B", AccessRepository.ledger)
    #expect(history.contains(old))
    let grants = try await repository.recorded()
    #expect(grants.map(\.request.path) == [live.path], "only what was live is named")
    #expect(grants.first?.state == "revoked")
    #expect(grants.first?.revocationCodes == [.noLongerAllowed])
    // The old anchor no longer fits, and what stood at the new one is never granted again.
    try expect(try await repository.run(), exits: 77, naming: .ledgerUntrusted)
    let again = try await repository.countersign(
      repository.runArguments(at: .drill(.minutes(2)), anchor: anchor))
    try expect(again, exits: 0)
    #expect(try again.decoded(RunAnswer.self).decisions.isEmpty)
    let audit = try await repository.countersign([
      "audit", "--repository", repository.sandbox.path, "--anchor", anchor,
    ])
    #expect(audit.status == 0, "\(audit)")
  }

  @Test(
    "under the same anchor nothing that was granted before is granted again",
    arguments: [true, false])
  func sameAnchor(_ hasWitness: Bool) async throws {
    let repository = try await AccessRepository()
    let witness = try await GitSandbox(bare: true)
    let more = hasWitness ? ["--witness", witness.path] : []
    let (live, over) = (
      Request("ana-invoices"), Request("ben-early", for: "ben.cole", duration: "30m")
    )
    try await repository.grant(over, by: .ben, approvedBy: [.tom])
    try await run(repository, at: .drill(.minutes(-60)), more)
    try await repository.grant(live)
    try await run(repository, more)
    let old = try await repository.ledgerTip()
    let answer = try await replace(repository, old, more)
    try expect(answer, exits: 0)
    try await run(repository, at: .drill(.minutes(2)), more)
    let grants = try await repository.recorded()
    #expect(
      grants.allSatisfy { !["active", "scheduled"].contains($0.state) },
      "\(grants.map { ($0.request.path, $0.state) })")
  }
}
