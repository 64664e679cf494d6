import Model
import TestSupport
import Testing

/// Access that people give and take away by hand, and confirm by a signed merge.
@Suite struct ManualThreats {
  private let request = Request("ana", "read", of: "vendor", duration: "1h")

  private static let vendor = """
    description: The vendor's console
    owner: group:security
    plane: data
    entitlements:
      read:
        risk: low
        eligible: [class:contractor, person:tom.berg]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
    connector:
      type: manual
      runbook:
        give: |
          ::error::Users, then Groups, then Readers: add them.
          Event: issued
        take: Remove them from Readers.
      assignees: [group:dba]
      remind_every: 12h

    """

  private func repository() async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/systems/vendor.yaml"] = Self.vendor
    return try await AccessRepository(policies)
  }

  /// Lands a file of `reviews/`, written by `author` and merged by `person`.
  private func confirm(
    _ deed: String, _ grant: String, by person: Person, writing author: Person? = nil,
    signed: AccessRepository.Signing = .own, name: String = "one",
    in repository: AccessRepository
  ) async throws {
    let draft = try await repository.commit(
      [.file("reviews/\(name).yaml", "grant: \(grant)\nconfirms: \(deed)\n")], by: author ?? person)
    try await repository.land(
      try await repository.merge(draft, by: person, signed: signed))
  }

  private func issued(_ repository: AccessRepository) async throws -> String {
    try await repository.grant(request)
    let run = try await repository.run()
    #expect(run.status == 0, "\(run)")
    return try #require(try await repository.grants().first?.id)
  }

  @Test("a window is access from one signed merge to the other, and audits recompute both")
  func window() async throws {
    let repository = try await repository()
    let grant = try await issued(repository)
    #expect(try await repository.states() == ["issuing: issued"])
    try await confirm("given", grant, by: .tom, writing: .priya, in: repository)
    #expect(try await repository.run(at: .drill(.minutes(10))).status == 0)
    #expect(try await repository.states() == ["active: issued activated"])
    let ended = try await repository.run(at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await repository.states() == ["expiring: issued activated expiring"])
    try await confirm("taken", grant, by: .priya, name: "two", in: repository)
    #expect(try await repository.run(at: .drill(.hours(2))).status == 0)
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await expectRightAudit(repository)
    let log = try await repository.sandbox.git(
      "log", "--reverse", "--format=%s", "countersign/ledger")
    #expect(
      log.split(separator: "\n").dropFirst() == [
        "Issue vendor/read to ana.silva until 2026-11-21T13:00:00Z",
        "Remind priya.nair, tom.berg: The access of ana.silva to vendor/read waits to be given by hand since 2026-11-21T12:00:00Z",
        "Confirm that \(grant) was given by tom.berg", "Activate ana.silva on vendor/read",
        "Begin to expire ana.silva on vendor/read",
        "Remind priya.nair, tom.berg: The access of ana.silva to vendor/read waits to be taken away by hand since 2026-11-21T13:00:00Z",
        "Confirm that \(grant) was taken by priya.nair", "Expire ana.silva on vendor/read",
      ])
  }

  @Test("38: what nobody takes away is never reported as gone, and somebody must act")
  func neverTaken() async throws {
    let repository = try await repository()
    let grant = try await issued(repository)
    try await confirm("given", grant, by: .tom, in: repository)
    try await repository.run()
    #expect(try await repository.run(at: .drill(.hours(1))).status == 0)
    for hour in [13, 13, 25, 100] {
      let run = try await repository.run(at: .drill(.hours(hour)))
      #expect(run.status == 1, "\(run)")
      #expect(run.names(.reviewOverdue), "\(run)")
      #expect(try await repository.states() == ["expiring: issued activated expiring"])
    }
    try await confirm("taken", grant, by: .tom, name: "two", in: repository)
    #expect(try await repository.run(at: .drill(.hours(101))).status == 0)
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    try await expectRightAudit(repository)
  }

  enum Fault: CaseIterable {
    case byTheSubject, byAStranger, unsigned, otherState, otherGrant, pushed
  }

  @Test(
    "a confirmation that nobody with a say signed counts for nothing", arguments: Fault.allCases)
  func refused(_ fault: Fault) async throws {
    let repository = try await repository()
    var request = request
    request.subject = "tom.berg"
    try await repository.grant(request, by: .tom)
    try await repository.run()
    let grant = try #require(try await repository.grants().first?.id)
    let code: ReasonCode
    switch fault {
    case .byTheSubject:
      code = .selfApproval
      try await confirm("given", grant, by: .tom, in: repository)
    case .byAStranger:
      code = .notAnApprover
      try await confirm("given", grant, by: .leo, in: repository)
    case .unsigned:
      code = .unsignedMerge
      try await confirm("given", grant, by: .priya, signed: .unsigned, in: repository)
    case .otherState:
      code = .invalidDocument
      try await confirm("taken", grant, by: .priya, in: repository)
    case .otherGrant:
      code = .invalidDocument
      try await confirm(
        "given", "g-" + String(repeating: "0", count: 32), by: .priya, in: repository)
    case .pushed:
      code = .notAMerge
      try await repository.land(
        try await repository.commit(
          [.file("reviews/one.yaml", "grant: \(grant)\nconfirms: given\n")], by: .priya,
          signed: .own))
    }
    let run = try await repository.run(at: .drill(.minutes(5)))
    #expect(run.status == 0 && run.names(code), "\(run)")
    #expect(try await repository.states() == ["issuing: issued"])
    try await confirm("given", grant, by: .priya, name: "right", in: repository)
    try await repository.run(at: .drill(.minutes(6)))
    #expect(try await repository.states() == ["active: issued activated"])
    try await expectRightAudit(repository)
  }

  @Test("35: the end of one grant does not take away what another still gives")
  func overlapping() async throws {
    let repository = try await repository()
    let first = try await issued(repository)
    try await confirm("given", first, by: .tom, in: repository)
    try await repository.grant(Request("ana-longer", "read", of: "vendor", duration: "2h"))
    try await repository.run()
    #expect(
      try await repository.states() == ["active: issued activated", "active: issued activated"])
    try await repository.run(at: .drill(.minutes(90)))
    #expect(
      try await repository.states() == [
        "active: issued activated", "expired: issued activated expiring expired",
      ])
    try await repository.run(at: .drill(.hours(3)))
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try await expectRightAudit(repository)
  }

  @Test("32: a run is killed: the next one hears what was confirmed", arguments: 0..<4)
  func killed(_ part: Int) async throws {
    let repository = try await repository()
    let grant = try await issued(repository)
    try await confirm("given", grant, by: .tom, in: repository)
    _ = try await runProgram(
      "timeout",
      ["-s", "KILL", "\(0.05 * Double(part + 1))", AccessRepository.program]
        + repository.runArguments(), in: repository.sandbox.scratch.path,
      environment: repository.sandbox.environment())
    #expect(try await repository.run().status == 0)
    #expect(try await repository.states() == ["active: issued activated"])
    try await expectRightAudit(repository)
  }

  @Test("49: a ledger that is replaced waits for what the old one gave to be taken away")
  func replacedLedger() async throws {
    let repository = try await repository()
    let grant = try await issued(repository)
    try await confirm("given", grant, by: .tom, in: repository)
    try await repository.run()
    let (old, tip) = (try await repository.ledgerTip(), try await repository.tip())
    let begun = try await repository.countersign(
      try repository.runArguments(anchor: tip, ["--replace-ledger", old, "--drill"]))
    #expect(begun.status == 0, "\(begun)")
    try await confirm("taken", grant, by: .tom, name: "two", in: repository)
    let run = try await repository.countersign(
      try repository.runArguments(at: .drill(.minutes(5)), anchor: tip))
    #expect(run.status == 0, "\(run)")
    let states = try await repository.grants(under: tip).map(\.state)
    #expect(states == ["revoked"])
  }

  @Test("whose turn it is, told by status, explain and run, with text that does nothing")
  func told() async throws {
    let repository = try await repository()
    try await repository.grant(request)
    let arguments = try repository.runArguments(first: true).map { $0 == "json" ? "text" : $0 }
    let run = try await repository.countersign(arguments)
    let grant = try #require(try await repository.grants().first?.id)
    func ask(_ words: String...) async throws -> AccessRepository.Answer {
      try await repository.countersign(
        words + ["--repository", repository.sandbox.path, "--anchor", repository.anchor])
    }
    for answer in [run, try await ask("status"), try await ask("explain", grant)] {
      #expect(answer.status == 0, "\(answer)")
      #expect(answer.description.contains("for priya.nair, tom.berg"), "\(answer)")
      #expect(answer.description.contains("Users, then Groups"), "\(answer)")
      for line in answer.result.text.split(separator: "\n") {
        #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
      }
    }
    let log = try await repository.sandbox.git(
      "log", "-1", "--format=%(trailers:key=Event,valueonly)", "countersign/ledger")
    #expect(log.split(separator: "\n") == ["reminder"])
    let draft = try await repository.countersign(
      ["review", "confirm", grant, "--anchor", repository.anchor, "--now", "\(Instant.drill())"],
      in: try await repository.clone("work", []))
    #expect(draft.status == 0, "\(draft)")
    #expect(draft.description.contains("reviews/\(grant)-given.yaml"), "\(draft)")
    #expect(draft.description.contains("priya.nair or tom.berg"), "\(draft)")
  }

  private func expectRightAudit(_ repository: AccessRepository) async throws {
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }
}
