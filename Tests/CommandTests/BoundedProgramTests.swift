import Processing
import TestSupport
import Testing

@testable import CountersignCommand

/// Programs that are asked something and may never answer.
@Suite struct BoundedProgramTests {
  private func run(
    _ script: String, input: [UInt8] = [], within limit: Duration = .seconds(30)
  ) async -> Result<ProgramEnd, BoundedProgram.Trouble> {
    await BoundedProgram(
      words: ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"],
      timeLimit: limit, outputLimit: 1000
    ).run(input: input)
  }

  @Test(
    "what hangs is killed with all that it started",
    arguments: [
      "sleep 300", "sleep 300 & sleep 300", "trap '' TERM; sleep 300; sleep 300", "cat; sleep 300",
    ])
  func hangs(script: String) async {
    let start = ContinuousClock.now
    guard case .failure(.late) = await run(script, within: .seconds(1)) else {
      Issue.record("\(script) has answered")
      return
    }
    #expect(start.duration(to: .now) < .seconds(200))
  }

  @Test("what leaves a child behind that holds its output is not waited for")
  func leftBehind() async {
    let start = ContinuousClock.now
    _ = await run("sleep 300 & echo done", within: .seconds(1))
    #expect(start.duration(to: .now) < .seconds(200))
  }

  /// Programs that go their own way, each for as many seconds as nothing else of this machine.
  private static let strays = [
    "setsid sleep 3601 & echo done",
    "setsid sleep 3602 & sleep 300",
    "env -i sleep 3603 & echo done",
    "env -i setsid sleep 3604 & echo done",
    // A group of its own in the session that it came from, and nothing in its environment.
    "set -m; env -i sleep 3605 & echo done",
    "set -m; (env -i sh -c 'sleep 3606' &); echo done",
    // Forked twice, so that nobody of those who started it is left.
    "(setsid env -i sh -c '(sh -c \"(sleep 3607 &)\" &) ; exit' &); echo done",
    "perl -e 'for (1..40) { fork and exit; setpgrp } exec {\"sleep\"} \"sleep\", 3608'; echo done",
  ]

  @Test(
    "what leaves its group, its session or its environment behind ends with it", arguments: strays)
  func ends(_ script: String) async throws {
    let number = try #require(script.firstMatch(of: /36[0-9]{2}/)).output
    let start = ContinuousClock.now
    _ = await run(script, within: .seconds(2))
    #expect(start.duration(to: .now) < .seconds(200))
    let left = try await runProgram("pgrep", ["-f", "^sleep \(number)$"])
    #expect(left.text.isEmpty)
  }

  @Test("a chain of programs of which each starts the next in a session of its own and ends, ends")
  func chain() async throws {
    let mark = "chain-3621"
    let end = await run(
      """
      perl -e '$0 = "\(mark)"; $SIG{CHLD} = "IGNORE"; fork or do { while (1) { fork and exit; setpgrp; } }'
      echo done
      """, within: .seconds(30))
    #expect(try end.get().text == "done")
    let left = try await runProgram("pgrep", ["-f", "^\(mark)"])
    #expect(left.text.isEmpty)
  }

  @Test("what others start in this process is left alone while such programs end")
  func others() async throws {
    async let other = runProgram(
      "sh", ["-c", "for i in 1 2 3 4 5 6; do (sleep 0.1 &); sleep 0.3; done; echo yes"])
    try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<12 {
        group.addTask {
          let script =
            "(setsid env -i sleep 36\(30 + number) &); sleep 0.\(number % 4); echo \(number)"
          return try await run(script).get().text
        }
      }
      var seen: Set<String> = []
      for try await text in group { seen.insert(text) }
      #expect(seen == Set((0..<12).map { "\($0)" }))
    }
    #expect(try await other.text == "yes")
    let left = try await runProgram("pgrep", ["-f", "^sleep 36[34][0-9]$"])
    #expect(left.text.isEmpty)
  }

  @Test("what stops its keeper is ended all the same; a program that ends by a signal says which")
  func keeperStopped() async throws {
    let end = await run("kill -STOP $PPID; kill -KILL $$")
    #expect(try end.get().status == 137)
  }

  @Test("what cannot be started is not, and says so")
  func missing() async {
    for name in ["no-such-program-here", "/no/such/program", "/etc"] {
      let end = await BoundedProgram(words: [name], environment: [:]).run(input: [])
      guard case .failure(.notStarted) = end else {
        Issue.record("\(name): \(end)")
        continue
      }
    }
  }

  @Test("what answers without reading has answered")
  func unread() async throws {
    let end = try await run("echo yes", input: Array(repeating: 0x20, count: 1 << 20)).get()
    #expect(end.text == "yes" && end.succeeded)
  }

  @Test("too long an answer is none")
  func tooMuch() async {
    guard case .failure(.tooMuch) = await run("head -c 5000 /dev/zero") else {
      Issue.record("it was taken")
      return
    }
  }

  @Test("nothing of the environment but what is named")
  func environment() async throws {
    let end = try await run("env").get()
    #expect(!end.text.contains("HOME="))
  }
}
