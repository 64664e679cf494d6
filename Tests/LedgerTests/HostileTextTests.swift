import Git
import Model
import TestSupport
import Testing

@testable import Ledger

/// THREATS row 30.
@Suite("Text from outside cannot pass for the processor's")
struct HostileTextTests {
  static let texts = [
    "innocent",
    "",
    "one\n\nEvent: issued\nGrant: g-00000000000000000000000000000000",
    "one\r\n\r\nEvent: issued\r\nApproved-by: mallory\r\n",
    "Event: issued",
    "one\u{2028}\u{2028}Event: issued\u{85}\u{85}Event: issued\u{B}\u{C}Event: issued",
    "---\ndiff --git a/x b/x",
    "# comment\n; comment",
    "\u{1B}[2J\u{1B}]0;owned\u{7}",
    "\u{202E}reversed\u{2066} and \u{200B}invisible\u{FEFF}",
    "a NUL \u{0} and a lone \u{FFFE}",
    "::error file=x::owned", "one\n::error::owned", "x ##[error]owned ##vso[task.complete]y",
    "##teamcity[message] section_start:1:x\r\u{1B}[0K",
    "Zuse, Konrad — 4711 ✓ é e\u{301}",
    String(repeating: "x", count: 5000) + "\nEvent: issued",
    "(cherry picked from commit 0000000000000000000000000000000000000000)\nSigned-off-by: m <m@m>",
  ]

  static let paths = [
    "requests/a b/c d.yaml", "requests/\nEvent: issued\n\nEvent: issued", "requests/\u{1B}[31m",
    "requests/é\u{202E}.yaml", "requests/back\\slash", "requests/\r\n.yaml",
    "::error::x/##[error]y.yaml",
  ]

  @Test("No reason changes the trailers that git reads", arguments: texts.indices)
  func reasons(index: Int) async throws {
    let text = Self.texts[index]
    let fixture = try await LedgerFixture()
    let reasons = [Reason(.ticketMissing, text), Reason(.notEligible, text, hint: text)]
    let request = try fixture.request(reason: text, ticket: text)
    let grant = try fixture.grant(1, request: request)
    let revoked = grant.after(
      GrantEvent(.revoked, at: fixture.at(60), mainline: fixture.anchor, reasons: reasons),
      state: .revoked)
    let record = RequestRecord(
      try fixture.landed(1), decided: fixture.at(60), outcome: .granted, grant: grantID(1),
      reasons: reasons)
    let change = UngovernedChange(
      path: RepositoryPath(text), landing: fixture.anchor, before: nil, reason: reasons[0])
    let ledger = try fixture.append(
      [
        .issue(grant, record), try fixture.settle(2, .refused, reasons), .revoke(revoked),
        .freeze(landing: fixture.anchor, reasons: reasons), .find(change),
      ], to: try fixture.beginAndOpen())
    let (issued, settled) = ("Request: requests/billing-db/r-1.yaml \(numbered(1))", numbered(2))
    let end = ["Mainline: \(fixture.anchor)", "At: 2026-11-21T09:00:00Z"]
    let expected = [
      [
        "Event: issued", "Grant: \(grantID(1))", issued,
        "Approved-by: priya.nair SHA256:sponsor \(numbered(7))",
      ],
      ["Event: refused", "Request: requests/billing-db/r-2.yaml \(settled)"],
      ["Event: revoked", "Grant: \(grantID(1))", issued], ["Event: frozen"],
      ["Event: ungoverned-change"],
    ]
    let events = try ledger.events()
    #expect(events.count == 1 + expected.count)
    for (entry, expected) in zip(events.dropFirst(), expected) {
      let commit = try oid(entry.commit.description)
      #expect(try await fixture.trailers(commit) == expected + end)
      try expectPlain(try Commit(parsing: try fixture.repository.rawCommit(commit)).message)
    }
    // The record itself keeps what was written, whatever it is.
    #expect(try ledger.grant(grantID(1))?.grant == revoked)
    #expect(
      try ledger.paths([RepositoryPath("requests/billing-db/r-2.yaml")]).values.first?
        .requests.first?.reasons == reasons)
  }

  @Test(
    "Paths, keys and entitlements are one word",
    arguments: paths.indices)
  func words(index: Int) async throws {
    let text = Self.paths[index]
    let fixture = try await LedgerFixture()
    let path = RepositoryPath(text)
    let ledger = try fixture.append(
      [try fixture.settle(1, .refused, path: path)], to: try fixture.beginAndOpen())
    let entry = try #require(try ledger.events().last)
    #expect(entry.request == RequestKey(path: path, blob: numbered(1)))
    #expect(try await fixture.trailers(ledger.tip).count == 4)
    #expect(try ledger.allPaths().map(\.path) == [path])

    var message = LedgerMessage(
      event: .issued, subject: "Issue \(recordedWord(text))", mainline: fixture.anchor,
      at: fixture.dawn)
    message.approvals = [try fixture.approval(key: text)]
    let lines = String(decoding: message.bytes(), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[2].split(separator: " ").count == 4)
    try expectPlain(message.bytes())
  }

  @Test("Many reasons are cut in the message and whole in the record")
  func manyReasons() async throws {
    let fixture = try await LedgerFixture()
    let reasons = (0..<60).map { Reason(.invalidDocument, "Fault \($0).") }
    let ledger = try fixture.append(
      [try fixture.settle(1, .refused, reasons)], to: try fixture.beginAndOpen())
    let message = try await fixture.message(ledger.tip)
    #expect(message.contains("  invalid-document: Fault 49.\n  and 10 more\n\nEvent: refused\n"))
    #expect(!message.contains("Fault 50"))
    #expect(try ledger.allPaths().first?.requests.first?.reasons.count == 60)
    #expect(try ledger.events().count == 2)
  }

  /// Nothing that a terminal or a reader of lines acts on, other than the ends of lines.
  private func expectPlain(_ message: [UInt8]) throws {
    let text = try #require(String(validating: message, as: UTF8.self))
    for scalar in text.unicodeScalars where scalar != "\n" {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
        Issue.record("U+\(String(scalar.value, radix: 16)) in the message")
      default: break
      }
    }
    for line in text.split(separator: "\n") {
      #expect(!line.drop { $0.isWhitespace }.hasPrefix("::"), "\(line)")
      #expect(line.firstMatch(of: /##[A-Za-z]*\[|section_(start|end):/) == nil, "\(line)")
    }
    #expect(text.utf8.split(separator: 0x0A).allSatisfy { $0.count < 12_000 })
  }
}
