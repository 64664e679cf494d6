import Git
import Ledger
import Model
import TestSupport
import Testing

@Suite("What does not fit the ledger is not written")
struct LedgerWriterTests {
  @Test(
    "An id that is taken, before or in the same run (THREATS row 51)", arguments: [false, true])
  func alreadyTaken(inOneRun: Bool) async throws {
    let fixture = try await LedgerFixture()
    var ledger = try fixture.beginAndOpen()
    let twin = Decision.issue(
      try fixture.grant(1, request: try fixture.request(ticket: "OPS-1")),
      RequestRecord(
        try fixture.landed(1), decided: fixture.at(60), outcome: .granted, grant: grantID(1),
        reasons: []))
    if !inOneRun {
      ledger = try fixture.append([try fixture.issue(1)], to: ledger)
      let ended = try fixture.grant(1).after(
        GrantEvent(.expired, at: fixture.at(600), mainline: fixture.anchor), state: .expired)
      ledger = try fixture.append([.expire(ended)], to: ledger, minutes: 600)
    }
    let decisions = inOneRun ? [try fixture.issue(1), twin] : [twin]
    let reached = ledger
    expectError(.alreadyTaken(grantID(1)), "was issued before") {
      try fixture.append(decisions, to: reached, minutes: 610)
    }
  }

  @Test("Ends of grants that are not live, and outcomes that are no outcomes")
  func inconsistent() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.beginAndOpen()
    let grant = try fixture.grant(1)
    let other = RequestRecord(
      try fixture.landed(2), decided: fixture.at(60), outcome: .granted, grant: grantID(1),
      reasons: [])
    let decisions: [(Decision, String)] = [
      (.expire(grant), "is not live"), (.revoke(grant), "is not live"),
      (.activate(grant), "is not live"), (.issue(grant, other), "settles another request"),
      (try fixture.settle(1, .granted), "granted without a grant"),
      (
        .accept(PolicyAcceptance(number: 0, landing: numbered(1), tree: numbered(2), changes: [])),
        "accepted"
      ),
    ]
    for (decision, part) in decisions {
      expectError(.inconsistent, part) { try fixture.append([decision], to: ledger) }
    }
    expectError(.inconsistent, "was not accepted") {
      try fixture.append([], to: ledger, mainline: numbered(1), policy: numbered(2))
    }
  }

  @Test("A clock behind the ledger's last event (THREATS row 34)")
  func clockBehind() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    expectError(.clockBehind, "it is 2026-11-21T08:59:00Z") {
      try fixture.append([try fixture.issue(2)], to: ledger, minutes: 59)
    }
  }

  @Test("A run that fails leaves the ledger as it was, and the next one goes on")
  func failedBatch() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.beginAndOpen()
    let many = try (1...20).map { try fixture.issue($0) }
    let before = try await fixture.sandbox.git("count-objects", "-v")
    expectError(.alreadyTaken(grantID(3)), "was issued before") {
      try fixture.append(many + [try fixture.issue(3)], to: ledger)
    }
    #expect(try await fixture.sandbox.git("count-objects", "-v") == before)
    let next = try fixture.append(many, to: ledger)
    #expect(try next.live().map(\.id) == (1...20).map(grantID).sorted())
    #expect(try await next.verifyChain() == 21)
    #expect(try await fixture.sandbox.git("fsck", "--strict", "--no-dangling") == "")
  }
}
