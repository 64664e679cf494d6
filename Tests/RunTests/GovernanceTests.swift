import Model
import TestSupport
import Testing

/// What becomes of runs when policies, governed files, keys or the line of commits change.
@Suite struct GovernanceTests {
  @Test("ungoverned changes: somebody must act until they are put right")
  func ungoverned() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let path = ".github/workflows/run.yaml"
    try await repository.land(try await repository.commit([.file(path, "on: push\n")], by: .nora))
    let found = try await run(repository, exits: 1, naming: .ungovernedChange)
    #expect(found.events == ["ungoverned-change"] && found.decisions.first?.path == path)
    #expect(try await run(repository, at: .drill(.hours(1)), exits: 1).decisions.isEmpty)
    // Issuing goes on meanwhile.
    let request = Request("ana-invoices")
    try await repository.grant(request)
    #expect(try await run(repository, at: .drill(.hours(1)), exits: 1).events == ["issued"])
    try await repository.land(try await repository.commit([.removal(path)], by: .nora))
    try await run(repository, at: .drill(.hours(1)))
    // With the approvals of its line it may change.
    let proposal = try await repository.commit([.file(path, "on: push\n")], by: .nora)
    try await repository.approve(proposal, by: [.mia])
    try await run(repository, at: .drill(.hours(1)))
    try await expectSound(repository)
  }

  @Test("policies that land without approvals neither loosen nor tighten nor stop anything")
  func waiting() async throws {
    let repository = try await AccessRepository()
    let early = Request("ben-early", for: "ben.cole", duration: "1h")
    try await repository.grant(early, by: .ben, approvedBy: [.tom])
    try await run(repository)
    let good = Policies().texts["policies/rules/third-parties.yaml"] ?? ""
    let rule = "policies/rules/third-parties.yaml"
    try await repository.land(
      try await repository.commit([.file(rule, good + "# looser\n")], by: .nora))
    let waiting = try await run(repository, exits: 1, naming: .policyNotAccepted)
    #expect(waiting.events.isEmpty && waiting.state == "running", "\(waiting)")
    // Everybody goes on meanwhile.
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let issued = try await run(
      repository, at: .drill(.minutes(30)), exits: 1, naming: .policyNotAccepted)
    #expect(issued.events == ["issued"])
    let ended = try await run(repository, at: .drill(.hours(1)), exits: 1)
    #expect(ended.events == ["expired"])
    // Nothing to do, and it is still said.
    let still = try await run(
      repository, at: .drill(.hours(1)), exits: 1, naming: .policyNotAccepted)
    #expect(still.decisions.isEmpty)
    try await repository.land(try await repository.commit([.file(rule, good)], by: .nora))
    let back = try await run(repository, at: .drill(.hours(2)))
    #expect(back.events.isEmpty && back.state == "running")
    #expect(try await repository.grant(of: request)?.start == .drill(.minutes(30)))
    try await expectSound(repository)
  }

  @Test("a foxtrot merge approves nothing, and the mainline goes on from it")
  func foxtrot() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let landed = try await repository.land(try await repository.commit([.file("a", "b")]))
    try await run(repository)
    // `git pull` on the branch, then a push: the mainline is the second parent.
    try await repository.land(
      try await repository.merge(landed, into: proposal, by: .priya))
    let foxtrot = try await run(repository)
    #expect(foxtrot.events == ["pending"])
    #expect(foxtrot.decisions.first?.reasons.map(\.code).contains(.foxtrotMerge) == true)
    let next = Request("ben-read", for: "ben.cole")
    try await repository.grant(next, by: .ben, approvedBy: [.tom])
    #expect(try await run(repository).events == ["issued"])
    let audit = try await expectSound(repository)
    #expect(audit.commits == 3)
  }

  @Test(
    "a rewound mainline halts issuing until it holds the old line again", arguments: [true, false])
  func rewound(_ isMerged: Bool) async throws {
    let repository = try await AccessRepository()
    let early = Request("ben-early", for: "ben.cole", duration: "1h")
    let old = try await repository.grant(early, by: .ben, approvedBy: [.tom])
    try await run(repository)
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request, on: repository.anchor)
    let other = try await repository.land(
      try await repository.merge(proposal, into: repository.anchor, by: .priya))
    let halted = try await run(
      repository, at: .drill(.minutes(5)), exits: 77, naming: .rewoundMainline)
    #expect(halted.state == "halted")
    // A grant whose request the mainline lost is revoked; nothing new is issued.
    #expect(!halted.events.contains("issued"), "\(halted.events)")
    let still = try await run(
      repository, at: .drill(.hours(2)), exits: 77, naming: .rewoundMainline)
    #expect(!still.events.contains("issued"))
    // However often it runs, a halted run with nothing to do writes nothing.
    let before = try await repository.contents()
    try await run(repository, at: .drill(.hours(2)), exits: 77, naming: .rewoundMainline)
    #expect(try await repository.contents() == before)
    #expect(
      try await repository.recorded().allSatisfy { ["expired", "revoked"].contains($0.state) })

    try await repository.land(
      isMerged ? try await repository.merge(old, into: other, by: .priya) : old)
    let healed = try await run(repository, at: .drill(.hours(2)))
    #expect(healed.state == "running" && !healed.events.contains("issued"))
    let next = Request("nora-read", for: "nora.lind")
    try await repository.grant(next, by: .nora, approvedBy: [.tom])
    #expect(try await run(repository, at: .drill(.hours(2))).events == ["issued"])
    try await expectSound(repository)
  }

  @Test(
    "the processor's key changes by an accepted policy: the old one finishes, the new one goes on")
  func keyRotation() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.amend([repository.settings(processor: .nextProcessor)])
    let early = Request("ben-early", for: "ben.cole", duration: "1h")
    try await repository.grant(early, by: .ben, approvedBy: [.tom])
    // The new key signs nothing before the old one has recorded its acceptance.
    let tooSoon = try await repository.run(key: .nextProcessor)
    try expect(tooSoon, exits: 77)
    let last = try await run(repository)
    #expect(last.events == ["policy-accepted", "issued"])
    try await expectSound(repository)

    let request = Request("ana-invoices")
    try await repository.grant(request)
    let before = try await repository.contents()
    let old = try await repository.run()
    try expect(old, exits: 77)
    #expect(try await repository.ledgerTip() == last.ledger, "\(old)")
    #expect(try await repository.contents()[0] == before[0])
    let new = try await run(repository, key: .nextProcessor)
    #expect(new.events == ["issued"])
    let end = try await run(repository, at: .drill(.hours(1)), key: .nextProcessor)
    #expect(end.events == ["expired"])
    try await expectSound(repository)
    // And back again.
    try await repository.amend([repository.settings(processor: .processor)])
    let back = try await run(repository, at: .drill(.hours(1)), key: .nextProcessor)
    #expect(back.events == ["policy-accepted"])
    try await repository.land(try await repository.commit([.file("README.md", "More.\n")]))
    try await run(repository, at: .drill(.hours(1)))
    try await expectSound(repository)
  }

  @Test("odd dates never bring back a signature that the mainline had before")
  func replayedOwnSignature() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    // Nora gives herself a second key, as she may; later it is taken away again.
    var more = Person.nora
    more.keys.append(Person.Key(.stranger))
    let file = FileChange.file(more.path, more.yaml(repository.keys))
    let own = try await repository.commit([file], by: .nora, signed: .own)
    try await repository.approve(own, by: [.kim])
    #expect(try await run(repository).events == ["policy-accepted"])
    let less = FileChange.file(Person.nora.path, Person.nora.yaml(repository.keys))
    try await repository.land(
      try await repository.commit(
        [.file("README.md", "Old.\n")], by: .nora, at: Instant(clampingSeconds: 1)))
    try await repository.amend([less], by: [.lena])
    #expect(try await run(repository).events == ["policy-accepted"])

    // A search by dates takes her commit, behind one of 1970, for a new one.
    let tip = try await repository.tip()
    let restored = try await repository.commit([file], on: tip, by: .kim)
    let replay = try await repository.commit(
      tree: "\(restored)^{tree}", parents: [tip, own], by: .kim, signed: .unsigned)
    try await repository.land(try await repository.merge(replay, by: .lena))
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    try await expectSound(repository)
  }
}
