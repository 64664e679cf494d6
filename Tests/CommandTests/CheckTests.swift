import Foundation
import Model
import TestSupport
import Testing

typealias FileChange = AccessRepository.FileChange

@Suite struct CheckTests {
  @Test func session() async throws {
    let repository = try await AccessRepository()
    let used = Request("used")
    try await repository.grant(used)
    try await repository.run()
    var session = Session(repository)
    let now = ["--now", halfPastTwelve]
    try await session.run("check", now[0], now[1])

    let good = try await repository.propose(Request("good", for: "ben.cole"), by: .ben)
    try await session.run("check", good, now[0], now[1])
    let stacked = try await repository.merge(
      good, by: .priya)
    try await session.run("check", stacked, now[0], now[1])

    var tooLong = Request("too-long", for: "ben.cole", duration: "9h")
    tooLong.ticket = nil
    let bad = try await repository.commit(
      [
        tooLong.file, .file("requests/billing-db/typo.yaml", "subjet: ana.silva\nduration: 1 h\n"),
        .file("requests/billing-db/Loud.yaml", "subject: ana.silva\n"),
        .file(used.path, Request("used", duration: "1h").text), .file("README.md", "More.\n"),
        Request("root", "superuser", for: "priya.nair").file,
      ], by: Person.ben.writing(from: "who@nowhere.example"))
    try await session.run("check", bad, now[0], now[1])

    let policies = try await repository.commit(
      [
        .file("policies/groups/dba.yaml", "members: [priya.nair, tom.burg]\n"),
        .file(".github/workflows/run.yml", "on: push\n"),
        .removal(used.path),
      ], by: .mia)
    try await session.run("check", policies, now[0], now[1])
    try await session.run("check", good, "--base", "main~1", now[0], now[1], "--format", "json")
    session.environment["COUNTERSIGN_ANCHOR"] = nil
    try await session.run("check", good, now[0], now[1])
    try await session.run("check", "no-such-branch")
    try await session.run("check", "--base", "nowhere", good)
    try await session.run("check", "--anchor", "main", good)
    try await session.run("check", good, good)
    try session.expectGolden("check.txt")
  }

  /// Only runs keep a cache, for only they have the key that seals it: a check neither writes nor believes one.
  @Test func keepsNoCache() async throws {
    let repository = try await AccessRepository()
    let branch = try await repository.propose(Request("r"))
    let first = try await repository.countersign(["check", branch]).description
    let folder = URL(filePath: repository.sandbox.path + "/countersign")
    let cache = folder.appending(path: "policies.cache")
    #expect(!FileManager.default.fileExists(atPath: cache.path()))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let forged = Data("no cache\n".utf8)
    try forged.write(to: cache)
    #expect(try await repository.countersign(["check", branch]).description == first)
    #expect(try Data(contentsOf: cache) == forged)
  }

  /// The exit status alone is enough for a script.
  @Test(arguments: [true, false])
  func exitsByTheAnswer(isGood: Bool) async throws {
    let repository = try await AccessRepository()
    let branch = try await repository.propose(
      Request("r", duration: isGood ? "8h" : "9h"))
    let answer = try await repository.countersign(["check", branch])
    #expect(answer.status == (isGood ? 0 : 1), "\(answer)")
  }

  /// A run grants what check let pass once it is approved, and refuses what it did not.
  @Test(arguments: [
    Request("plain"), Request("too-long", duration: "9h"), Request("root", "superuser"),
    Request("nothing", "no-such-thing"), Request("nowhere", of: "no-such-system"),
    Request("nobody", for: "no.body"), Request("past", starts: "2026-11-20T00:00:00Z"),
    Request("far", starts: "2026-12-24T00:00:00Z"), Request("two", "export"),
  ])
  func agreesWithTheRun(request: Request) async throws {
    let repository = try await AccessRepository()
    let branch = try await repository.propose(request, signed: .own)
    let check = try await repository.countersign(
      [
        "check", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())", "--format",
        "json",
      ])
    try await repository.approve(branch, by: [.tom, .priya])
    try await repository.run()
    let outcome = try #require(try await repository.status()[request.path])
    #expect((check.status == 0) == (outcome.outcome == "granted"), "\(check)\n\(outcome)")
    for code in outcome.codes { #expect(check.names(code), "\(code): \(check)") }
  }

  /// Someone else's merged work is not the branch's, wherever the mainline has gone meanwhile.
  @Test func judgesTheBranchAlone() async throws {
    let repository = try await AccessRepository()
    let branch = try await repository.propose(Request("mine"))
    try await repository.grant(Request("theirs", for: "ben.cole"), by: .ben, approvedBy: [.tom])
    let updated = try await repository.merge(
      try await repository.tip(), into: branch, by: .ana, signed: .unsigned)
    for tip in [branch, updated] {
      let answer = try await repository.countersign(["check", tip])
      #expect(answer.status == 0, "\(answer)")
      #expect(answer.result.text.contains("1 request, no faults, no warnings"), "\(answer)")
    }
  }

  /// Many files in one merge hang together as far as their windows do (THREATS row 46).
  @Test func seesThatRequestsAddUp() async throws {
    let repository = try await AccessRepository()
    let stack = ["13", "21"].map { Request("at-\($0)", starts: "2026-11-21T\($0):00:00Z") }
    let branch = try await repository.commit(stack.map(\.file))
    let answer = try await repository.countersign(
      ["check", branch, "--now", "\(Instant.drill())"])
    #expect(answer.status == 1)
    #expect(answer.names(.durationTooLong), "\(answer)")
  }

  @Test func saysWhatIsNotCommitted() async throws {
    let repository = try await AccessRepository()
    let work = try await repository.workTree()
    try repository.sandbox.scratch.write(
      Request("forgotten").text, to: "work/requests/billing-db/forgotten.yaml")
    let answer = try await repository.countersign(["check"], in: work)
    #expect(answer.status == 0)
    #expect(
      answer.result.errorText.contains("not checked: requests/billing-db/forgotten.yaml"),
      "\(answer)")
    #expect(answer.result.errorText.contains("nothing to check"), "\(answer)")
  }

  @Test func listsManyRequestsInShort() async throws {
    let repository = try await AccessRepository()
    let many = (0..<60).map { Request("r-\($0)", duration: $0 == 7 ? "9h" : "1h").file }
    let branch = try await repository.commit(many)
    let answer = try await repository.countersign(["check", branch])
    #expect(answer.status == 1)
    #expect(answer.names(.durationTooLong))
    #expect(answer.result.text.split(separator: "\n").count < 80, "\(answer)")
    #expect(answer.result.text.contains("60 requests, 1 fault, 1 warning"), "\(answer)")
  }

  @Test func refusesShallowClones() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("r"))
    let shallow = try await repository.clone("shallow", ["--depth", "1"])
    let answer = try await repository.countersign(["check"], in: shallow)
    #expect(answer.status == 77)
    #expect(answer.names(.shallowClone))
  }

  @Test func needsPoliciesToJudgeBy() async throws {
    let sandbox = try await GitSandbox()
    try await sandbox.git("commit", "-q", "--allow-empty", "-m", "x")
    let answer = try await runProgram(
      AccessRepository.program, ["check"], in: sandbox.path, environment: sandbox.environment())
    #expect(answer.status == 65)
    #expect(answer.errorText.contains("has no policies/"))
    let nowhere = try await runProgram(
      AccessRepository.program, ["check", "-C", "/"], in: sandbox.path,
      environment: sandbox.environment())
    #expect(nowhere.status == 74)
  }
}
