import Model
import TestSupport
import Testing

/// Connectors that do what they should, and connectors that die, lie and talk nonsense.
@Suite struct ExecThreats {
  private let request = Request("ana", "read", of: "directory", duration: "1h")

  @Test("a window is access on the target, from its start to its end")
  func window() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    let begun = try await repository.run(connector)
    #expect(begun.status == 0, "\(begun)")
    #expect(try connector.access() == ["ana.silva readers"])
    #expect(try await repository.states() == ["active: issued activated"])
    let idle = try await repository.run(connector, at: .drill(.minutes(30)))
    #expect(idle.status == 0, "\(idle)")
    #expect(try connector.calls() == ["grant", "list"], "nothing is asked where nothing is open")

    let ended = try await repository.run(connector, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try connector.access().isEmpty)
    #expect(
      try await repository.states() == ["expired: issued activated expiring expired"])
    try await repository.expectRightAudit()
    let log = try await repository.sandbox.git("log", "--format=%s", "-4", "countersign/ledger")
    #expect(
      log.split(separator: "\n") == [
        "Expire ana.silva on directory/read", "Begin to expire ana.silva on directory/read",
        "Activate ana.silva on directory/read",
        "Issue directory/read to ana.silva until 2026-11-21T13:00:00Z",
      ])
  }

  @Test(
    "72: what has an id is found by that, whatever it is called by now",
    arguments: TargetMove.allCases)
  func moved(_ move: TargetMove) async throws {
    try await TargetThreats(
      try FakeConnector(identifies: true), request, gives: ["ana.silva readers"]
    ).moved(move)
  }

  @Test("72: what was made anew is not what was given")
  func remade() async throws {
    try await TargetThreats(
      try FakeConnector(identifies: true), request, gives: ["ana.silva readers"]
    ).remade(targetKnows: true)
  }

  @Test("72: what others gave to others stays, and is found")
  func foreign() async throws {
    try await TargetThreats(
      try FakeConnector(identifies: true), request, gives: ["ana.silva readers"]
    ).foreign()
  }

  @Test("72: what somebody else gives beside it is not ours to take, and keeps it open")
  func beside() async throws {
    try await TargetThreats(
      try FakeConnector(identifies: true), request, gives: ["ana.silva readers"]
    ).beside(isOne: false)
  }

  @Test("what is scheduled reaches the target when it begins")
  func scheduled() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    var later = request
    later.starts = "2026-11-21T14:00:00Z"
    try await repository.grant(later)
    #expect(try await repository.run(connector).status == 0)
    #expect(try connector.calls().isEmpty)
    #expect(try await repository.run(connector, at: .drill(.hours(2))).status == 0)
    #expect(try connector.access() == ["ana.silva readers"])
    #expect(try await repository.states() == ["active: issued issuing activated"])
    try await repository.expectRightAudit()
  }

  @Test("revoked is what the target has confirmed")
  func revoked() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    try await repository.run(connector)
    try await repository.land(
      try await repository.commit([.removal(request.path)], by: .nora))
    try connector.behave(.refuses)
    let open = try await repository.run(connector)
    #expect(open.status == 69, "\(open)")
    #expect(open.description.contains("the directory is read-only"), "\(open)")
    #expect(try await repository.states() == ["revoking: issued activated revoking"])
    try connector.behave(.good)
    #expect(try await repository.run(connector).status == 0)
    #expect(try connector.access().isEmpty)
    let grant = try #require(try await repository.grants().first)
    #expect(grant.state == "revoked")
    #expect(grant.history.last?.reasons.map(\.code) == [.requestDeleted])
    try await repository.expectRightAudit()
  }

  @Test(
    "38: a connector that fails leaves the grant open",
    arguments: FakeConnector.failing)
  func failing(_ behaviour: TargetBehaviour) async throws { try await threats().failing(behaviour) }

  @Test("38: access that is still listed is never reported as gone")
  func stillListed() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    try await repository.run(connector)
    try connector.behave(.listsAll)
    let end = try await repository.run(connector, at: .drill(.hours(2)))
    #expect(end.status == 69, "\(end)")
    #expect(end.description.contains("still lists the access"), "\(end)")
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
  }

  @Test("38: one system's connector holds up no other system's grants")
  func othersGoOn() async throws {
    let (broken, good) = (try FakeConnector(), try FakeConnector())
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] = AccessRepository.directory(broken)
    policies.texts["policies/systems/registry.yaml"] = AccessRepository.directory(good)
    let repository = try await AccessRepository(policies)
    try broken.behave(.diesBefore)
    try await repository.grant(request)
    try await repository.grant(Request("ana", "read", of: "registry", duration: "1h"))
    let run = try await repository.run(
      ["--allow-connector", broken.program, "--allow-connector", good.program])
    #expect(run.status == 69, "\(run)")
    #expect(try await repository.liveGrants().map(\.state).sorted() == ["active", "issuing"])
    #expect(try good.access() == ["ana.silva readers"])
  }

  @Test("35: the end of one grant does not take away what another still gives")
  func overlapping() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    try await repository.grant(Request("ana-longer", "read", of: "directory", duration: "2h"))
    #expect(try await repository.run(connector).status == 0)
    #expect(try connector.access() == ["ana.silva readers"])
    #expect(try await repository.run(connector, at: .drill(.minutes(90))).status == 0)
    #expect(try connector.access() == ["ana.silva readers"])
    #expect(try await repository.liveGrants().count == 1)
    #expect(!(try connector.calls().contains("revoke")))
    #expect(try await repository.run(connector, at: .drill(.minutes(121))).status == 0)
    #expect(try connector.access().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("35: where a target keeps grants apart, each end takes its own away and nothing else")
  func keptApart() async throws {
    let connector = try FakeConnector()
    try connector.behave(.keepsApart)
    let repository = try await connector.repository()
    try await repository.grant(request)
    try await repository.grant(Request("ana-longer", "read", of: "directory", duration: "2h"))
    #expect(try await repository.run(connector).status == 0)
    #expect(try connector.access().count == 2)
    #expect(try await repository.run(connector, at: .drill(.minutes(90))).status == 0)
    let longer = try #require(try await repository.liveGrants().first)
    #expect(try connector.access() == ["ana.silva readers \(longer.id)"])
    #expect(try await repository.run(connector, at: .drill(.minutes(121))).status == 0)
    #expect(try connector.access().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("32: a run is killed while its connector works: the next one finishes", arguments: 1...6)
  func killed(_ tenths: Int) async throws {
    try await threats().killed(after: Double(tenths) / 10)
  }

  @Test("31: runs at the same time give and take once, and all of them can end in peace")
  func racing() async throws { try await threats().racing() }

  @Test("31: what a slow run gives after a faster one took it away is taken back")
  func overtaken() async throws { try await threats().overtaken(during: "grant") }

  private func threats() throws -> TargetThreats<FakeConnector> {
    TargetThreats(try FakeConnector(), request, gives: ["ana.silva readers"])
  }

  @Test("38: a connector that hangs is killed, and what it was to do stays open")
  func hanging() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    try connector.behave(.hangs)
    let run = try await repository.run(connector)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("did not answer within"), "\(run)")
    #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
  }

  @Test("a runner starts no program that its owner did not name")
  func notAllowed() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    let run = try await repository.run()
    #expect(run.status == 69, "\(run)")
    #expect(try connector.calls().isEmpty)
    #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
    // Whoever answers for the runner lets it, as printed.
    let printed = #/let it: (--allow-connector \S+), or/#
    let options = try #require(run.description.firstMatch(of: printed)?.output.1)
    let allowed = try await repository.run(
      at: .drill(), options.split(separator: " ").map(String.init))
    #expect(allowed.status == 0, "\(allowed)")
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
  }

  @Test("what gave the access takes it away, whatever the policy says by then")
  func changedConnector() async throws {
    let (old, new) = (try FakeConnector(), try FakeConnector())
    let repository = try await old.repository()
    try await repository.grant(request)
    try await repository.run(old)
    let change = try await repository.commit(
      [
        .file(
          "policies/systems/directory.yaml",
          AccessRepository.directory(new, eligible: "class:employee"))
      ], by: .nora)
    try await repository.approve(change, by: [.mia, .leo])
    let run = try await repository.run(
      ["--allow-connector", old.program, "--allow-connector", new.program])
    #expect(run.status == 0, "\(run)")
    #expect(try await repository.grants().map(\.state) == ["revoked"])
    #expect(try old.access().isEmpty)
    #expect(try new.calls().isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("49: a ledger that is replaced has what the old one gave taken away")
  func replacedLedger() async throws {
    let connector = try FakeConnector()
    let repository = try await connector.repository()
    try await repository.grant(request)
    try await repository.run(connector)
    #expect(try connector.access() == ["ana.silva readers"])
    let (old, tip) = (try await repository.ledgerTip(), try await repository.tip())
    let run = try await repository.countersign(
      try repository.runArguments(
        anchor: tip,
        ["--replace-ledger", old, "--drill", "--allow-connector", connector.program]))
    #expect(run.status == 0, "\(run)")
    #expect(try connector.access().isEmpty)
    let audit = try await repository.countersign([
      "audit", "--repository", repository.sandbox.path, "--anchor", tip,
    ])
    #expect(audit.status == 0, "\(audit)")
  }
}
