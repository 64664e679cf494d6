import Model
import TestSupport
import Testing

@Suite struct RunOutputTests {
  @Test func session() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("invoices"))
    let ben = Request("ben", "export", for: "ben.cole")
    try await repository.approve(
      try await repository.propose(ben, by: .ben), by: [.tom])
    let key = try repository.key(.processor).path
    var session = Session(repository)
    let noon = "\(Instant.drill())"
    try await session.run("run", "--key", key)
    try await session.run("run", "--first-run", "--drill", "--now", noon, "--dry-run")
    try await session.run("run", "--first-run", "--drill", "--now", noon, "--key", key)
    try await session.run("run", "--now", halfPastTwelve, "--key", key)
    try await session.run("run", "--now", halfPastTwelve)
    let evening = "\(Instant.drill(.hours(9)))"
    try await session.run("run", "--now", evening, "--key", key, "--format", "json")
    session.environment["COUNTERSIGN_ANCHOR"] = nil
    try await session.run("run", "--key", key)
    try await session.run("run", "--anchor", "main", "--key", key)
    try await session.run("run", "--drill")
    try session.expectGolden("run.txt")
  }

  /// Who exits with 1 says why, in every run until it is put right.
  @Test func namesWhatIsUngovernedEachTime() async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    try await repository.land(
      try await repository.commit([.file(".github/workflows/run.yml", "on: push\n")], by: .mia))
    for _ in 1...2 {
      let answer = try await repository.countersign(
        try repository.runArguments() + ["--format", "text"])
      #expect(answer.status == 1)
      #expect(answer.result.text.contains("ungoverned"), "\(answer)")
      #expect(answer.result.text.contains(".github/workflows/run.yml"), "\(answer)")
    }
  }

  /// Standard output holds the answer or nothing.
  @Test func leavesStandardOutputEmptyWhereItFails() async throws {
    let repository = try await AccessRepository()
    let answer = try await repository.countersign(
      ["run", "--anchor", repository.anchor, "--format", "json"])
    #expect(answer.status == 77)
    #expect(answer.result.output.isEmpty)
    #expect(answer.result.errorText.contains("ledger-untrusted"))
  }

  @Test func failsWhereTheAnswerCannotBeWritten() async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    let full = try await runProgram(
      "sh",
      [
        "-c", "exec \"$0\" \"$@\" >/dev/full", AccessRepository.program, "status", "--anchor",
        repository.anchor,
      ], in: repository.sandbox.path, environment: repository.sandbox.environment())
    #expect(full.status == 74)
    #expect(full.errorText.contains("cannot be written"))
  }
}
