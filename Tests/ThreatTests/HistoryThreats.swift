import Model
import TestSupport
import Testing

@Suite struct HistoryThreats {
  @Test("14: the mainline is rewound: nothing is issued, what ends still ends")
  func rewound() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let old = try await repository.grant(request)
    try await run(repository)
    let live = try await expectAccess(request.path, in: repository)

    try await repository.land(repository.anchor)
    let sneaked = Request("nora-read", for: "nora.lind")
    try await repository.grant(sneaked, by: .nora, approvedBy: [.tom])
    let rewound = try await repository.tip()
    try await run(repository, at: .drill(.hours(9)), exits: 77, naming: .rewoundMainline)
    let ended = try #require(try await repository.grants().first { $0.id == live.id })
    #expect(["expired", "revoked"].contains(ended.state))
    #expect(try await repository.liveGrants().isEmpty)
    #expect(try await repository.status().state == "halted")

    // The old tip is an ancestor again: the run goes on, and judges what was pushed meanwhile.
    try await repository.land(
      try await repository.merge(rewound, into: old, by: .tom))
    try await run(repository, at: .drill(.hours(9)))
    let twin = Request("nora-again", for: "nora.lind", of: "ledger-db")
    try await repository.grant(twin, by: .nora, approvedBy: [.tom])
    try await run(repository, at: .drill(.hours(9)))
    try await expectAccess(twin.path, in: repository)
  }

  @Test("14: a mainline that is force-pushed to another history")
  func forcePushed() async throws {
    let repository = try await AccessRepository()
    let first = Request("ana-invoices")
    let old = try await repository.grant(first)
    try await run(repository)
    let other = try await repository.sandbox.importCommit(
      repository.policies.files(repository.keys).map { FileChange.file($0, $1) }, on: nil,
      by: Person.nora.git, at: .drill(.hours(-1)))
    try await repository.land(other)
    let sneaked = Request("nora-read", for: "nora.lind")
    try await repository.grant(sneaked, by: .nora, approvedBy: [.tom])
    try await run(repository, exits: 77, naming: .rewoundMainline)
    #expect(try await repository.status()[sneaked.path] == nil)

    try await repository.land(old)
    try await expectUnharmed(repository)
  }

  /// Ways to have an old approval count again.
  enum Revival: CaseIterable {
    case readded, copied, revertOfRevert
  }

  @Test("19: an approved request is added again", arguments: Revival.allCases)
  func reused(_ revival: Revival) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "2h")
    let landing = try await repository.grant(request)
    try await run(repository)
    try await repository.land(try await repository.commit([.removal(request.path)], by: .nora))
    try await run(repository, at: .drill(.minutes(5)))

    var again = request
    let tip = try await repository.tip()
    switch revival {
    case .readded:
      try await repository.grant(request)
    case .revertOfRevert:
      // What `git revert` of the removal makes, merged by the reviewer.
      let reverted = try await repository.commit(
        tree: "\(landing)^{tree}", parents: [tip], "Revert \"Revert\"\n", by: .ana,
        signed: .unsigned)
      try await repository.approve(reverted, by: [.priya])
    case .copied:
      again.name = "ana-copy"
      try await repository.land(
        try await repository.merge(
          try await repository.propose(again), by: .nora, signed: .unsigned))
    }
    try await run(repository, at: .drill(.minutes(10)))
    if revival == .copied {
      try await expectNoAccess(again.path, in: repository, "pending", [.shortOfApprovals])
      try await repository.approveLate(try await repository.tip(), by: .priya)
      try await run(repository, at: .drill(.minutes(10)))
      try await expectAccess(again.path, in: repository)
    } else {
      try await expectNoAccess(again.path, in: repository, "refused", [.requestReused])
    }
    try await expectUnharmed(repository, at: .drill(.minutes(10)))
  }

  @Test("19: a pending request is changed and changed back")
  func changedBack() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let first = try await repository.land(try await repository.propose(request))
    try await run(repository)
    try await repository.land(
      try await repository.commit([request.asking("export").file]))
    try await run(repository)
    let back = try await repository.grant(request)
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.requestReused])
    // Nor does approving what landed first, or last, bring it back.
    try await repository.approveLate(first, by: .priya)
    try await repository.approveLate(back, by: .priya)
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.requestReused])
    try await expectUnharmed(repository)
  }

  @Test("19: a request that stood at the anchor is used up")
  func stoodAtAnchor() async throws {
    let request = Request("ana-invoices")
    let repository = try await AccessRepository(extra: [request.file])
    try await repository.land(try await repository.commit([.removal(request.path)], by: .nora))
    try await repository.grant(request)
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.requestReused])
    try await expectUnharmed(repository)
  }

  /// What happens to a live request's file.
  enum Fate: CaseIterable {
    case edited, deleted, renamed, madeExecutable, neighbourEdited
  }

  @Test("20: a live request is edited or deleted on the mainline", arguments: Fate.allCases)
  func liveRequestChanged(_ fate: Fate) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "2h")
    try await repository.grant(request)
    try await run(repository)
    let grant = try await expectAccess(request.path, in: repository)

    var renamed = request
    renamed.name = "ana-renamed"
    let changes: [FileChange] =
      switch fate {
      case .edited: [request.asking("superuser").file]
      case .deleted: [.removal(request.path)]
      case .renamed: [.removal(request.path), renamed.file]
      case .madeExecutable: [.file(request.path, request.text, mode: "100755")]
      case .neighbourEdited: [.file("README.md", "New.\n")]
      }
    try await repository.land(try await repository.commit(changes, by: .nora))
    try await run(repository, at: .drill(.minutes(5)))
    let after = try #require(try await repository.grants().first { $0.id == grant.id })
    switch fate {
    case .edited: #expect(after.revocationCodes == [.requestEdited])
    case .deleted: #expect(after.revocationCodes == [.requestDeleted])
    case .renamed:
      #expect(after.revocationCodes == [.requestDeleted])
      try await expectNoAccess(renamed.path, in: repository, "pending", [.shortOfApprovals])
    case .madeExecutable: #expect(after.state == "revoked")
    case .neighbourEdited: #expect(after.state == "active")
    }
    try await expectUnharmed(repository, at: .drill(.minutes(5)))
  }

  @Test("39: the anchor is missing, unknown, no mainline commit, or not the ledger's")
  func anchors() async throws {
    let repository = try await AccessRepository()
    try await repository.grant(Request("ana-invoices"))
    let side = try await repository.commit(
      [.file("README.md", "x\n")], on: repository.anchor, by: .nora)
    let key = try repository.key(.processor).path
    let none = try await repository.countersign(["run", "--key", key, "--first-run"])
    #expect(none.status == 77 && none.names(.noAnchor), "\(none)")
    let absent = String(repeating: "12", count: 20)
    for anchor in [absent, side] {
      let answer = try await repository.countersign(
        repository.runArguments(anchor: anchor, first: true))
      #expect(answer.status == 77 && answer.names(.noAnchor), "\(answer)")
    }
    #expect(try await repository.sandbox.git("for-each-ref", "refs/heads/countersign") == "")

    try await run(repository)
    let another = try await repository.countersign(
      repository.runArguments(anchor: try await repository.tip()))
    #expect(another.status == 77, "\(another)")
    try await expectUnharmed(repository)
  }
}
