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

  @Test(
    "what leaves its group and its session behind ends with it",
    arguments: ["setsid sleep 3601 & echo done", "setsid sleep 3602 & sleep 300"])
  func otherSessions(_ script: String) async throws {
    _ = await run(script, within: .seconds(2))
    let number = script.contains("3601") ? "3601" : "3602"
    let left = try await runProgram("pgrep", ["-f", "^sleep \(number)$"])
    #expect(left.text.isEmpty)
  }

  @Test("what stays in its group with an environment of its own ends with it")
  func ownEnvironment() async throws {
    _ = await run("env -i sleep 3603 & echo done", within: .seconds(2))
    let left = try await runProgram("pgrep", ["-f", "^sleep 3603$"])
    #expect(left.text.isEmpty)
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
