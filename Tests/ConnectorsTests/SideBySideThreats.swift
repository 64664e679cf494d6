import Model
import TestSupport
import Testing

/// Targets of which one never answers, and what the others have done meanwhile (THREATS row 62).
@Suite struct SideBySideThreats {
  /// Where two programs act: one for `directory`, and one for `archive`, which will hang.
  private struct Place {
    let good: FakeConnector
    let bad: FakeConnector
    let repository: AccessRepository

    init() async throws {
      (good, bad) = (try FakeConnector(), try FakeConnector())
      var policies = Policies()
      policies.texts["policies/systems/directory.yaml"] = AccessRepository.directory(good)
      policies.texts["policies/systems/archive.yaml"] = AccessRepository.directory(bad)
      repository = try await AccessRepository(policies)
    }

    func run(at offset: Duration = .zero) async throws -> AccessRepository.Answer {
      try await repository.run(
        at: .drill(offset),
        ["--allow-connector", good.program, "--allow-connector", bad.program])
    }

    /// The grants on `system` as the ledger has them, as `subject state`.
    func states(on system: String) async throws -> [String] {
      try await repository.grants().filter { $0.system == system }
        .map { "\($0.subject) \($0.state)" }.sorted()
    }

    /// Runs, and looks what the ledger says once `state` does not change any more and the run still goes on.
    func during(
      _ offset: Duration, until expected: [String], on system: String
    ) async throws -> (isMeanwhile: Bool, end: AccessRepository.Answer) {
      async let running = run(at: offset)
      let start = ContinuousClock.now
      var isMeanwhile = false
      // The program that hangs is given up after 30 seconds, and never before.
      while start.duration(to: .now) < .seconds(25), !isMeanwhile {
        try await Task.sleep(for: .milliseconds(300))
        isMeanwhile = try await states(on: system) == expected
      }
      return (isMeanwhile, try await running)
    }
  }

  @Test("62: what ends elsewhere is gone, and written as gone, while one target hangs")
  func ending() async throws {
    let place = try await Place()
    try await place.repository.grant(Request("a", "read", of: "archive", duration: "1h"))
    try await place.repository.grant(Request("b", "read", of: "directory", duration: "1h"))
    #expect(try await place.run().status == 0)
    try place.bad.behave(.hangs)
    let (isMeanwhile, end) = try await place.during(
      .hours(1), until: ["ana.silva expired"], on: "directory")
    #expect(isMeanwhile, "the run wrote down what one target confirmed only once it had heard all")
    #expect(end.status == 69, "\(end)")
    #expect(try await place.states(on: "archive") == ["ana.silva expiring"])
    #expect(try place.good.access().isEmpty)
    // The near twin: once it answers it is gone too.
    try place.bad.behave(.good)
    #expect(try await place.run(at: .hours(2)).status == 0)
    #expect(try await place.states(on: "archive") == ["ana.silva expired"])
    try await place.repository.expectRightAudit()
  }

  @Test("62: what begins elsewhere is given while the end of something hangs")
  func beginning() async throws {
    let place = try await Place()
    try await place.repository.grant(Request("a", "read", of: "archive", duration: "1h"))
    #expect(try await place.run().status == 0)
    try await place.repository.grant(Request("b", "read", of: "directory", duration: "4h"))
    // What is to begin on the target that hangs waits for it, and for nothing else.
    try await place.repository.grant(
      Request("c", "read", for: "ben.cole", of: "archive", duration: "4h"), by: .ben)
    try place.bad.behave(.hangs)
    let (isMeanwhile, end) = try await place.during(
      .hours(1), until: ["ana.silva active"], on: "directory")
    #expect(isMeanwhile, "a target that hung held up what began elsewhere")
    #expect(end.status == 69, "\(end)")
    #expect(
      try await place.states(on: "archive") == ["ana.silva expiring", "ben.cole issuing"])
    #expect(try place.good.access() == ["ana.silva readers"])
    try place.bad.behave(.good)
    #expect(try await place.run(at: .hours(2)).status == 0)
    #expect(try await place.states(on: "archive") == ["ana.silva expired", "ben.cole active"])
    #expect(try place.bad.access() == ["ben.cole readers"])
  }
}
