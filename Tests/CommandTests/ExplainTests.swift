import Model
import TestSupport
import Testing

@Suite struct ExplainTests {
  @Test func session() async throws {
    let repository = try await AccessRepository()
    let granted = Request("invoices")
    let waits = Request("waits", "export", for: "ben.cole")
    let refused = Request("refused", "superuser")
    try await repository.grant(granted)
    try await repository.approve(
      try await repository.propose(waits, by: .ben), by: [.tom])
    try await repository.grant(refused)
    var session = Session(repository)
    let now = ["--now", halfPastTwelve]
    try await repository.run()
    for request in [granted, waits, refused] {
      try await session.run("explain", request.path, now[0], now[1])
    }
    let id = try #require(try await repository.grants().first?.id)
    try await session.run("explain", id, "--format", "json", now[0], now[1])
    // A second approval and a deletion, which no run has seen.
    let landing = try #require(try await repository.status()[waits.path]?.landing)
    try await repository.approveLate(landing, by: .priya)
    try await repository.land(
      try await repository.commit([.removal(granted.path)], by: .priya))
    try await session.run("explain", waits.path, now[0], now[1])
    try await session.run("explain", granted.path, now[0], now[1])
    try await repository.run(at: .drill(.minutes(20)))
    try await session.run("explain", "./\(granted.path)", now[0], now[1])
    try await session.run("explain", "requests/billing-db/unheard-of.yaml")
    try await session.run("explain", "g-00000000000000000000000000000000")
    try await session.run("explain", "policies/countersign.yaml")
    try await session.run("explain", "G-1")
    try await session.run("explain")
    try session.expectGolden("explain.txt")
  }

  /// What has landed and waits for a run is judged as the run will.
  @Test func foretellsWhatNoRunHasSeen() async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    let request = Request("fresh")
    try await repository.grant(request)
    let answer = try await repository.countersign(
      ["explain", request.path, "--anchor", repository.anchor, "--now", halfPastTwelve])
    #expect(answer.status == 0)
    #expect(answer.result.errorText.contains("no run has processed this landing yet"))
    #expect(answer.result.text.contains("Would be granted"), "\(answer)")
  }

  /// A request that is only on a branch is judged as `check` would.
  @Test func judgesWhatHasNotLanded() async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    let work = try await repository.workTree()
    let request = Request("draft")
    let draft = try await repository.propose(request)
    try await repository.git("fetch", "-q", "origin", "+refs/drafts/*:refs/drafts/*", in: work)
    try await repository.git("switch", "-q", "-c", "draft", draft, in: work)
    let answer = try await repository.countersign(
      ["explain", request.path, "--anchor", repository.anchor], in: work)
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.result.errorText.contains("has not landed"))
    #expect(answer.result.text.contains("could come from priya.nair"), "\(answer)")
  }
}
