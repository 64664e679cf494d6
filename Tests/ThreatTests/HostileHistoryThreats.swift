import FoundationEssentials
import Model
import TestSupport
import Testing

/// Repositories that a generator makes costly: every command comes to an end within its memory and its work, and what
/// ends and begins for everybody else goes on (THREATS rows 56 to 58).
///
/// `COUNTERSIGN_SEED=<n>` runs one seed alone.
@Suite struct HostileHistoryThreats {
  static var seeds: [UInt64] {
    let one = ProcessInfo.processInfo.environment["COUNTERSIGN_SEED"].flatMap(UInt64.init)
    return one.map { [$0] } ?? Array(1...8)
  }

  @Test("57: no history that anybody can push stops a command", arguments: seeds)
  func hostile(seed: UInt64) async throws {
    let repository = try await AccessRepository()
    let (over, live) = (Request("over", duration: "1h"), Request("live"))
    try await repository.grant(over)
    try await repository.grant(live, by: .ana)
    try await run(repository)
    let before = try await repository.tip()
    var history = HostileHistory(seed: seed)
    let branch = try await history.write(to: repository, behind: before)

    // Before it lands: the pull request's check, and whoever is asked to approve it.
    try await end(["check", branch], within: [0, 1, 65], in: repository, history)
    try await end(["verify", "\(before)..\(branch)"], within: [0, 1], in: repository, history)
    let path = "requests/billing-db/r1.yaml"
    try await end(["explain", path], within: [0, 1], in: repository, history)

    // A reviewer lands it without a look.
    let landing = try await repository.commit(
      tree: "\(branch)^{tree}", parents: [before, branch], by: .priya)
    try await repository.land(landing)
    let later = Instant.drill(.minutes(65))
    let first = try await end(
      repository.runArguments(at: later), within: [0], in: repository, history)
    // What ends has ended, whatever landed; nobody got anything by it.
    #expect(first.description.contains("expired"), "\(history.shapes): \(first)")
    for grant in try await repository.liveGrants() { #expect(grant.request.path == live.path) }
    let settled = try await repository.ledgerTip()
    try await end(repository.runArguments(at: later), within: [0], in: repository, history)
    #expect(try await repository.ledgerTip() == settled, "one run takes in all that landed")
    for command in [["status"], ["grants"], ["audit"], ["doctor"], ["history"]] {
      try await end(command, within: [0, 1], in: repository, history)
    }
    try await end(["verify", landing], within: [0, 1], in: repository, history)

    // The near twin: an honest request behind it is granted.
    try await repository.land(
      try await repository.commit(
        tree: "\(before)^{tree}", parents: [try await repository.tip()], by: .priya))
    try await end(repository.runArguments(at: later), within: [0], in: repository, history)
    try await expectUnharmed(repository, at: later)
    try await expectAccess(live.path, in: repository)
  }

  /// Runs a command with at most 2 GiB of address space and two minutes of one processor.
  @discardableResult
  private func end(
    _ arguments: [String], within statuses: Set<Int>, in repository: AccessRepository,
    _ history: HostileHistory, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> AccessRepository.Answer {
    let anchor = ["run", "verify"].contains(arguments[0]) ? [] : ["--anchor", repository.anchor]
    let answer = try await repository.bounded(arguments + anchor)
    #expect(
      statuses.contains(answer.status),
      "COUNTERSIGN_SEED=\(history.seed) \(history.shapes) \(arguments): \(answer.status) \(answer.description.prefix(2000))",
      sourceLocation: sourceLocation)
    // What strangers wrote is text: no control character of theirs reaches a terminal, no line is a CI command.
    #expect(!answer.description.contains("\u{1B}[2J"), sourceLocation: sourceLocation)
    #expect(!answer.description.contains("##[error]"), sourceLocation: sourceLocation)
    return answer
  }
}
