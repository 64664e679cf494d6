import Documents
import Model
import TestSupport
import Testing

@Suite struct NewTests {
  @Test func session() async throws {
    let repository = try await AccessRepository()
    let work = try await repository.workTree()
    var session = Session(repository, in: work)
    let now = "\(Instant.drill())"
    let asked = ["billing-db/read-only", "--duration", "8h", "--now", now]
    let full = asked + ["--ticket", "OPS-7", "--reason", "It's #1: \"urgent\"."]
    try await session.note(["new"] + full)
    try await session.note(["new"] + full + ["--format", "json"])
    try await session.note(["new"] + full + ["--name", "ana.silva-ops-7"])
    try await session.note(["new"] + full + ["--name", "../../etc/passwd"])
    try await session.note(["new"])
    try await session.note(["new"] + asked)
    try await session.note(["new"] + ["billing-db/superuser"])
    try await session.note(["new"] + ["billing-db/nothing"])
    try await session.note(["new"] + ["billing-db"])
    try await session.note(["new"] + full + ["--subject", "nobody.known"])
    try await session.note(["new"] + ["billing-db/read-only", "--duration", "9 hours"])
    try await session.note(["new"] + full.map { $0 == "8h" ? "9h" : $0 })
    try await session.note(["new"] + full.map { $0 == "OPS-7" ? "JIRA-7" : $0 })
    try await session.note(["new"] + full + ["--starts", "tomorrow"])
    try await session.note(["new"] + full + ["--subject", "nightly-export", "--name", "export"])
    try session.expectGolden("new.txt")
  }

  /// Whatever somebody wants to say, the file says it, or nothing is written.
  @Test(arguments: [
    "Plain words.", "null", "NULL", "~", "true", "no", "012", "1e3", "- a list", "? x", "a: b",
    "a #b", "# b", "'single'", "\"double\"", "back\\slash", "tab-less", "%directive", "@at",
    "`tick`", "&anchor *alias", "!tag", "{flow}", "[flow]", "a,b", "é ü 漢字 🙂", "trailing:", "---",
    "...",
    "two\nlines", "\nfirst", "<<", "=", "=1+1", "::error::x", "\u{301}x",
  ])
  func saysWhatWasAskedFor(reason: String) async throws {
    let repository = try await AccessRepository()
    let work = try await repository.workTree()
    let answer = try await repository.countersign(
      [
        "new", "billing-db/read-only", "--duration", "PT8H", "--ticket", "OPS-1", "--name", "r",
        "--starts", "2026-11-22T09:00:00Z", "--now", "\(Instant.drill())",
      ] + (reason.hasPrefix("-") ? ["--reason=\(reason)"] : ["--reason", reason]), in: work)
    #expect(answer.status == 0, "\(answer)")
    let bytes = try repository.sandbox.scratch.read("work/requests/billing-db/r.yaml")
    let path = RepositoryPath("requests/billing-db/r.yaml")
    let request = try readRequest(bytes, at: path).get()
    #expect(Array(request.reason.utf8) == Array(reason.utf8))
    #expect(request.duration == .seconds(8 * 3600))
    #expect(request.starts?.description == "2026-11-22T09:00:00Z")
    #expect(!request.isEmergency)
  }

  @Test(arguments: [" ", "\u{1B}[31m", "a\u{202E}b", "tab\there", "cr\r", "\u{FEFF}"])
  func writesNothingThatCannotBeSaid(reason: String) async throws {
    let repository = try await AccessRepository()
    let work = try await repository.workTree()
    let answer = try await repository.countersign(
      [
        "new", "billing-db/read-only", "--duration", "8h", "--ticket", "OPS-1", "--name", "r",
        "--now", "\(Instant.drill())", "--reason=\(reason)",
      ], in: work)
    #expect(answer.status == 64, "\(answer)")
    #expect(answer.names(.invalidDocument), "\(answer)")
    #expect(throws: ScratchError.self) {
      try repository.sandbox.scratch.read("work/requests/billing-db/r.yaml")
    }
  }

  /// A link in the work tree leads nowhere else.
  @Test func followsNoLinks() async throws {
    let repository = try await AccessRepository()
    let work = try await repository.workTree()
    let elsewhere = try ScratchDirectory()
    try await mustRun("mkdir", ["\(work)/requests"])
    try await mustRun("ln", ["-s", elsewhere.path, "\(work)/requests/billing-db"])
    let answer = try await repository.countersign(
      [
        "new", "billing-db/read-only", "--duration", "8h", "--ticket", "OPS-1", "--name", "r",
        "--now", "\(Instant.drill())", "--reason", "x",
      ], in: work)
    #expect(answer.status == 74, "\(answer)")
    #expect(throws: ScratchError.self) { try elsewhere.read("r.yaml") }
  }

  /// The printed commands do what they say, and what they bring is what was judged.
  @Test func printsCommandsThatWork() async throws {
    let repository = try await AccessRepository()
    let work = try await repository.workTree()
    let answer = try await repository.countersign(
      [
        "new", "billing-db/read-only", "--duration", "8h", "--ticket", "OPS-1",
        "--now", "\(Instant.drill())", "--reason", "x",
      ], in: work)
    let commands = answer.result.text.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("  git ") }
    #expect(commands.count == 4, "\(answer)")
    let key = try repository.key(.ana).path
    try await repository.git("config", "gpg.format", "ssh", in: work)
    try await repository.git("config", "user.signingkey", key, in: work)
    try await mustRun(
      "sh", ["-e", "-c", commands.joined(separator: "\n")], in: work,
      environment: repository.sandbox.environment(Person.ana.git))
    let branch = "access/ana.silva-ops-1"
    let check = try await repository.countersign(
      ["check", branch, "--now", "\(Instant.drill())"])
    #expect(check.status == 0, "\(check)")
    #expect(check.result.text.contains("requests/billing-db/ana.silva-ops-1.yaml"))
  }

  @Test func needsAWorkTree() async throws {
    let repository = try await AccessRepository()
    let answer = try await repository.countersign(["new", "billing-db/read-only"])
    #expect(answer.status == 64)
    #expect(answer.result.errorText.contains("bare repository"))
  }
}
