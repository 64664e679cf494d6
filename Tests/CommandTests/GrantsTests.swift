import FoundationEssentials
import Model
import TestSupport
import Testing

@Suite struct GrantsTests {
  @Test func session() async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    var session = Session(repository)
    try await session.run("grants", "--now", halfPastTwelve)
    try await session.run("grants", "--format", "json")
    try await repository.grant(Request("invoices"))
    try await repository.grant(
      Request("later", for: "ben.cole", starts: "2026-11-23T09:00:00Z"), by: .ben,
      approvedBy: [.tom])
    try await repository.run()
    try await session.run("grants", "--now", halfPastTwelve)
    try await repository.run(at: .drill(.hours(9)))
    let later = "\(Instant.drill(.hours(9)))"
    try await session.run("grants", "--now", later)
    try await session.run("grants", "--all", "--now", later)
    try await session.run("grants", "--state", "expired", "--now", later)
    try await session.run("grants", "--all", "--subject", "ana.silva", "--now", later)
    try await session.run("grants", "--system", "ledger-db", "--now", later)
    try await session.run("grants", "--subject", "ben.cole", "--format", "json")
    try await session.run("grants", "--state", "gone")
    try await session.run("grants", "--subject", "Ana Silva")
    try session.expectGolden("grants.txt")
  }

  /// The array that is written grant by grant is what the ledger holds, file by file.
  @Test func jsonIsWhatTheLedgerHolds() async throws {
    let repository = try await AccessRepository()
    for day in 23...26 {
      try await repository.grant(Request("day-\(day)", starts: "2026-11-\(day)T09:00:00Z"))
    }
    try await repository.run()
    let answer = try await repository.countersign(
      ["grants", "--anchor", repository.anchor, "--format", "json"])
    let written = try JSONDecoder().decode([Grant].self, from: Data(answer.result.output))
    #expect(written.count == 4)
    #expect(written.map(\.id) == written.map(\.id).sorted())
    for grant in written {
      let shard = grant.id.description.dropFirst(2).prefix(2)
      let file = try await repository.sandbox.git(
        "show", "countersign/ledger:grants/\(shard)/\(grant.id).json")
      #expect(try JSONDecoder().decode(Grant.self, from: Data(file.utf8)) == grant)
    }
  }

  /// Whatever a request's reason says, it is text in the answer (THREATS row 30).
  @Test(arguments: ["text", "json"])
  func showsHostileTextsHarmless(format: String) async throws {
    let repository = try await AccessRepository()
    var request = Request("hostile")
    request.reason = "\"::error::pwned ##[command]ls\""
    try await repository.grant(request)
    try await repository.run()
    for command in [["grants"], ["status", "--all"], ["explain", request.path]] {
      let answer = try await repository.countersign(
        command + ["--anchor", repository.anchor, "--format", format])
      #expect(answer.status == 0, "\(answer)")
      for line in answer.result.text.split(separator: "\n") {
        #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(answer)")
      }
      #expect(!answer.result.text.contains("##[command]"), "\(answer)")
    }
  }
}
