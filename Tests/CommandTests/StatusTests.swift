import Model
import TestSupport
import Testing

typealias Request = AccessRepository.Request
typealias Person = AccessRepository.Person

@Suite struct StatusTests {
  @Test func session() async throws {
    let repository = try await AccessRepository()
    var session = Session(repository)
    try await session.run("status")
    try await repository.grant(Request("invoices"))
    try await repository.approve(
      try await repository.propose(Request("waits", "export", for: "ben.cole"), by: .ben),
      by: [.tom])
    try await repository.run()
    try await session.run("status", "--now", halfPastTwelve)
    try await session.run("status", "--all", "--now", halfPastTwelve)
    try await session.run("status", "--format", "json", "--now", halfPastTwelve)
    try await repository.grant(Request("unprocessed", for: "ben.cole"), by: .ben)
    try await session.run("status", "--now", "\(Instant.drill(.hours(9)))")
    try await repository.land(repository.anchor)
    try await session.run("status", "--now", halfPastTwelve)
    try await session.run("status", "--format", "yaml")
    try await session.run("status", "extra")
    try session.expectGolden("status.txt")
  }

  /// In a clone the ledger is origin's, and origin's mainline goes with it, wherever the local one is.
  @Test func readsOriginsLedgerInAClone() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("invoices"))
    try await repository.run()
    let work = try await repository.workTree()
    try await repository.git("reset", "-q", "--hard", repository.anchor, in: work)
    let answer = try await repository.countersign(
      ["status", "--anchor", repository.anchor], in: work)
    #expect(answer.status == 0)
    #expect(answer.result.errorText.contains("note: this is origin/countersign/ledger"))
    #expect(answer.result.text.contains("state     running"), "\(answer)")
    #expect(answer.result.text.contains("1 active"), "\(answer)")
  }

  @Test func refusesALedgerThatWasMovedBack() async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    let before = try await repository.ledgerTip()
    try await repository.grant(Request("invoices"))
    try await repository.run()
    try await repository.sandbox.point("refs/heads/countersign/ledger", at: before)
    for command in ["status", "grants"] {
      let answer = try await repository.countersign([command, "--anchor", repository.anchor])
      #expect(answer.status == 77)
      #expect(answer.names(.ledgerUntrusted), "\(answer)")
      #expect(answer.result.output.isEmpty)
    }
  }

  /// A ledger in use is not a drill: a clock behind it is told, and nothing else comes of it.
  @Test func tellsThatTheClockIsBehind() async throws {
    let repository = try await AccessRepository()
    let key = try repository.key(.processor).path
    let run = ["run", "--anchor", repository.anchor, "--key", key, "--first-run"]
    #expect(try await repository.countersign(run).status == 0)
    let answer = try await repository.countersign(
      ["status", "--anchor", repository.anchor, "--now", "2026-01-01T00:00:00Z"])
    #expect(answer.status == 0)
    #expect(answer.result.text.contains("state     halted"), "\(answer)")
    #expect(answer.names(.clockBehind))
  }
}
