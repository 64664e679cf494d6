import FoundationEssentials
import Model
import TestSupport
import Testing

/// What never answers (THREATS row 62): each has a time limit, and what ends does not wait for it.
@Suite struct HangThreats {
  /// Runs a server that takes connections and says nothing while `body` runs.
  private func withSilence<Value: Sendable>(
    _ scratch: ScratchDirectory, _ body: @escaping @Sendable (_ port: Int) async throws -> Value
  ) async throws -> Value {
    let name = "silent-\(UInt32.random(in: 0 ... .max))"
    let script = try scratch.write(
      """
      import os, socket, sys, time
      server = socket.create_server(("127.0.0.1", 0))
      open(sys.argv[1] + ".new", "w").write(str(server.getsockname()[1]))
      os.rename(sys.argv[1] + ".new", sys.argv[1])
      taken = []
      while True:
          taken.append(server.accept())

      """, to: "\(name).py")
    return try await GitServer.withProgram(
      "/usr/bin/python3", [script, scratch.file("\(name).port")], home: scratch.path
    ) {
      try await body(try await GitServer.readPort(scratch, "\(name).port"))
    }
  }

  @Test("62: a witness that takes the question and says nothing", arguments: ["http", "ssh"])
  func witness(_ scheme: String) async throws {
    let repository = try await AccessRepository()
    let early = Request("early", for: "ben.cole", duration: "1h")
    try await repository.grant(early, by: .ben, approvedBy: [.tom])
    try await run(repository)
    let late = Request("late")
    try await repository.grant(late)
    try await withSilence(repository.sandbox.scratch) { port in
      let start = ContinuousClock.now
      // What ends ends; what begins waits for the witness, without which a rolled back ledger would pass.
      let answer = try await run(
        repository, at: .drill(.hours(1)), exits: 69, naming: .ledgerUntrusted,
        ["--witness", "\(scheme)://127.0.0.1:\(port)/witness.git"])
      #expect(answer.description.contains("no answer within"), "\(answer)")
      #expect(start.duration(to: .now) < .seconds(120))
    }
    let states = try await repository.grants().map { "\($0.subject) \($0.state)" }
    #expect(states == ["ben.cole expired"])
    // The near twin: with a witness that answers it is issued.
    let witness = try await GitSandbox(bare: true)
    try await run(repository, at: .drill(.hours(1)), ["--witness", witness.path])
    try await expectAccess(late.path, in: repository)
  }

  @Test("62: a remote that says nothing ends a run with 69")
  func remote() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await withSilence(repository.sandbox.scratch) { port in
      let start = ContinuousClock.now
      try await run(repository, exits: 69, ["--push", "http://127.0.0.1:\(port)/access.git"])
      #expect(start.duration(to: .now) < .seconds(180))
    }
    try await expectUnharmed(repository)
  }

  @Test("62: readers of a ledger whose witness says nothing are told so, and answered")
  func readers() async throws {
    let scratch = try ScratchDirectory()
    try await withSilence(scratch) { port in
      var policies = Policies()
      policies.settingsMore = "witness: http://127.0.0.1:\(port)/witness.git\n"
      let repository = try await AccessRepository(policies)
      let witness = try await GitSandbox(bare: true)
      try await repository.grant(Request("ana-invoices"))
      try await run(repository, ["--witness", witness.path])
      let answer = try await repository.countersign(["grants", "--anchor", repository.anchor])
      #expect(answer.status == 0 && answer.description.contains("ana.silva"), "\(answer)")
      #expect(answer.result.errorText.contains("the witness could not be asked"), "\(answer)")
    }
  }

  @Test("62: a tracker that says nothing: what it is asked about waits, and nothing else")
  func tracker() async throws {
    let scratch = try ScratchDirectory()
    try await withSilence(scratch) { port in
      var policies = Policies()
      policies.settingsMore =
        "tickets: {type: http, url: \"http://127.0.0.1:\(port)/{ticket}\", open: {path: $.s, in: [a]}}\n"
      let repository = try await AccessRepository(policies)
      try await repository.grant(Request("asks"))
      var plain = Request("plain", for: "nora.lind", of: "ledger-db")
      plain.ticket = nil
      try await repository.grant(plain, by: .nora, approvedBy: [.tom])
      let start = ContinuousClock.now
      let answer = try await repository.run()
      #expect(answer.status == 69, "\(answer)")
      #expect(start.duration(to: .now) < .seconds(120))
      try await expectAccess(plain.path, in: repository)
      #expect(try await repository.liveGrants().map(\.subject) == ["nora.lind"])
    }
  }

  @Test(
    "62: settings of git that include a pipe, a device or themselves",
    arguments: ["fifo", "/dev/zero", "config"])
  func includes(_ path: String) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    if path == "fifo" { try await mustRun("mkfifo", [repository.sandbox.path + "/fifo"]) }
    let file = repository.sandbox.path + "/config"
    let good = try #require(FileManager.default.contents(atPath: file))
    try (good + Data("[include]\n\tpath = \(path)\n".utf8)).write(to: URL(filePath: file))
    let answer = Answer(
      result: try await runProgram(
        "timeout", ["60", AccessRepository.program] + (try repository.runArguments()),
        in: repository.sandbox.path, environment: repository.sandbox.environment()))
    #expect(answer.status == (path == "/dev/zero" ? 0 : 74), "\(answer)")
    try good.write(to: URL(filePath: file))
    try await expectUnharmed(repository)
  }
}
