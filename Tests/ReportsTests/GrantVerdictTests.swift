import Model
import Reports
import Testing

/// What is said of a grant in each state, also where the clock has gone past the record.
@Suite struct GrantVerdictTests {
  @Test(
    arguments: [
      (.scheduled, 1, 2, "Granted from 2026-11-21 15:00 UTC (in 60 min)."),
      (
        .scheduled, 0, 2,
        "Granted from 2026-11-21 14:00 UTC (now); no run has begun it yet."
      ),
      (.issuing, -1, 2, "Being issued: the target has not confirmed it yet."),
      (.active, -1, 2, "Granted until 2026-11-21 16:00 UTC (in 2 h)."),
      (
        .active, -2, 0,
        "Granted until 2026-11-21 14:00 UTC (now); no run has ended it yet."
      ),
      (.revoking, -1, 2, "Being revoked: the target has not confirmed it yet."),
      (.revoked, -1, 2, "Revoked 2026-11-21 13:59 UTC (60 s ago)."),
      (.expiring, -2, -1, "Being ended: the target has not confirmed it yet."),
      (.expired, -2, -1, "Expired 2026-11-21 13:59 UTC (60 s ago)."),
    ] as [(GrantState, Int64, Int64, String)])
  func saysWhereAGrantStands(
    state: GrantState, start: Int64, end: Int64, sentence: String
  ) throws {
    let fixtures = try Fixtures()
    let grant = try fixtures.grant(
      start: fixtures.now.advanced(by: .seconds(start * 3600)),
      end: fixtures.now.advanced(by: .seconds(end * 3600)))
    let moved = grant.after(
      GrantEvent(
        .activated, at: fixtures.now.advanced(by: .seconds(-60)), mainline: grant.landing),
      state: state)
    let explanation = Explanation(key: grant.request, request: nil, grant: moved)
    let lines = explanation.text(fixtures.style()).split(separator: "\n")
    #expect(lines.contains { $0 == "  \(sentence)" }, "\(lines)")
  }

  @Test func showsEveryGrantByItsWholeID() throws {
    let grants = try Fixtures().grants()
    let text = GrantsReport(grants: grants).text(try Fixtures().style())
    for grant in grants { #expect(text.contains(grant.id.description)) }
  }
}
