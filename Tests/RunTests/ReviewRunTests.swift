import FoundationEssentials
import Model
import TestSupport
import Testing

/// Emergencies, reviews and reminders as runs write them to the ledger, and an audit reads them.
@Suite struct ReviewRunTests {
  private static func emergency(_ name: String) -> Request {
    var request = Request(name, "superuser", for: "tom.berg", duration: "30m")
    request.more = ["emergency: true"]
    return request
  }

  /// The usual policies with emergencies, reviews of the database every thirty days, and reminders.
  private func repository() async throws -> AccessRepository {
    var policies = Policies()
    let path = "policies/systems/billing-db.yaml"
    policies.texts[path] = policies.texts[path]?
      .replacing(
        "maximum_duration: 1h\n",
        with: "maximum_duration: 1h\n"
          + "    emergency: {eligible: [group:dba], approvals: [], maximum_duration: 30m, review_within: 24h}\n"
      ).replacing(
        "connector: {type: ledger}\n", with: "connector: {type: ledger}\nreview: {every: 30d}\n")
    policies.settingsMore = "reminders: {grant: 1h, review: 4h}\n"
    return try await AccessRepository(policies)
  }

  /// Lands a file of `reviews/`, written and merged by `person`.
  private func review(
    _ name: String, _ text: String, by person: Person, in repository: AccessRepository,
    at date: Instant = .drill(.minutes(-10))
  ) async throws {
    let draft = try await repository.commit(
      [.file("reviews/\(name).yaml", text)], by: person, at: date)
    try await repository.land(try await repository.merge(draft, by: person, at: date))
  }

  @Test(
    "a late review lapses what it should have looked at, where the system says so, and nothing else"
  )
  func lapse() async throws {
    var policies = Policies()
    for (path, review) in [
      ("policies/systems/billing-db.yaml", "{every: 4h, late: lapse}"),
      ("policies/systems/ledger-db.yaml", "{every: 4h}"),
    ] { policies.texts[path] = (policies.texts[path] ?? "") + "review: \(review)\n" }
    let repository = try await AccessRepository(policies)
    try await repository.grant(Request("ana-invoices"))
    try await repository.grant(Request("ana-books", of: "ledger-db"))
    #expect(
      try await run(repository).events == [
        "issued", "issued", "review-scheduled", "review-scheduled",
      ])
    // What is granted once the review is late is not what it should have looked at.
    try await repository.grant(
      Request("ben-invoices", for: "ben.cole"), by: .ben, approvedBy: [.tom])
    let late = try await run(repository, at: .drill(.hours(4)), exits: 1)
    #expect(late.events == ["review-overdue", "review-overdue", "issued", "revoked"])
    #expect(late.decisions.last?.reasons.map(\.code) == [.reviewLapsed])
    #expect(
      try await repository.liveGrants().map { "\($0.subject) \($0.system)" }.sorted() == [
        "ana.silva ledger-db", "ben.cole billing-db",
      ])
    #expect(try await run(repository, at: .drill(.hours(5)), exits: 1).decisions.isEmpty)
    try await expectSound(repository)
  }

  @Test("a review that landed in time lapses nothing, also where no run came in time")
  func inTime() async throws {
    var policies = Policies()
    let path = "policies/systems/billing-db.yaml"
    policies.texts[path] = (policies.texts[path] ?? "") + "review: {every: 4h, late: lapse}\n"
    let repository = try await AccessRepository(policies)
    try await repository.grant(Request("ana-invoices"), approvedBy: [.priya])
    try await run(repository)
    try await review(
      "autumn",
      """
      system: billing-db
      as_of: \(Instant.drill(.hours(1)))
      access:
        - {subject: ana.silva, entitlement: read-only, decision: keep, note: Needed.}

      """, by: .tom, in: repository)
    try await run(repository, at: .drill(.hours(5)))
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
    try await expectSound(repository)
  }

  /// The whole life of an emergency and of an access review, a run for each step.
  private func life() async throws -> (AccessRepository, grant: String) {
    let repository = try await repository()
    let request = Self.emergency("tom-pager")
    let read = Request("ana-invoices")
    try await run(repository)
    try await repository.land(
      try await repository.commit([request.file], by: .tom, signed: .own))
    let issued = try await run(repository)
    #expect(issued.events == ["issued", "reminder", "review-scheduled"])
    let grant = try #require(issued.decisions.first?.grant)
    try await repository.grant(read, approvedBy: [.priya])
    #expect(try await run(repository, at: .drill(.minutes(30))).events == ["expired", "issued"])
    try await review(
      grant, "grant: \(grant)\nfinding: Needed.\nactions: []\n", by: .tom, in: repository)
    #expect(try await run(repository, at: .drill(.hours(1))).events == ["review-refused"])
    try await review(
      "tom", "grant: \(grant)\nfinding: Needed.\nactions: [Alert on lag.]\n", by: .leo,
      in: repository)
    #expect(try await run(repository, at: .drill(.hours(1))).events == ["reviewed"])
    try await review(
      "autumn",
      """
      system: billing-db
      as_of: \(Instant.drill(.hours(1)))
      access:
        - {subject: ana.silva, entitlement: read-only, decision: remove, note: Done.}

      """, by: .tom, in: repository)
    let reviewed = try await run(repository, at: .drill(.hours(2)))
    #expect(reviewed.events == ["reviewed", "revoked"])
    #expect(reviewed.decisions.last?.reasons.map(\.code) == [.removedByReview])
    return (repository, grant)
  }

  @Test("an emergency, its review, an access review: each its commit, and all of it follows")
  func wholeLife() async throws {
    let (repository, grant) = try await life()
    let subjects = try await repository.sandbox.git(
      "log", "--reverse", "--format=%s", AccessRepository.ledger
    ).split(separator: "\n").map(String.init)
    #expect(
      subjects == [
        "Begin the ledger at \(repository.anchor)",
        "Issue billing-db/superuser to tom.berg until 2026-11-21T12:30:00Z in an emergency",
        "Remind priya.nair, tom.berg: The emergency access of tom.berg to billing-db/superuser has "
          + "to be reviewed by 2026-11-22T12:30:00Z",
        "Schedule reviews of the access to billing-db",
        "Expire tom.berg on billing-db/superuser",
        "Issue billing-db/read-only to ana.silva until 2026-11-21T20:30:00Z",
        "Refuse the review reviews/\(grant).yaml",
        "Review the emergency of tom.berg on billing-db/superuser by leo.ruiz",
        "Review the access to billing-db by tom.berg",
        "Revoke ana.silva on billing-db/read-only",
      ])
    let tip = AccessRepository.ledger
    #expect(try await repository.sandbox.git("ls-tree", "-r", tip, "unreviewed/") == "")
    let records = try await repository.sandbox.git("ls-tree", "-r", "--name-only", tip, "reviews/")
    #expect(records.split(separator: "\n").count == 3)
    let calendar = try await repository.sandbox.git("show", "\(tip):schedule.json")
    #expect(calendar.contains("tom.berg") && calendar.contains("2026-11-21T14:00:00Z"))
    // Nothing falls due before the next review does, and then once.
    let due = Instant.drill(.hours(2)).advanced(by: .days(30))
    let early = try await run(repository, at: due.advanced(by: .hours(-4)))
    #expect(early.events == ["reminder"] && early.next == due)
    #expect(try await run(repository, at: due, exits: 1).events == ["review-overdue"])
    #expect(try await run(repository, at: due, exits: 1).decisions.isEmpty)
    try await expectSound(repository)
  }

  @Test("a review that nobody signed, in a ledger that the processor's key signs")
  func forged() async throws {
    let repository = try await repository()
    let request = Self.emergency("tom-pager")
    try await repository.land(
      try await repository.commit([request.file], by: .tom, signed: .own))
    try await run(repository)
    try await run(repository, at: .drill(.hours(1)))
    let tip = try await repository.ledgerTip()
    let grant = try #require(try await repository.grant(of: request))
    let shard = grant.id.dropFirst(2).prefix(2)
    let record = "grants/\(shard)/\(grant.id).json"
    let text = try await repository.sandbox.git("show", "\(tip):\(record)")
    let forged = text.replacing(
      "\"review_by\"",
      with: """
        "review": {"at": "\(Instant.drill(.hours(1)))", "by": ["leo.ruiz"], "review": \
        {"path": "reviews/one.yaml", "blob": "\(String(repeating: "0", count: 40))"}}, "review_by"
        """)
    #expect(forged != text)
    for changes in [
      [record: forged + "\n", "unreviewed/\(shard)/\(grant.id).json": nil],
      ["unreviewed/\(shard)/\(grant.id).json": nil],
    ] as [[String: String?]] {
      let commit = try await repository.sandbox.commit(
        tree: try await repository.sandbox.tree(changes, base: tip), parents: [tip],
        """
        Review the emergency of tom.berg on billing-db/superuser by leo.ruiz

        Event: reviewed
        Grant: \(grant.id)
        Review: reviews/one.yaml \(String(repeating: "0", count: 40))
        Mainline: \(try await repository.tip())
        At: \(Instant.drill(.hours(1)))

        """, by: GitPerson(name: "Countersign", email: "countersign@localhost"),
        date: Int(Instant.drill(.hours(1)).seconds), key: try repository.key(.processor))
      try await repository.sandbox.point(AccessRepository.ledger, at: commit)
      let answer = try await repository.audit()
      #expect(answer.status == 1, "\(answer)")
      let audit = try answer.decoded(AuditAnswer.self)
      #expect(audit.findings.contains { $0.commit == commit && $0.code == .ledgerUntrusted })
      try await repository.sandbox.point(AccessRepository.ledger, at: tip)
    }
    try await expectSound(repository)
  }

  @Test("a grant is reminded of once, at its time, and the ledger waits for it")
  func reminder() async throws {
    let repository = try await repository()
    try await repository.grant(Request("ana-invoices"), approvedBy: [.priya])
    #expect(try await run(repository).next == .drill(.hours(7)))
    #expect(try await run(repository, at: .drill(.hours(6))).decisions.isEmpty)
    let told = try await run(repository, at: .drill(.hours(7)))
    #expect(told.events == ["reminder"] && told.next == .drill(.hours(8)))
    #expect(try await run(repository, at: .drill(.hours(7))).decisions.isEmpty)
    #expect(try await run(repository, at: .drill(.hours(8))).events == ["expired"])
    try await expectSound(repository)
  }

  @Test("a review of a governed path needs the approvals of its line as well")
  func governed() async throws {
    var policies = Policies()
    policies.texts["policies/systems/billing-db.yaml"] =
      policies.texts["policies/systems/billing-db.yaml"]?.replacing(
        "connector: {type: ledger}\n", with: "connector: {type: ledger}\nreview: {every: 30d}\n")
    policies.governance.append(
      #"{paths: ["reviews/**"], approvals: [{count: 1, from: [group:security]}]}"#)
    let repository = try await AccessRepository(policies)
    try await run(repository)
    let text = "system: billing-db\nas_of: \(Instant.drill())\naccess: []\n"
    let draft = try await repository.commit([.file("reviews/a.yaml", text)], by: .nora)
    try await repository.land(try await repository.merge(draft, by: .tom))
    let alone = try await run(repository, exits: 1)
    #expect(alone.events == ["ungoverned-change", "review-refused", "review-scheduled"])
    let other = try await repository.commit([.file("reviews/b.yaml", text)], by: .nora)
    try await repository.approve(other, by: [.mia, .tom])
    #expect(try await run(repository, exits: 1).events == ["reviewed"])
    try await expectSound(repository)
  }
}
