import Git
import Ledger
import Model
import TestSupport
import Testing

@Suite("Each event is one signed commit")
struct LedgerEventTests {
  @Test("A grant is issued")
  func issue() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let (id, path) = (grantID(1), "requests/billing-db/r-1.yaml")
    #expect(
      try await fixture.message(ledger.tip) == """
        Issue billing-db/read-only to ana.silva until 2026-11-21T17:00:00Z

        Event: issued
        Grant: \(id)
        Request: \(path) \(numbered(1))
        Approved-by: priya.nair SHA256:sponsor \(numbered(7))
        Mainline: \(fixture.anchor)
        At: 2026-11-21T09:00:00Z
        """)
    let digest = try await mustRun("sha256sum", input: Array(path.utf8)).text.prefix(64)
    let who = try await mustRun("sha256sum", input: Array("ana.silva".utf8)).text.prefix(64)
    #expect(
      try await fixture.files(ledger.tip) == [
        "cursor.json", "edition.json", "grants/\(shard(id))/\(id).json",
        "held/\(who.prefix(2))/\(who.dropFirst(2)).json", "live/\(shard(id))/\(id).json",
        "policy/countersign.yaml", "processor.json",
        "requests/\(digest.prefix(2))/\(digest.dropFirst(2)).json",
      ])
    #expect(try await fixture.verifyCommit(ledger.tip, by: fixture.key).status == 0)
    #expect(try ledger.live().map(\.grant) == [try fixture.grant(1)])
    #expect(try ledger.grant(id)?.grant == (try fixture.grant(1)))
    #expect(try ledger.grant(grantID(2)) == nil)
    #expect(try await fixture.sandbox.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test("A grant that begins later is issued with its beginning, then activated")
  func activate() async throws {
    let fixture = try await LedgerFixture()
    var ledger = try fixture.append(
      [try fixture.issue(1, starts: 120)], to: try fixture.beginAndOpen())
    #expect(
      try ledger.events().last?.subject
        == "Issue billing-db/read-only to ana.silva from 2026-11-21T10:00:00Z until "
        + "2026-11-21T18:00:00Z")
    #expect(try ledger.live().map(\.state) == [.scheduled])
    let active = try fixture.grant(1, starts: 120).after(
      GrantEvent(.activated, at: fixture.at(120), mainline: fixture.anchor), state: .active)
    ledger = try fixture.append([.activate(active)], to: ledger, minutes: 120)
    #expect(
      try await fixture.message(ledger.tip) == """
        Activate ana.silva on billing-db/read-only

        Event: activated
        Grant: \(grantID(1))
        Request: requests/billing-db/r-1.yaml \(numbered(1))
        Mainline: \(fixture.anchor)
        At: 2026-11-21T10:00:00Z
        """)
    #expect(try ledger.live().map(\.grant) == [active])
  }

  @Test("A grant that expires or is revoked stays on record and leaves the index")
  func end() async throws {
    let fixture = try await LedgerFixture()
    let reason = Reason(.subjectInactive, "ana.silva is offboarded.", hint: "Nothing to do.")
    let issued = try fixture.append(
      [try fixture.issue(1), try fixture.issue(2)], to: try fixture.beginAndOpen())
    let expired = try fixture.grant(1).after(
      GrantEvent(.expired, at: fixture.at(600), mainline: fixture.anchor), state: .expired)
    let revoked = try fixture.grant(2).after(
      GrantEvent(.revoked, at: fixture.at(600), mainline: fixture.anchor, reasons: [reason]),
      state: .revoked)
    let ledger = try fixture.append([.expire(expired), .revoke(revoked)], to: issued, minutes: 600)
    let events = try ledger.events(after: issued.tip)
    #expect(events.map(\.event) == [.expired, .revoked])
    #expect(events.map(\.grant) == [grantID(1), grantID(2)])
    #expect(events.first?.subject == "Expire ana.silva on billing-db/read-only")
    #expect(
      try await fixture.message(ledger.tip) == """
        Revoke ana.silva on billing-db/read-only

          subject-inactive: ana.silva is offboarded.

        Event: revoked
        Grant: \(grantID(2))
        Request: requests/billing-db/r-2.yaml \(numbered(2))
        Mainline: \(fixture.anchor)
        At: 2026-11-21T18:00:00Z
        """)
    #expect(try ledger.live().isEmpty)
    #expect(try ledger.grants().map(\.grant) == [expired, revoked].sorted { $0.id < $1.id })
    #expect(try await !fixture.files(ledger.tip).contains { $0.hasPrefix("live/") })
  }

  @Test(
    "A request is held, refused or withdrawn",
    arguments: [
      (RequestOutcome.pending, "Hold requests/billing-db/r-1.yaml for approvals", "pending"),
      (.refused, "Refuse requests/billing-db/r-1.yaml", "refused"),
      (.withdrawn, "Withdraw requests/billing-db/r-1.yaml", "withdrawn"),
    ])
  func settle(outcome: RequestOutcome, subject: String, event: String) async throws {
    let fixture = try await LedgerFixture()
    let reasons = [
      Reason(.ticketMissing, "There is no ticket."), Reason(.notEligible, "Nobody may ask."),
    ]
    let ledger = try fixture.append(
      [try fixture.settle(1, outcome, reasons)], to: try fixture.beginAndOpen())
    #expect(
      try await fixture.message(ledger.tip) == """
        \(subject)

          ticket-missing: There is no ticket.
          not-eligible: Nobody may ask.

        Event: \(event)
        Request: requests/billing-db/r-1.yaml \(numbered(1))
        Mainline: \(fixture.anchor)
        At: 2026-11-21T09:00:00Z
        """)
    let path = RepositoryPath("requests/billing-db/r-1.yaml")
    let record = try #require(try ledger.paths([path, RepositoryPath("requests/x")])[path])
    #expect(record.requests.map(\.outcome) == [outcome])
    #expect(record.requests.first?.reasons == reasons)
    #expect(try ledger.pending() == (outcome == .pending ? record.requests : []))
    #expect(try ledger.allPaths() == [record])
  }

  @Test("A pending request that is settled leaves the index, and all its blobs stay on record")
  func pendingIsSettled() async throws {
    let fixture = try await LedgerFixture()
    let path = RepositoryPath("requests/billing-db/r-1.yaml")
    var ledger = try fixture.append(
      [
        try fixture.settle(3, .pending), try fixture.settle(1, .pending),
        try fixture.settle(2, .refused, path: path),
      ], to: try fixture.beginAndOpen())
    #expect(try ledger.pending().map(\.blob) == [numbered(1), numbered(3)])
    #expect(try ledger.paths([path])[path]?.requests.map(\.blob) == [numbered(1), numbered(2)])
    ledger = try fixture.append([try fixture.issue(1)], to: ledger, minutes: 61)
    #expect(try ledger.pending().map(\.blob) == [numbered(3)])
    let record = try ledger.record(for: [path])
    #expect(record.paths[path]?.requests.map(\.outcome) == [.granted, .refused])
    #expect(record.live == [try fixture.grant(1)])
    #expect(record.pending.count == 1 && record.cursor == ledger.cursor)
  }

  @Test("A policy is accepted: its tree and its approvals go into the ledger")
  func accept() async throws {
    let fixture = try await LedgerFixture()
    let (landing, tree) = try await fixture.changePolicy("second\n")
    let acceptance = PolicyAcceptance(
      number: 0, landing: landing, tree: tree,
      changes: [
        AcceptedChange(
          path: RepositoryPath("policies/countersign.yaml"),
          requirements: [
            AcceptedRequirement(lines: [
              AcceptedLine(count: 1, approvals: [try fixture.approval()]),
              AcceptedLine(count: 1, approvals: [try fixture.approval()]),
            ])
          ])
      ])
    let ledger = try fixture.append(
      [.accept(acceptance)], to: try fixture.beginAndOpen(), mainline: landing, policy: tree)
    #expect(
      try await fixture.message(ledger.tip) == """
        Accept policy \(tree.short)

        Event: policy-accepted
        Approved-by: priya.nair SHA256:sponsor \(numbered(7))
        Mainline: \(landing)
        At: 2026-11-21T09:00:00Z
        """)
    #expect(try await fixture.sandbox.git("rev-parse", "\(ledger.tip):policy") == "\(tree)")
    #expect(try ledger.acceptances() == [acceptance])
    #expect(
      try await fixture.files(ledger.tip).contains(
        "policies/\(landing.description.prefix(2))/\(landing).json"))
    #expect(ledger.keySets.count == 1)
  }

  @Test("Freezing, thawing and findings are events without records")
  func states() async throws {
    let fixture = try await LedgerFixture()
    let reason = Reason(.ungovernedChange, "Nobody approved it.")
    let change = UngovernedChange(
      path: RepositoryPath(".github/a b.yml"), landing: numbered(4), before: nil, reason: reason)
    let ledger = try fixture.append(
      [
        .freeze(landing: numbered(4), reasons: [Reason(.compromisedKey, "It carried the policy.")]),
        .find(change), .thaw(landing: numbered(5)),
      ], to: try fixture.beginAndOpen(), mainline: numbered(5))
    let events = try ledger.events()
    #expect(events.map(\.event) == [.begin, .frozen, .ungovernedChange, .thawed])
    #expect(
      events.dropFirst().map(\.subject) == [
        "Freeze issuing", "Find an ungoverned change to .github/a\\x20b.yml", "Resume issuing",
      ])
    #expect(ledger.cursor.mainline == numbered(5))
    let frozen = try await fixture.message(try oid(events[1].commit.description))
    #expect(frozen.contains("\n\n  compromised-key: It carried the policy.\n\nEvent: frozen\n"))
  }

  @Test("A mainline that moved alone is one commit, and what did not move is none")
  func advance() async throws {
    let fixture = try await LedgerFixture()
    let begun = try fixture.beginAndOpen()
    let ledger = try fixture.append([], to: begun, mainline: numbered(5))
    #expect(
      try await fixture.message(ledger.tip) == """
        Advance to \(numbered(5).short)

        Event: advance
        Mainline: \(numbered(5))
        At: 2026-11-21T09:00:00Z
        """)
    let before = try await fixture.sandbox.git("count-objects")
    let same = try fixture.append([], to: ledger, minutes: 90)
    #expect(same.tip == ledger.tip)
    #expect(try await fixture.sandbox.git("count-objects") == before)
  }

  @Test("The cursor moves with the last event, and no other commit passes for a ledger")
  func cursorMovesLast() async throws {
    let fixture = try await LedgerFixture()
    let begun = try fixture.beginAndOpen()
    let ledger = try fixture.append(
      [try fixture.issue(1), try fixture.settle(2, .refused), try fixture.settle(3, .pending)],
      to: begun, mainline: numbered(5))
    let events = try ledger.events()
    let cursors = try await events.asyncMap {
      try await fixture.sandbox.git("rev-parse", "\($0.commit):cursor.json")
    }
    #expect(cursors[0] == cursors[1] && cursors[1] == cursors[2] && cursors[2] != cursors[3])
    for entry in events[1...2] {
      let tip = try oid(entry.commit.description)
      try expectUntrusted(tip, "in the middle of a run") { try fixture.open(tip) }
    }
    #expect(events.map(\.parent) == [nil] + events.dropLast().map(\.commit))
  }
}

extension Sequence {
  func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await body(element)) }
    return results
  }
}
