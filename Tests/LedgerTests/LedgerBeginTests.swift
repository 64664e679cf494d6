import Git
import Ledger
import Model
import Signatures
import TestSupport
import Testing

@Suite("The beginning of a ledger")
struct LedgerBeginTests {
  @Test("The first commit has no parent, the policies, and the anchor's keys")
  func firstCommit() async throws {
    let fixture = try await LedgerFixture()
    let tip = try fixture.begin()
    #expect(
      try await fixture.files(tip) == [
        "cursor.json", "edition.json", "policy/countersign.yaml", "processor.json",
      ])
    #expect(
      try await fixture.message(tip) == """
        Begin the ledger at \(fixture.anchor)

        Event: begin
        Mainline: \(fixture.anchor)
        At: 2026-11-21T08:00:00Z
        """)
    #expect(
      try await fixture.sandbox.git(
        "log", "-1", "--format=%an <%ae> %at, %cn <%ce> %ct, [%P]", tip.hex)
        == "Countersign <countersign@localhost> 1795248000, "
        + "Countersign <countersign@localhost> 1795248000, []")
    #expect(
      try await fixture.sandbox.git("show", "\(tip):processor.json") == """
        {
          "begun" : null,
          "sets" : [
            {
              "accepted" : null,
              "keys" : [
                "\(fixture.keys[0].authorizedKey)"
              ],
              "landing" : "\(fixture.anchor)"
            }
          ]
        }
        """)
    #expect(
      try await fixture.sandbox.git("show", "\(tip):cursor.json") == """
        {
          "acceptances" : 0,
          "anchor" : "\(fixture.anchor)",
          "at" : "2026-11-21T08:00:00Z",
          "drill" : false,
          "frozen" : [

          ],
          "joints" : [

          ],
          "mainline" : "\(fixture.anchor)",
          "policy" : "\(fixture.policy)",
          "ungoverned" : [

          ],
          "voided" : [

          ]
        }
        """)
    #expect(try await fixture.verifyCommit(tip, by: fixture.key).status == 0)
    let ledger = try fixture.open(tip)
    #expect(ledger.tip == tip && ledger.begun == tip && !ledger.isDrill)
    #expect(ledger.cursor.mainline == fixture.anchor)
    #expect(ledger.replaces == nil)
    #expect(try await ledger.verifyChain() == 1)
  }

  @Test("The first event fills in where the ledger began")
  func begun() async throws {
    let fixture = try await LedgerFixture()
    let root = try fixture.begin()
    let ledger = try fixture.append([try fixture.issue(1)], to: try fixture.open(root))
    #expect(ledger.begun == root)
    let record = try await fixture.sandbox.git("show", "\(ledger.tip):processor.json")
    #expect(record.contains("\"begun\" : \"\(root)\""))
    #expect(record.contains("\"accepted\" : null"))
  }

  @Test("A drill is one for ever")
  func drill() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.open(try fixture.begin(drill: true))
    #expect(ledger.isDrill)
    let other = Cursor(
      anchor: fixture.anchor, mainline: numbered(1), policy: fixture.policy, at: fixture.at(1),
      drill: false)
    expectError(.inconsistent, "never change") {
      try fixture.writer.append(
        Judgement(decisions: [], cursor: other), processorKeys: fixture.keys, to: ledger,
        mainline: numbered(1))
    }
  }

  @Test("A key that the policies do not name begins nothing")
  func foreignKey() async throws {
    let fixture = try await LedgerFixture()
    let stranger = try await fixture.sandbox.makeKey("stranger")
    let writer = LedgerWriter(
      repository: fixture.repository, key: try LedgerFixture.read(stranger, fixture.sandbox))
    expectError(.keyNotInForce, "takes only") {
      try writer.begin(
        anchor: fixture.anchor, policy: fixture.policy, processorKeys: fixture.keys, drill: false,
        at: fixture.dawn)
    }
  }

  @Test("Replacing a ledger revokes what it called live, and names it")
  func replace() async throws {
    let fixture = try await LedgerFixture()
    var old = try fixture.append(
      [try fixture.issue(1), try fixture.issue(2), try fixture.issue(3)],
      to: try fixture.beginAndOpen())
    let ended = try fixture.grant(2).after(
      GrantEvent(.expired, at: fixture.at(600), mainline: fixture.anchor), state: .expired)
    old = try fixture.append([.expire(ended)], to: old, minutes: 600)

    let new = try fixture.open(try fixture.begin(replaces: old.tip))
    #expect(new.replaces?.description == old.tip.hex)
    #expect(try new.live().isEmpty)
    #expect(try new.pending().isEmpty && new.allPaths().isEmpty)
    let revoked = try new.grants()
    #expect(revoked.map(\.id) == [grantID(1), grantID(3)].sorted())
    for grant in revoked {
      #expect(grant.state == .revoked)
      #expect(grant.history.map(\.event) == [.issued, .revoked])
      #expect(grant.history.last?.reasons.map(\.code) == [.noLongerAllowed])
    }
    let events = try new.events()
    #expect(events.map(\.event) == [.begin, .revoked, .revoked])
    #expect(events.map(\.subject).last == "Revoke ana.silva on billing-db/read-only")
    #expect(try await new.verifyChain() == 3)
    let message = try await fixture.message(new.tip)
    #expect(message.contains("  no-longer-allowed: The ledger that recorded it (\(old.tip))"))
    // The new ledger goes on like any other.
    let next = try fixture.append([try fixture.issue(9)], to: new)
    #expect(try next.live().map(\.id) == [grantID(9)])
    #expect(next.replaces == new.replaces)
  }

  @Test("59: a ledger to replace is read without trust, record by record")
  func replaceUnreadable() async throws {
    let fixture = try await LedgerFixture()
    let good = try fixture.append(
      [try fixture.issue(1), try fixture.issue(2)], to: try fixture.beginAndOpen())
    func path(_ number: Int) -> String {
      "live/\(shard(grantID(number)))/\(grantID(number)).json"
    }
    // Unsigned and by anybody: the grants in it still end.
    let unsigned = try await fixture.sandbox.commit(
      tree: good.tip.hex + "^{tree}", parents: [good.tip.hex])
    let whole = try fixture.replaced(try oid(unsigned))
    #expect(whole.ended.count == 2 && whole.unreadable.isEmpty)
    #expect(whole.processed == good.cursor.mainline)
    let record = try await fixture.sandbox.git("show", "\(good.tip):\(path(1))")
    for (file, content, part) in [
      (path(1), "{}", "id"), (path(1), "nonsense", path(1)),
      (path(1), "{\"id\": \"g-1\"}", "not a grant id"),
      (path(3), record, "something else"), ("live/zz", record, "zz is not a folder"),
      ("cursor.json", "{}", "cursor.json"),
      (path(1), String(repeating: " ", count: 17 << 20) + record, "more than the"),
    ] {
      let broken = try await fixture.sandbox.commit(
        files: [file: content], parents: [good.tip.hex])
      let replaced = try fixture.replaced(try oid(broken))
      #expect(replaced.unreadable.count == 1 && replaced.unreadable[0].contains(part))
      #expect(replaced.ended.map(\.id).contains(grantID(2)), "\(file)")
      #expect((replaced.processed == nil) == (file == "cursor.json"))
      let new = try fixture.open(try fixture.begin(replaces: try oid(broken)))
      #expect(try new.live().isEmpty)
      #expect(try new.grants().map(\.id) == replaced.ended.map(\.id))
    }
    // Whoever took a grant out of the index did not take its access away.
    let hidden = try await fixture.sandbox.commit(
      files: [path(1): nil, path(2): nil], parents: [good.tip.hex])
    let found = try fixture.replaced(try oid(hidden))
    #expect(Set(found.ended.map(\.id)) == [grantID(1), grantID(2)])
    #expect(found.unreadable.count == 2 && found.unreadable[0].contains("left it out"))
    // A tip that is no commit says nothing, and is replaced all the same; one that is not there has to be fetched.
    let tree = try await fixture.sandbox.git("rev-parse", "\(good.tip)^{tree}")
    let nothing = try fixture.replaced(try oid(tree))
    #expect(nothing.ended.isEmpty && nothing.processed == nil && nothing.unreadable.count == 1)
    #expect(throws: LedgerError.self) {
      try fixture.replaced(try oid(String(repeating: "a", count: 40)))
    }
  }

  @Test("A ledger of a newer program says which version it takes, whatever its records look like")
  func newerEdition() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let written = try await fixture.sandbox.git("show", "\(ledger.tip):edition.json")
    #expect(written.contains(LedgerEdition.current.needs))
    let (form, budgets) = (LedgerEdition.current.form, LedgerEdition.current.budgets)
    for edition in [(form + 1, budgets), (form, budgets + 1)] {
      let newer = try await fixture.sandbox.commit(
        files: [
          "edition.json":
            "{\"budgets\": \(edition.1), \"form\": \(edition.0), \"needs\": \"9.1.0\"}",
          "cursor.json": "{\"of\": \"tomorrow\"}",
        ], parents: [ledger.tip.hex])
      let tip = try oid(newer)
      expectError(.needsNewer(version: "9.1.0"), "Countersign 9.1.0 or newer") {
        try fixture.open(tip)
      }
    }
    // The same edition, unsigned: it is not the edition that keeps a ledger out.
    let same = try await fixture.sandbox.commit(
      files: ["edition.json": written], parents: [ledger.tip.hex])
    let tip = try oid(same)
    do throws(LedgerError) {
      _ = try fixture.open(tip)
      Issue.record("opened an unsigned ledger")
    } catch {
      #expect(error.code == .ledgerUntrusted && !error.message.contains("newer"))
    }
  }
}

/// The folder of a grant's record.
func shard(_ id: GrantID) -> String { String(id.description.dropFirst(2).prefix(2)) }
