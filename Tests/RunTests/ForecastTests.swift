import Model
import TestSupport
import Testing

/// What is foretold is what happens: worlds from seeds, in which `check`, `explain` and `offboard` say what a run will
/// decide, and then the run decides it.
@Suite struct ForecastTests {
  /// What `check` and `explain` print of one request.
  private struct Foretold: Decodable {
    struct Item: Decodable {
      struct Evaluation: Decodable { let verdict: String }
      let path: String
      let evaluation: Evaluation?
      let reasons: [AccessRepository.Reason]
    }
    let requests: [Item]
    let ok: Bool
  }

  private struct Explained: Decodable {
    let path: String
    let outlook: String?
    let reasons: [AccessRepository.Reason]
  }

  /// What has happened before anybody asks: each world has some of it.
  private enum Trouble: CaseIterable {
    case subjectSuspended, sponsorSuspended, approverSuspended, waiting, held, heldByOther, pathUsed
  }

  /// The codes that speak of approvals, which the merge that lands a branch may bring.
  private static let ofApprovals: Set<ReasonCode> = [
    .shortOfApprovals, .notAnApprover, .selfApproval, .authorApproval, .unsignedMerge, .unknownKey,
  ]

  private func suspend(_ person: Person, in repository: AccessRepository) async throws {
    var person = person
    person.status = "suspended"
    let file = FileChange.file(person.path, person.yaml(repository.keys))
    try await repository.land(try await repository.commit([file], by: .leo))
  }

  private func bring(
    _ trouble: Trouble, to repository: AccessRepository, _ request: Request, at now: Instant
  ) async throws {
    switch trouble {
    case .subjectSuspended: try await suspend(.ana, in: repository)
    case .sponsorSuspended: try await suspend(.priya, in: repository)
    case .approverSuspended: try await suspend(.tom, in: repository)
    case .waiting:
      try await repository.land(
        try await repository.commit(
          [.file("policies/groups/dba.yaml", "members: [priya.nair, tom.berg, leo.ruiz]\n")],
          by: .leo))
    case .held: try await repository.grant(Request("held", duration: "8h"))
    case .heldByOther:
      try await repository.grant(
        Request("other", for: "ben.cole"), by: .ben, approvedBy: [.tom])
    case .pathUsed:
      try await repository.land(try await repository.propose(request, by: .ana))
      try await repository.run(at: now)
      try await repository.land(
        try await repository.commit([.removal(request.path)], by: .tom))
    }
    if trouble != .held { try await repository.run(at: now) }
  }

  @Test(
    "check and explain say of a request what the run then decides",
    arguments: 1...24 as ClosedRange<UInt64>)
  func requests(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let repository = try await AccessRepository()
    let now = Instant.drill()
    try await repository.run()
    var request = Request(
      "asked", ["read-only", "read-only", "superuser", "nothing"].randomElement(using: &random)!,
      for: ["ana.silva", "ana.silva", "ben.cole", "nobody"].randomElement(using: &random)!,
      duration: ["30m", "8h", "9h"].randomElement(using: &random)!)
    if Int.random(in: 0..<4, using: &random) == 0 { request.ticket = nil }
    let count = Int.random(in: 0...2, using: &random)
    let troubles = Trouble.allCases.shuffled(using: &random).prefix(count)
    for trouble in troubles { try await bring(trouble, to: repository, request, at: now) }
    let world: Comment = "seed \(seed): \(troubles) \(request.text)"

    let branch = try await repository.propose(request, by: .ana, signed: .own)
    let anchor = ["--anchor", repository.anchor, "--format", "json", "--now", "\(now)"]
    let check = try await repository.countersign(["check", branch] + anchor)
    let foretold = try #require(try check.decoded(Foretold.self).requests.first, world)

    // Somebody without a say lands it, so that nothing but the request decides.
    let stranger = try await repository.sandbox.makeKey("stranger")
    try await repository.land(
      try await repository.merge(branch, by: .leo, signed: .key(stranger)))
    let explained = try #require(
      try await repository.countersign(["explain", request.path] + anchor)
        .decoded([Explained].self).last, world)
    let run = try await repository.run(at: now)
    let decided = try run.decoded(RunAnswer.self).decisions.last {
      $0.request?.path == request.path
    }
    let outcome = try #require(decided?.event, world)

    func telling(_ reasons: [AccessRepository.Reason]) -> Set<ReasonCode> {
      Set(reasons.map(\.code)).subtracting(Self.ofApprovals)
    }
    #expect(explained.outlook == outcome, world)
    #expect(telling(explained.reasons).isSuperset(of: telling(decided?.reasons ?? [])), world)
    #expect(telling(foretold.reasons).isSuperset(of: telling(decided?.reasons ?? [])), world)
    if outcome == "refused" {
      #expect(check.status == 1, world)
      #expect(telling(foretold.reasons) == telling(decided?.reasons ?? []), world)
    } else {
      #expect(outcome == "pending", world)
    }
  }

  @Test("offboard says what the next run revokes", arguments: 1...8 as ClosedRange<UInt64>)
  func offboarding(seed: UInt64) async throws {
    struct Draft: Decodable {
      struct Revoked: Decodable { let id: String }
      let revoked: [Revoked]?
      let commit: String
    }
    var random = SplitMix64(seed: seed)
    let repository = try await AccessRepository()
    try await repository.run()
    for (name, subject, author, approver) in [
      ("one", "ana.silva", Person.ana, Person.priya), ("two", "ben.cole", .ben, .tom),
      ("three", "nightly-export", .tom, .tom),
    ] where Int.random(in: 0..<4, using: &random) != 0 {
      try await repository.grant(
        Request(name, for: subject), by: author, approvedBy: [approver])
    }
    try await repository.run()
    let who = [Person.ana, .ben, .priya, .tom].randomElement(using: &random)!
    for (name, value) in [
      ("user.name", "lena.frost"), ("user.email", "lena.frost@corp.example"),
      ("gpg.format", "ssh"), ("user.signingkey", try repository.key(.lena).path),
    ] {
      _ = try await repository.sandbox.git("config", name, value)
    }
    let answer = try await repository.countersign([
      "offboard", who.id, "--anchor", repository.anchor, "--format", "json", "--now",
      "\(Instant.drill())",
    ])
    try expect(answer, exits: 0)
    let draft = try answer.decoded(Draft.self)
    try await repository.land(draft.commit)
    let run = try await repository.run()
    let revoked = try run.decoded(RunAnswer.self).decisions.filter { $0.event == "revoked" }
    #expect(
      Set(draft.revoked?.map(\.id) ?? []) == Set(revoked.compactMap(\.grant)),
      "seed \(seed): \(who.id)")
  }
}
