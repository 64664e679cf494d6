import Model
import TestSupport
import Testing

@Suite struct ReplacedLedgerTests {
  private func replace(
    _ repository: AccessRepository, _ old: String, at now: Instant = .drill(.minutes(41)),
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
    try await run(repository)
    try await run(repository, at: .drill(.minutes(40)))
    try await repository.grant(live)
    try await run(repository, at: .drill(.minutes(40)))
    #expect(try await repository.recorded().map(\.state).sorted() == ["active", "expired"])
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
    try expect(try await repository.run(at: .drill(.minutes(41))), exits: 77, naming: .noAnchor)
    let again = try await repository.countersign(
      repository.runArguments(at: .drill(.minutes(42)), anchor: anchor))
    try expect(again, exits: 0)
    #expect(try again.decoded(RunAnswer.self).decisions.isEmpty)
    // Each grant that ends is named, to people and to programs.
    #expect(try answer.decoded(ReplacedAnswer.self).decisions.map(\.event) == ["revoked"])
    #expect(try answer.decoded(ReplacedAnswer.self).unreadable == nil)
    let audit = try await repository.countersign([
      "audit", "--repository", repository.sandbox.path, "--anchor", anchor,
    ])
    #expect(audit.status == 0, "\(audit)")
  }

  @Test(
    "an anchor under which what was granted would be granted again",
    arguments: [true, false])
  func sameAnchor(_ hasWitness: Bool) async throws {
    let repository = try await AccessRepository()
    let witness = try await GitSandbox(bare: true)
    let more = hasWitness ? ["--witness", witness.path] : []
    let (live, over) = (
      Request("ana-invoices"), Request("ben-early", for: "ben.cole", duration: "30m")
    )
    try await repository.grant(over, by: .ben, approvedBy: [.tom])
    try await run(repository, more)
    try await run(repository, at: .drill(.minutes(40)), more)
    try await repository.grant(live)
    try await run(repository, at: .drill(.minutes(40)), more)
    let old = try await repository.ledgerTip()
    let before = try await repository.contents()
    let answer = try await replace(repository, old, more)
    try expect(answer, exits: 77, naming: .noAnchor)
    #expect(try await repository.contents() == before)
    try await run(repository, at: .drill(.minutes(42)), more)
    #expect(try await repository.recorded().map(\.history.count).sorted() == [1, 2])
    // Where the mainline lost what was processed, its tip is late enough and nothing else is.
    try await repository.sandbox.point("refs/heads/main", at: repository.anchor)
    let tip = try await repository.land(try await repository.commit([.file("a", "b")]))
    try expect(try await replace(repository, old, more), exits: 77, naming: .noAnchor)
    let replaced = try await replace(repository, old, anchor: tip, more)
    try expect(replaced, exits: 0)
    #expect(try await repository.recorded().allSatisfy { $0.state == "revoked" })
    if hasWitness {
      let shown = try await witness.git("rev-parse", AccessRepository.ledger)
      #expect(try await repository.ledgerTip() == shown)
    }
  }

  @Test("59: whatever the old ledger holds it is replaced, and each grant that ends is named")
  func unreadable() async throws {
    let repository = try await AccessRepository()
    let (ana, ben) = (Request("ana-invoices"), Request("ben-invoices", for: "ben.cole"))
    try await run(repository)
    try await repository.grant(ana)
    try await repository.grant(ben, by: .ben, approvedBy: [.tom])
    try await run(repository, at: .drill(.minutes(40)))
    let grants = try await repository.recorded()
    let lost = try #require(grants.first { $0.request.path == ben.path })
    let id = "\(lost.id)"
    let shard = id.dropFirst(2).prefix(2)
    let old = try await repository.commit(
      [.file("cursor.json", "{}"), .file("live/\(shard)/\(id).json", "nonsense")],
      on: try await repository.ledgerTip())
    try await repository.sandbox.point(AccessRepository.ledger, at: old)
    let before = try await repository.contents()
    // Nobody can tell how far it had come: only the tip is late enough.
    let early = try await replace(repository, old)
    try expect(early, exits: 77, naming: .noAnchor)
    let tip = try await repository.tip()
    #expect(early.description.contains("--anchor \(tip)"))
    let foretold = try await replace(repository, old, anchor: tip, ["--dry-run"])
    #expect(foretold.status == 1, "\(foretold)")
    #expect(try await repository.contents() == before)

    let answer = try await replace(repository, old, anchor: tip)
    #expect(answer.status == 1, "\(answer)")
    for said in [foretold, answer] {
      let named = try said.decoded(ReplacedAnswer.self)
      #expect(named.decisions.map(\.event) == ["revoked"])
      #expect(named.decisions.map(\.request?.path) == [ana.path])
      #expect(named.unreadable?.count == 2)
      #expect(said.description.contains("is not signed by a key of the processor's"))
      #expect(named.unreadable?.contains { $0.contains(id) } == true)
    }
    #expect(try await repository.recorded().map(\.state) == ["revoked"])
  }
}

/// What a run says of the ledger that it replaced.
private struct ReplacedAnswer: Decodable {
  struct Decision: Decodable {
    struct Request: Decodable { let path: String }
    let event: String
    let request: Request?
  }
  let decisions: [Decision]
  let unreadable: [String]?
}
