import Model
import Testing

@testable import Reports

/// What a run tells where it decided more than anybody reads.
@Suite struct ToldDecisionTests {
  @Test("thousands of refusals fill their own room alone, and the summary counts them all")
  func flood() throws {
    let fixtures = try Fixtures()
    let grant = try fixtures.grants()[0]
    let request = fixtures.request()
    let refused = Decision.settle(
      RequestRecord(
        try fixtures.landed(try fixtures.key(), request: request), decided: fixtures.now,
        outcome: .refused, reasons: [fixtures.notEligible]), request)
    var told = ToldDecisions()
    told.add((0..<12_345).map { _ in refused })
    told.add([.revoke(grant)])
    #expect(told.all.count == ToldDecisions.mostOfAKind + 1)
    #expect(told.further == 12_345 - ToldDecisions.mostOfAKind)
    let report = RunReport(
      decisions: told, cursor: try fixtures.cursor(), halted: [],
      ledger: .unmoved(at: try fixtures.object(1)))
    let text = report.text(fixtures.style())
    #expect(text.contains("12345 refused"), "\(text.suffix(300))")
    #expect(text.contains("\(grant.id)"), "\(text.suffix(300))")
    #expect(text.contains("and 11345 more, which"))
    // The near twin: what is all told has nothing behind it.
    let few = RunReport(
      decisions: ToldDecisions([refused]), cursor: try fixtures.cursor(), halted: [],
      ledger: .unmoved(at: try fixtures.object(1)))
    #expect(!few.text(fixtures.style()).contains("more, which"))
  }
}
