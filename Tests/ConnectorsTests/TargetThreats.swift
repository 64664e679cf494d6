import Model
import TestSupport
import Testing

/// What each kind of target is held against (THREATS rows 31, 32 and 38).
struct TargetThreats<Target: TestTarget> {
  let target: Target
  let request: Request
  /// What the target shows while the request is granted.
  let given: [String]

  init(_ target: Target, _ request: Request, gives given: [String]) {
    (self.target, self.request, self.given) = (target, request, given)
  }

  /// What it has not done, or not said, leaves the grant open until it is good again.
  func failing(_ behaviour: TargetBehaviour) async throws {
    let repository = try await target.repository()
    try await repository.grant(request)
    try target.behave(behaviour)
    for _ in 1...2 {
      let run = try await repository.run(target)
      #expect(run.status == 69, "\(run)")
      #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
    }
    // The next run that can finishes it, however far the last one came.
    try target.behave(.good)
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
    #expect(try await target.access() == given)

    try target.behave(behaviour)
    let end = try await repository.run(target, at: .drill(.hours(2)))
    #expect(end.status == 69, "\(end)")
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try target.behave(.good)
    #expect(try await repository.run(target, at: .drill(.hours(2))).status == 0)
    #expect(try await repository.liveGrants().isEmpty)
    #expect(try await target.access().isEmpty)
    try await repository.expectRightAudit()
  }

  /// A run that is killed `seconds` after its start is finished by the next one.
  func killed(after seconds: Double) async throws {
    let repository = try await target.repository()
    try await repository.run(target)
    try await repository.grant(request)
    func kill(at now: Instant) async throws {
      _ = try await runProgram(
        "timeout",
        ["-s", "KILL", "\(seconds)", AccessRepository.program] + repository.runArguments(at: now),
        in: repository.sandbox.scratch.path,
        environment: repository.sandbox.environment().merging(target.environment) { $1 })
    }
    try await kill(at: .drill())
    let next = try await repository.run(target)
    #expect(next.status == 0, "\(next)")
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
    #expect(try await target.access() == given)
    let issued = try await repository.sandbox.git(
      "log", "--format=%H", "--grep=^Event: issued$", "countersign/ledger")
    #expect(issued.split(separator: "\n").count == 1)
    try await kill(at: .drill(.hours(1)))
    let last = try await repository.run(target, at: .drill(.hours(1)))
    #expect(last.status == 0, "\(last)")
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    #expect(try await target.access().isEmpty)
    try await repository.expectRightAudit()
  }

  /// Runs at the same time give and take once, and all of them can end in peace.
  func racing() async throws {
    let repository = try await target.repository()
    try await repository.run(target)
    try await repository.grant(request)
    for (now, state, access) in [
      (Instant.drill(), "active: issued activated", given),
      (.drill(.hours(1)), "expired: issued activated expiring expired", []),
    ] {
      let answers = try await withThrowingTaskGroup(of: AccessRepository.Answer.self) { group in
        for _ in 0..<4 { group.addTask { try await repository.run(target, at: now) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.allSatisfy { [0, 75].contains($0.status) }, "\(answers)")
      #expect(try await repository.states() == [state])
      #expect(try await target.access() == access)
    }
    try await repository.expectRightAudit()
  }

  /// What a slow run gives after a faster one took it away is taken back.
  ///
  /// - Parameter call: What the slow run has asked the target's program for by then, and nothing else.
  func overtaken(during call: String) async throws {
    let repository = try await target.repository()
    try await repository.run(target)
    try await repository.grant(request)
    try target.behave(.slowToGrant)
    async let slow = repository.run(target)
    for _ in 0..<6000 where try target.calls().isEmpty {
      try await Task.sleep(for: .milliseconds(10))
    }
    let first = try target.calls()
    #expect(first == [call])
    try target.behave(.good)
    try await repository.land(
      try await repository.commit([.removal(request.path)], by: .nora))
    let fast = try await repository.run(target)
    #expect(fast.status == 0, "\(fast)")
    #expect(try await repository.grants().map(\.state) == ["revoked"])
    try target.scratch.write("", to: "go")
    let overtaken = try await slow
    // On a machine that is so busy that the slow program was given up, the next run looks again.
    #expect([0, 69].contains(overtaken.status), "\(overtaken)")
    if overtaken.status == 69 { #expect(try await repository.run(target).status == 0) }
    #expect(try await repository.grants().map(\.state) == ["revoked"])
    let calls = try target.calls()
    #expect(try await target.access().isEmpty, "given after it was taken away: \(calls)")
    try await repository.expectRightAudit()
  }
}

extension TargetThreats where Target: MovingTarget {
  /// Access is found whatever it is called by now, by `discover` too, and is gone before it is called so.
  func moved(_ move: TargetMove) async throws {
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
    try await target.move(move)
    let found = try await repository.discover(target)
    #expect(!found.description.contains("missing"), "\(found)")
    #expect(try await !target.left().isEmpty)

    // As long as its end is not carried out, the ledger calls it nothing else.
    try target.behave(.lies)
    let lied = try await repository.run(target, at: .drill(.hours(1)))
    #expect(lied.status == 69, "\(lied)")
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    #expect(try await !target.left().isEmpty)
    try target.behave(.good)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    #expect(try await target.left().isEmpty)
    try await repository.expectRightAudit()
  }

  /// What an administrator gives to somebody else is found, is nobody's to take, and stays.
  func foreign() async throws {
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    let ours = try await target.left()
    try await target.give(to: .another)
    let others = try await target.left().filter { !ours.contains($0) }
    #expect(others.count == 1)
    let found = try await repository.discover(target)
    #expect(found.status == 1 && found.description.contains("standing"), "\(found)")
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.left() == others)
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await repository.expectRightAudit()
  }

  /// What an administrator gives to the holder beside ours keeps the grant open until they take it; where the
  /// target has it once, whoever gave it, it goes with ours.
  func beside(isOne: Bool) async throws {
    let repository = try await target.repository()
    if isOne { try await target.give(to: .holder) }
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    if !isOne {
      try await target.give(to: .holder)
      for _ in 1...2 {
        let open = try await repository.run(target, at: .drill(.hours(1)))
        #expect(open.status == 69, "\(open)")
        #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
        #expect(try await target.left().count == 1)
      }
      try await target.takeByHand()
    }
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.left().isEmpty)
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await repository.expectRightAudit()
  }

  /// What was dropped and made anew under the same name holds nothing of what was given; where the target cannot
  /// tell, a person has to.
  func remade(targetKnows: Bool) async throws {
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    try await target.remake()
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == (targetKnows ? 0 : 69), "\(ended)")
    #expect(try await target.left().isEmpty)
    if !targetKnows {
      #expect(ended.description.contains("as far as this runner may see"), "\(ended)")
      let grant = try #require(try await repository.liveGrants().first)
      #expect(grant.state == "expiring")
      let work = try await repository.commit(
        [.file("reviews/gone.yaml", "grant: \(grant.id)\nconfirms: taken\n")], by: .nora)
      try await repository.approve(work, by: [.priya])
      let signed = try await repository.run(target, at: .drill(.hours(1)))
      #expect(signed.status == 0, "\(signed)")
    }
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await repository.expectRightAudit()
  }
}

extension AccessRepository {
  /// The states of all grants, with the events of each.
  func states() async throws -> [String] {
    try await grants().sorted { $0.request.path < $1.request.path }.map { grant in
      "\(grant.state): " + grant.history.map(\.event).joined(separator: " ")
    }
  }

  func expectRightAudit(
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let audit = try await audit()
    #expect(audit.status == 0, "\(audit)", sourceLocation: sourceLocation)
  }
}
