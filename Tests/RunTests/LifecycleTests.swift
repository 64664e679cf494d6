import Model
import TestSupport
import Testing

/// What runs do to a ledger, seen from outside.
@Suite struct LifecycleTests {
  @Test("nothing to do writes nothing")
  func idle() async throws {
    let repository = try await AccessRepository()
    let first = try await run(repository)
    #expect(first.before == nil && first.drill && !first.isDryRun && first.state == "running")
    #expect(try await repository.ledgerCommits() == [try #require(first.ledger)])
    let before = try await repository.contents()
    let second = try await run(repository, at: .drill(.minutes(1)))
    #expect(second.ledger == first.ledger && second.before == first.ledger)
    #expect(second.decisions.isEmpty)
    #expect(try await repository.contents() == before)

    // The mainline moves without a request: one commit, then nothing again.
    try await repository.land(try await repository.commit([.file("README.md", "More.\n")]))
    let third = try await run(repository, at: .drill(.minutes(2)))
    #expect(third.decisions.isEmpty && third.before == first.ledger)
    #expect(try await repository.ledgerCommits().count == 2)
    #expect(try await run(repository, at: .drill(.minutes(3))).ledger == third.ledger)
    try await expectSound(repository)
  }

  @Test("a dry run says what would be done and writes nothing, also before there is a ledger")
  func dryRun() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let before = try await repository.contents()
    let plain = ["--anchor", repository.anchor, "--format", "json", "--dry-run"]
    let now = ["--now", "\(Instant.drill())"]
    let beginning = try await repository.bareRun(plain + now + ["--first-run", "--drill"])
    try expect(beginning, exits: 0)
    let planned = try beginning.decoded(RunAnswer.self)
    #expect(planned.events == ["issued"] && planned.isDryRun && planned.ledger == nil)
    #expect(try await repository.contents() == before)

    try await repository.sandbox.point("refs/heads/main", at: repository.anchor)
    try await run(repository)
    try await repository.sandbox.point(
      "refs/heads/main", at: try await repository.grant(Request("ana-again")))
    let begun = try await repository.contents()
    // It needs no key; over a remote it only fetches.
    for more in [[], ["--push", repository.sandbox.path]] {
      let answer = try await repository.bareRun(plain + now + more)
      try expect(answer, exits: 0)
      let dry = try answer.decoded(RunAnswer.self)
      #expect(dry.events == ["issued"] && dry.isDryRun)
      #expect(dry.ledger == dry.before)
      if more.isEmpty { #expect(try await repository.contents() == begun) }
    }
    let wet = try await run(repository)
    #expect(wet.events == ["issued"] && wet.ledger != wet.before)
  }

  @Test("from scheduled to active to expired, at the very second")
  func window() async throws {
    let repository = try await AccessRepository()
    let start = Instant.drill(.hours(1))
    let request = Request("ana-later", duration: "2h", starts: "\(start)")
    try await repository.grant(request)
    let issued = try await run(repository)
    #expect(issued.events == ["issued"] && issued.next == start)
    #expect(try await repository.grant(of: request)?.state == "scheduled")
    #expect(try await run(repository, at: start.advanced(by: .seconds(-1))).decisions.isEmpty)
    let activated = try await run(repository, at: start)
    #expect(activated.events == ["activated"] && activated.next == start.advanced(by: .hours(2)))
    #expect(try await repository.grant(of: request)?.state == "active")
    let end = start.advanced(by: .hours(2))
    #expect(try await run(repository, at: end.advanced(by: .seconds(-1))).decisions.isEmpty)
    let expired = try await run(repository, at: end)
    #expect(expired.events == ["expired"] && expired.next == nil)
    let grant = try #require(try await repository.grant(of: request))
    #expect(grant.state == "expired" && grant.start == start && grant.end == end)
    #expect(grant.history.map(\.event) == ["issued", "activated", "expired"])
    #expect(grant.history.map(\.at) == [.drill(), start, end])
    #expect(try await run(repository, at: .drill(.days(30))).decisions.isEmpty)
    let audit = try await expectSound(repository)
    #expect(audit.events == 4 && audit.grants == 1 && audit.commits == 1)
  }

  @Test("a window that nobody looked at opens and closes in one late run")
  func missedWindow() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-later", duration: "1h", starts: "\(Instant.drill(.hours(1)))")
    try await repository.grant(request)
    try await run(repository)
    let late = try await run(repository, at: .drill(.hours(5)))
    #expect(late.events.last == "expired", "\(late.events)")
    #expect(try await repository.grant(of: request)?.state == "expired")
    try await expectSound(repository)
  }

  @Test("a clock behind the ledger issues nothing, and nothing is lost by it")
  func clockBehind() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let long = Request("ana-long", duration: "1h")
    try await repository.grant(long)
    try await run(repository, at: .drill(.minutes(30)))
    try await repository.grant(Request("ben-read", for: "ben.cole"), by: .ben, approvedBy: [.tom])
    let behind = try await run(repository, exits: 77, naming: .clockBehind)
    #expect(behind.decisions.isEmpty && behind.state == "halted")
    let after = try await run(repository, at: .drill(.hours(2)))
    #expect(Set(after.events) == ["issued", "expired"])
    try await expectSound(repository)
  }

  @Test("a work tree, run from a folder below it")
  func workTree() async throws {
    let repository = try await AccessRepository()
    let clone = try await repository.clone("work", [])
    let key = try repository.key(.processor).path
    let answer = try await repository.countersign(
      ["run", "--anchor", repository.anchor, "--key", key, "--first-run"],
      in: "\(clone)/policies/people")
    try expect(answer, exits: 0)
    let printed = try await repository.git(
      "log", "--format=%s", "countersign/ledger", in: clone)
    #expect(!printed.isEmpty)
    #expect(try await repository.git("status", "--porcelain", in: clone).isEmpty)
  }

  @Test("a request that is refused is work done")
  func refusal() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "100h")
    try await repository.grant(request)
    let answer = try await run(repository)
    #expect(answer.events == ["refused"])
    #expect(answer.decisions.first?.reasons.map(\.code) == [.durationTooLong])
    #expect(answer.decisions.first?.request?.path == request.path)
    try await expectSound(repository)
  }
}
