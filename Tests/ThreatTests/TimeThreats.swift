import Model
import TestSupport
import Testing

@Suite struct TimeThreats {
  @Test(
    "28: durations and beginnings that make no window",
    arguments: [
      ("0h", nil, ReasonCode.invalidDocument), ("-8h", nil, .invalidDocument),
      ("P1Y", nil, .invalidDocument), ("PT0S", nil, .invalidDocument),
      ("1000000000000000000000000000000h", nil, .invalidDocument),
      ("9223372036854775807h", nil, .invalidDocument), ("1.5h", nil, .invalidDocument),
      ("8h", "9999-12-31T23:00:00Z", .startsTooLate), ("8h", "2026-11-21", .invalidDocument),
      ("8h", "2026-11-21T03:00:00Z", .windowOver), ("8h", "2026-11-31T03:00:00Z", .invalidDocument),
      ("8h", "0000-01-01T00:00:00Z", .windowOver), ("9h", nil, .durationTooLong),
      ("2562047788015215h", nil, .durationTooLong),
    ] as [(String, String?, ReasonCode)])
  func noWindow(_ duration: String, _ starts: String?, _ code: ReasonCode) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: duration, starts: starts)
    try await repository.grant(request)
    try await run(repository)
    let status = try await repository.status()
    let outcome = try #require(status[request.path])
    #expect(outcome.outcome == "refused", "\(outcome)")
    #expect(outcome.codes.contains(code) || outcome.codes.contains(.invalidDocument), "\(outcome)")
    try await expectUnharmed(repository)
  }

  @Test("28: a window that has begun gives its rest, one that will begin is kept whole")
  func restOfWindow() async throws {
    let repository = try await AccessRepository()
    let begun = Request("ana-invoices", starts: "2026-11-21T10:00:00Z")
    let coming = Request("nora-read", for: "nora.lind", starts: "2026-11-22T10:00:00Z")
    try await repository.grant(begun)
    try await repository.grant(coming, by: .nora, approvedBy: [.tom])
    try await run(repository)
    let rest = try await expectAccess(begun.path, in: repository)
    #expect(rest.start == .drill() && rest.end == .drill(.hours(6)))
    let whole = try await expectAccess(coming.path, in: repository)
    #expect(whole.state == "scheduled")
    #expect(whole.start == .drill(.hours(22)) && whole.end == .drill(.hours(30)))
  }

  @Test("34: a clock behind the ledger's last event issues nothing, and ends what is over")
  func clockBehind() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository)
    try await repository.grant(
      Request("nora-read", for: "nora.lind"), by: .nora, approvedBy: [.tom])
    try await run(repository, at: .drill(.hours(-1)), exits: 77, naming: .clockBehind)
    try await expectAccess(request.path, in: repository)
    #expect(try await repository.liveGrants().count == 1)

    // One runner with a clock years ahead ends everything at once; afterwards the others wait for it.
    try await run(repository, at: .drill(.days(800)))
    #expect(try await repository.liveGrants().isEmpty)
    let after = Request("ben-read", for: "ben.cole")
    try await repository.grant(after, by: .ben, approvedBy: [.tom])
    try await run(repository, exits: 77, naming: .clockBehind)
    #expect(try await repository.liveGrants().isEmpty)
  }

  @Test("34: --now is refused on a ledger in use")
  func assumedTime() async throws {
    let repository = try await AccessRepository()
    let begun = try await repository.countersign(repository.runArguments(at: nil, first: true))
    #expect(begun.status == 0, "\(begun)")
    let before = try await repository.ledgerTip()
    let assumed = try await repository.countersign(
      repository.runArguments(at: .drill(.days(400))))
    #expect(assumed.status == 64, "\(assumed)")
    #expect(try await repository.ledgerTip() == before)
    // Nor may a ledger that is no drill be begun at an assumed time.
    let other = try await AccessRepository()
    let first = try await other.countersign(
      other.runArguments(at: nil, first: true, ["--now", "\(Instant.drill())"]))
    #expect(first.status == 64, "\(first)")
    let plain = try await repository.countersign(repository.runArguments(at: nil))
    #expect(plain.status == 0, "\(plain)")
  }

  @Test("35: of two overlapping grants the first ends: access stays until the last one ends")
  func overlap() async throws {
    let repository = try await AccessRepository()
    let first = Request("ana-morning", duration: "4h")
    let second = Request("ana-evening", duration: "4h", starts: "2026-11-21T14:00:00Z")
    try await repository.grant(first)
    try await repository.grant(second)
    try await run(repository)
    try await expectAccess(first.path, in: repository)
    try await expectAccess(second.path, in: repository)

    try await run(repository, at: .drill(.hours(5)))
    let left = try await repository.liveGrants()
    #expect(left.map(\.request.path) == [second.path])
    #expect(left.map(\.state) == ["active"])
    try await run(repository, at: .drill(.hours(6)))
    #expect(try await repository.liveGrants().isEmpty)
  }

  @Test("46: fifty files with back-to-back beginnings in one merge")
  func backToBack() async throws {
    let repository = try await AccessRepository()
    let requests = (0..<50).map { index in
      Request(
        "ana-\(index)", starts: "\(Instant.drill(.hours(8 * index)))")
    }
    let proposal = try await repository.commit(requests.map(\.file))
    try await repository.approve(proposal, by: [.priya])
    try await run(repository)

    let status = try await repository.status()
    let refused = requests.compactMap { status[$0.path] }.filter { $0.outcome == "refused" }
    #expect(
      refused.allSatisfy { !$0.codes.isDisjoint(with: [.durationTooLong, .startsTooLate]) })
    #expect(refused.contains { $0.codes.contains(.startsTooLate) })
    let grants = try await repository.liveGrants().sorted { $0.start < $1.start }
    #expect(refused.count + grants.count == 50)
    // What is left never adds up to more than one maximum at a stretch.
    for (one, next) in zip(grants, grants.dropFirst()) {
      #expect(one.end.advanced(by: .hours(8)) <= next.start)
    }
    #expect(grants.allSatisfy { $0.start <= .drill(.days(7)) })
    try await expectUnharmed(repository)
  }

  @Test(
    "12: an approval of policies that is dated ahead waits and then counts, though nothing lands")
  func policyAhead() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let date = Instant.drill(.minutes(30))
    let tip = try await repository.tip()
    let wider = try await repository.commit(
      [.file(Policies.group("dba"), "members: [priya.nair, tom.berg, nora.lind]\n")], by: .nora)
    let byMia = try await repository.merge(wider, into: tip, by: .mia)
    try await repository.land(try await repository.merge(byMia, into: tip, by: .leo, at: date))
    let waits = try await run(repository, exits: 1, naming: .approvalInFuture)
    #expect(waits.description.contains("Wait until then"), "\(waits)")

    // A date may lie five minutes ahead.
    let counting = date.advanced(by: .minutes(-5))
    #expect(waits.description.contains("\"next\": \"\(counting)\""), "\(waits)")
    let early = try await run(repository, at: counting.advanced(by: .seconds(-1)), exits: 1)
    #expect(!early.description.contains("policy-accepted"), "\(early)")
    let answer = try await run(repository, at: counting)
    #expect(answer.description.contains("policy-accepted"), "\(answer)")
    try await expectUnharmed(repository, at: counting)
  }

  @Test("12: a release that is dated ahead waits as well")
  func releaseAhead() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    var tom = Person.tom
    tom.status = "suspended"
    try await repository.land(
      try await repository.commit([.file(tom.path, tom.yaml(repository.keys))], by: .ana))
    try await run(repository, exits: 1)
    let back = try await repository.land(
      try await repository.commit([.file(tom.path, Person.tom.yaml(repository.keys))], by: .nora))
    let date = Instant.drill(.minutes(30))
    for person in [Person.kim, .mia] { try await repository.approveLate(back, by: person) }
    try await repository.approveLate(back, by: .leo, at: date)
    let early = try await run(repository)
    #expect(!early.description.contains("released"), "\(early)")
    let answer = try await run(repository, at: date.advanced(by: .minutes(-5)))
    #expect(answer.description.contains("released"), "\(answer)")
    try await expectUnharmed(repository, at: date)
  }
}
