import Ledger
import Model
import TestSupport
import Testing

/// THREATS row 56: whatever is within its bounds is written, and what was written is read again.
@Suite("Records at their bounds") struct RecordBoundsTests {
  /// Characters that take most room in JSON, and one that takes least.
  private static let letters = ["a", "\"", "\\", "\u{1B}", "\u{7F}", "\u{202E}", "é", "\u{1F600}"]

  private struct Worst {
    var random: SplitMix64

    mutating func text(_ bytes: Int) -> String {
      let letter = RecordBoundsTests.letters.randomElement(using: &random) ?? "a"
      let count = Int.random(in: (bytes * 9 / 10)...(bytes * 11 / 10), using: &random)
      return String(repeating: letter, count: max(1, count / letter.utf8.count))
    }

    mutating func reason() -> Reason {
      Reason(
        .invalidDocument, text(Bounds.text),
        at: SourceLocation(file: text(Bounds.file), mark: Mark(line: 65_536, column: 65_536)),
        hint: text(Bounds.text), about: ObjectID(bytes: (0..<20).map { _ in 0xFF }))
    }

    /// A list as long as one is that nobody has bounded yet.
    mutating func reasons() -> [Reason] {
      let count = [1, Bounds.reasons - 1, Bounds.reasons, Bounds.reasons + 1, 500].randomElement(
        using: &random)
      return (0..<(count ?? 1)).map { _ in reason() }
    }

    mutating func path(_ number: Int) -> RepositoryPath {
      let byte = [UInt8(ascii: "a"), UInt8(ascii: "\""), 0x1B, 0xFF].randomElement(using: &random)
      let name = [UInt8](repeating: byte ?? 0x1B, count: 4000)
      return RepositoryPath(Array("requests/billing-db/\(number)-".utf8) + name)
    }
  }

  private func name(_ number: Int) throws -> IdentityID {
    try #require(IdentityID(String(repeating: "n", count: 58) + "\(number % 10)"))
  }

  private func approval(_ number: Int) throws -> Approval {
    Approval(
      verifiedSignatureOf: try name(number),
      key: "SHA256:" + String(repeating: "/", count: 43), format: .openpgp, assurance: .personal,
      commit: numbered(number))
  }

  private func landed(
    _ number: Int, at path: RepositoryPath, of fixture: LedgerFixture, _ worst: inout Worst
  ) throws -> LandedRequest {
    LandedRequest(
      key: RequestKey(path: path, blob: numbered(number)), grantID: grantID(number),
      landing: fixture.anchor, dated: fixture.dawn, seen: fixture.at(1),
      document: .readable(try fixture.request()),
      approvals: try (0..<(Bounds.approvals + 5)).map {
        SeenApproval(
          approval: try approval($0), seen: fixture.at(1), dated: fixture.dawn, isLate: false)
      },
      changes: try (0..<(Bounds.changes + 5)).map {
        RequestChange(
          commit: numbered($0), people: [try name(1), try name(2), try name(3)],
          signer: try name(4), isOrigin: true)
      }, holders: [], flaws: worst.reasons(), notes: worst.reasons())
  }

  @Test(
    "56: each kind of record is written and read again", arguments: 1...2 as ClosedRange<UInt64>)
  func writtenAndRead(seed: UInt64) async throws {
    let fixture = try await LedgerFixture()
    var worst = Worst(random: SplitMix64(seed: seed))
    let ledger = try fixture.beginAndOpen()

    // All outcomes that a path can have, and some more.
    let path = worst.path(1)
    var decisions: [Decision] = []
    for number in 0..<(Bounds.outcomes + 3) {
      decisions.append(
        .settle(
          RequestRecord(
            try landed(number, at: path, of: fixture, &worst), decided: fixture.at(60),
            outcome: .refused, reasons: worst.reasons()), nil))
    }
    let grant = Grant(
      id: grantID(900), request: try fixture.request(),
      key: RequestKey(path: worst.path(2), blob: numbered(900)),
      window: Window(start: fixture.at(60), end: fixture.at(540)), landing: fixture.anchor,
      policy: fixture.policy, approvals: try (0..<Bounds.approvals).map(approval),
      issued: GrantEvent(
        .issued, at: fixture.at(60), mainline: fixture.anchor, reasons: worst.reasons()))
    let issued = RequestRecord(
      LandedRequest(
        key: grant.request, grantID: grant.id, landing: fixture.anchor, dated: fixture.dawn,
        seen: fixture.at(1), document: .readable(try fixture.request()),
        approvals: [], changes: [], holders: [], flaws: [], notes: []), decided: fixture.at(60),
      outcome: .granted, grant: grant.id, reasons: [])
    decisions.append(.issue(grant, issued))
    let revoked = grant.ended(
      .revoked, at: fixture.at(60), mainline: fixture.anchor, reasons: worst.reasons(),
      canSign: false)
    decisions.append(.revoke(revoked))

    var cursor = ledger.cursor
    cursor.at = fixture.at(60)
    cursor.frozen = worst.reasons().bounded
    cursor.ungoverned = (0..<Bounds.ungoverned).map {
      UngovernedChange(
        path: worst.path($0), landing: numbered($0), before: "100644 \(numbered($0))",
        reason: worst.reason())
    }
    cursor.joints = (0..<Bounds.joints).map {
      MainlineJoint(landing: numbered($0), previous: numbered($0 + 1))
    }
    cursor.tooLarge = (0..<(TooLargeLanding.remembered + 5)).map {
      TooLargeLanding(
        landing: numbered($0), previous: numbered($0), overrun: Overrun(.objectBytes, over: 1 << 40)
      )
    }
    let next = try fixture.open(
      try fixture.writer.append(
        Judgement(decisions: decisions, cursor: cursor), processorKeys: fixture.keys, to: ledger,
        mainline: ledger.cursor.mainline))

    let record = try #require(try next.paths([path])[path])
    #expect(record.requests.count == Bounds.outcomes)
    #expect(record.isUsedUp(by: numbered(5000)))
    #expect(try next.grant(grant.id)?.grant == revoked)
    #expect(next.cursor == cursor)
    #expect(next.cursor.tooLarge.count == TooLargeLanding.remembered)
    #expect(try await next.verifyChain() == decisions.count + 1)
    // A list that was bounded once stays as it is.
    for reasons in record.requests.map(\.reasons) + [next.cursor.frozen] {
      #expect(reasons.bounded == reasons && reasons.count <= Bounds.reasons)
    }
  }

  @Test("56: what an acceptance cannot hold is too large, and what is not too large is held")
  func acceptances() async throws {
    let fixture = try await LedgerFixture()
    let ledger = try fixture.beginAndOpen()
    func acceptance(files: Int, approvals: Int) throws -> PolicyAcceptance {
      let line = AcceptedLine(count: 1, approvals: try (0..<approvals).map(approval))
      let changes = (0..<files).map { file in
        AcceptedChange(
          path: RepositoryPath(
            "policies/people/\(String(repeating: "p", count: 250))-\(file).yaml"),
          requirements: [
            AcceptedRequirement(lines: [line]), AcceptedRequirement(lines: [line, line]),
          ])
      }
      return PolicyAcceptance(
        number: 1, landing: numbered(1), tree: fixture.policy, changes: changes)
    }
    // The most files, one more, and many approvals of some.
    var held = 0
    for (files, approvals) in [(10_000, 0), (10_001, 0), (60, 200)] {
      let acceptance = try acceptance(files: files, approvals: approvals)
      guard acceptance.excess == nil else { continue }
      held += 1
      let tip = try fixture.writer.append(
        fixture.judgement([.accept(acceptance)], after: ledger), processorKeys: fixture.keys,
        to: ledger, mainline: ledger.cursor.mainline)
      #expect(try fixture.open(tip).acceptances() == [acceptance])
    }
    #expect(held == 2)
    #expect(try acceptance(files: 10_001, approvals: 0).excess?.code == .tooLarge)
    #expect(try acceptance(files: 5000, approvals: 200).excess?.code == .tooLarge)
  }
}
