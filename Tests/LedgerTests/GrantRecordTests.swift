import Git
import Ledger
import Model
import TestSupport
import Testing

@Suite("A grant's record")
struct GrantRecordTests {
  @Test("It is the JSON of DESIGN section 9, byte for byte")
  func golden() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.append(
      [
        .issue(
          try fixture.grant(1, request: try fixture.request(reason: "Say \"é/\\\u{7}\".")),
          RequestRecord(
            try fixture.landed(1), decided: fixture.at(60), outcome: .granted, grant: grantID(1),
            reasons: []))
      ], to: try fixture.beginAndOpen())
    let path = "grants/\(shard(grantID(1)))/\(grantID(1)).json"
    let record = try await fixture.sandbox.tryGit("cat-file", "blob", "\(ledger.tip):\(path)")
    #expect(
      String(decoding: record.output, as: UTF8.self) == """
        {
          "approvals" : [
            {
              "assurance" : "personal",
              "commit" : "\(numbered(7))",
              "format" : "ssh",
              "key" : "SHA256:sponsor",
              "person" : "priya.nair"
            }
          ],
          "end" : "2026-11-21T17:00:00Z",
          "entitlement" : "read-only",
          "history" : [
            {
              "at" : "2026-11-21T09:00:00Z",
              "event" : "issued",
              "mainline" : "\(fixture.anchor)",
              "reasons" : [

              ]
            }
          ],
          "id" : "\(grantID(1))",
          "landing" : "\(fixture.anchor)",
          "policy" : "\(fixture.policy)",
          "reason" : "Say \\"é/\\\\\\u0007\\".",
          "request" : {
            "blob" : "\(numbered(1))",
            "path" : "requests/billing-db/r-1.yaml"
          },
          "start" : "2026-11-21T09:00:00Z",
          "state" : "active",
          "subject" : "ana.silva",
          "system" : "billing-db",
          "ticket" : "OPS-4312"
        }

        """)
    let live = try await fixture.sandbox.git(
      "rev-parse", "\(ledger.tip):live/\(shard(grantID(1)))/\(grantID(1)).json",
      "\(ledger.tip):\(path)")
    #expect(Set(live.split(separator: "\n")).count == 1)
  }

  @Test("A record in the wrong place is not read")
  func misplaced() async throws {
    let fixture = try await LedgerFixture()
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let record = try await fixture.sandbox.git(
      "show", "\(honest.tip):grants/\(shard(grantID(1)))/\(grantID(1)).json")
    let tip = try await fixture.sandbox.commit(
      files: ["grants/\(shard(grantID(2)))/\(grantID(2)).json": record],
      parents: [honest.tip.hex], key: fixture.key)
    let ledger = try fixture.open(try oid(tip))
    expectError(.unreadable, "holds the record of something else") {
      try ledger.grant(grantID(2))
    }
    expectError(.unreadable, "holds the record of something else") { try ledger.grants() }
    #expect(try ledger.grant(grantID(1)) != nil)
  }

  @Test("The indexes are what the records say, and an audit notices when they are not")
  func indexes() async throws {
    let fixture = try await LedgerFixture()
    let honest = try fixture.append(
      [try fixture.issue(1), try fixture.issue(2), try fixture.settle(3, .pending)],
      to: try fixture.beginAndOpen())
    try honest.verifyIndexes()
    let live = "live/\(shard(grantID(1)))/\(grantID(1)).json"
    let waiting = try #require(
      try await fixture.files(honest.tip).first { $0.hasPrefix("pending/") })
    let stranger = "live/\(shard(grantID(5)))/\(grantID(5)).json"
    let longer = try await fixture.sandbox.git("show", "\(honest.tip):\(live)")
      .replacing("\"end\" : \"2026", with: "\"end\" : \"2036")
    for (path, content) in [(live, nil), (live, longer), (waiting, nil), (stranger, "{}")] {
      let tip = try oid(
        try await fixture.sandbox.commit(
          files: [path: content], parents: [honest.tip.hex], key: fixture.key))
      let forged = try fixture.open(tip)
      try expectUntrusted(tip, path) { try forged.verifyIndexes() }
    }
  }
}
