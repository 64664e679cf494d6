import Model
import TestSupport
import Testing

/// Programs that take several questions at once, and those that do not (THREATS rows 35 and 62).
@Suite struct AtOnceThreats {
  /// One system with several doors, all of which a program opens.
  private struct Place {
    let connector: FakeConnector
    let repository: AccessRepository

    /// - Parameter places: How many questions the program says that it takes at once.
    init(places: Int?) async throws {
      connector = try FakeConnector()
      if let places { try connector.scratch.write("\(places)", to: "at-once") }
      var policies = Policies()
      policies.texts["policies/systems/directory.yaml"] = Self.system(connector)
      repository = try await AccessRepository(policies)
    }

    /// A system with the entitlements `door-1` to `door-9`, and `side`, which is the first door too.
    private static func system(_ connector: FakeConnector) -> String {
      let doors = (1...9).map { ("door-\($0)", "t\($0)") } + [("side", "t1")]
      let entitlements = doors.map { name, _ in
        "  \(name): {risk: low, eligible: [class:contractor], approvals: [{count: 1, from: [group:dba]}], "
          + "maximum_duration: 8h}\n"
      }
      return """
        description: Many doors
        owner: group:dba
        plane: identity
        entitlements:
        \(entitlements.joined())connector:
          type: exec
          command: [\(connector.program)]
          targets: {\(doors.map { "\($0): \($1)" }.joined(separator: ", "))}

        """
    }

    func grant(_ doors: [String], _ duration: String) async throws {
      for door in doors {
        try await repository.grant(
          Request("\(door)-\(duration)", door, of: "directory", duration: duration))
      }
    }

    func grant(_ doors: ClosedRange<Int>, _ duration: String) async throws {
      try await grant(doors.map { "door-\($0)" }, duration)
    }

    func run(at offset: Duration = .zero) async throws -> AccessRepository.Answer {
      try await repository.run(connector, at: .drill(offset))
    }

    /// The grants as the ledger has them, as `entitlement state`.
    func states() async throws -> [String] {
      try await repository.grants().map { "\($0.entitlement) \($0.state)" }.sorted()
    }
  }

  @Test(
    "what a program takes at once is asked at once, and nothing is given before all is taken away",
    arguments: [nil, 1, 3, 100])
  func overlap(_ places: Int?) async throws {
    let place = try await Place(places: places)
    try await place.grant(1...9, "1h")
    let limit = min(places ?? 1, 8)
    // Long enough that what may be under way at once is, on a busy machine too.
    try place.connector.scratch.write(limit > 1 ? "2" : "0.05", to: "pause")
    let begun = try await place.run()
    #expect(begun.status == 0, "\(begun)")
    #expect(try place.connector.access().count == 9)
    // Each is a process of the runner's: of a hundred places eight are taken.
    #expect(try (min(limit, 3)...limit).contains(place.connector.deeds().mostAtOnce))

    try await place.grant(1...4, "4h")
    try place.connector.scratch.write("", to: "spans")
    let next = try await place.run(at: .hours(1))
    #expect(next.status == 0, "\(next)")
    let deeds = try place.connector.deeds()
    #expect((min(limit, 3)...limit).contains(deeds.mostAtOnce))
    let lastTaken = try #require(deeds.edges.lastIndex { $0.hasPrefix("end revoke") })
    let firstGiven = try #require(deeds.edges.firstIndex { $0.hasPrefix("begin grant") })
    #expect(lastTaken < firstGiven, "\(deeds.edges)")
    let expired = (1...9).map { "door-\($0) expired" }
    #expect(try await place.states() == ((1...4).map { "door-\($0) active" } + expired).sorted())
    try await place.repository.expectRightAudit()
  }

  @Test("35: one access is never asked for twice at once, and stays as long as any grant gives it")
  func shared() async throws {
    let place = try await Place(places: 8)
    try place.connector.scratch.write("1", to: "pause")
    try await place.grant(["door-1", "side", "door-2"], "1h")
    #expect(try await place.run().status == 0)
    #expect(try place.connector.deeds().mostAtOnce == 2)
    try await place.grant(["side"], "4h")
    #expect(try await place.run().status == 0)
    try place.connector.scratch.write("", to: "spans")
    #expect(try await place.run(at: .hours(1)).status == 0)
    #expect(try place.connector.access() == ["ana.silva t1"])
    #expect(try place.connector.deeds().edges.allSatisfy { !$0.hasSuffix("revoke t1") })
    #expect(try await place.run(at: .hours(4)).status == 0)
    #expect(try place.connector.access().isEmpty)
    try await place.repository.expectRightAudit()
  }

  @Test("62: a call that hangs holds up its own grant and no other of its system")
  func hanging() async throws {
    let place = try await Place(places: 4)
    try await place.grant(1...6, "1h")
    #expect(try await place.run().status == 0)
    try await place.grant(7...8, "4h")
    try place.connector.scratch.write("t2", to: "hangs-at")
    async let running = place.run(at: .hours(1))
    let start = ContinuousClock.now
    var access: [String] = []
    // The call that hangs is given up after 30 seconds, and never before.
    while start.duration(to: .now) < .seconds(25), access != ["ana.silva t2"] {
      try await Task.sleep(for: .milliseconds(300))
      access = try place.connector.access()
    }
    #expect(access == ["ana.silva t2"], "what else was to end waited for the call that hung")
    let end = try await running
    #expect(end.status == 69 && end.description.contains("did not answer within"), "\(end)")
    let others = [1, 3, 4, 5, 6].map { "door-\($0) expired" }
    #expect(
      try await place.states()
        == (others + ["door-2 expiring", "door-7 active", "door-8 active"]).sorted())
    // The near twin: once it answers it is gone too.
    try place.connector.scratch.write("", to: "hangs-at")
    #expect(try await place.run(at: .hours(1)).status == 0)
    #expect(try place.connector.access() == ["ana.silva t7", "ana.silva t8"])
    try await place.repository.expectRightAudit()
  }

  @Test("62: where each place has a call that hangs, no more are begun")
  func allHanging() async throws {
    let place = try await Place(places: 2)
    try await place.grant(1...6, "1h")
    #expect(try await place.run().status == 0)
    try place.connector.behave(.hangs)
    try place.connector.scratch.write("", to: "calls")
    // It cannot even say how many it takes, and is asked for one.
    let end = try await place.run(at: .hours(1))
    #expect(end.status == 69, "\(end)")
    #expect(try place.connector.calls() == ["describe", "revoke"])

    try place.connector.behave(.good)
    try place.connector.scratch.write(
      (1...6).map { "t\($0)" }.joined(separator: " "), to: "hangs-at")
    try place.connector.scratch.write("", to: "calls")
    #expect(try await place.run(at: .hours(1)).status == 69)
    #expect(try place.connector.calls().filter { $0 == "revoke" }.count == 2)
    #expect(
      try await place.repository.liveGrants().map(\.state) == Array(repeating: "expiring", count: 6)
    )
    try place.connector.scratch.write("", to: "hangs-at")
    #expect(try await place.run(at: .hours(1)).status == 0)
    #expect(try place.connector.access().isEmpty)
  }
}

/// When deeds of a program's began and ended.
struct Spans {
  /// `begin` or `end`, the deed and what it was about.
  let edges: [String]

  /// How many were under way at once.
  var mostAtOnce: Int {
    var (now, most) = (0, 0)
    for edge in edges {
      now += edge.hasPrefix("begin") ? 1 : -1
      most = max(most, now)
    }
    return most
  }
}

extension FakeConnector {
  func deeds() throws -> Spans {
    let lines = String(decoding: try scratch.read("spans"), as: UTF8.self).split(separator: "\n")
    return Spans(edges: lines.map { String($0) }.filter { !$0.hasSuffix(" -") })
  }
}
