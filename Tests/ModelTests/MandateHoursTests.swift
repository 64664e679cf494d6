import Model
import Testing

@Suite struct MandateHoursTests {
  /// 2026-11-20 was a Friday.
  private static func at(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text.utf8))
  }

  @Test(arguments: [
    ("2026-11-20T01:00:00Z", "2026-11-20T05:00:00Z", true),
    ("2026-11-20T00:59:59Z", "2026-11-20T01:30:00Z", false),
    ("2026-11-20T04:30:00Z", "2026-11-20T05:00:01Z", false),
    ("2026-11-21T01:00:00Z", "2026-11-21T01:30:00Z", false),
    ("2026-11-20T01:00:00Z", "2026-11-23T05:00:00Z", false),
    ("2026-11-23T01:00:00Z", "2026-11-23T01:00:01Z", true),
    ("1969-12-29T01:00:00Z", "1969-12-29T01:30:00Z", true),
  ])
  func weekdays(_ start: String, _ end: String, _ isInside: Bool) throws {
    let hours = MandateHours(
      days: [.mon, .tue, .wed, .thu, .fri], from: try #require(TimeOfDay("01:00")),
      to: try #require(TimeOfDay("05:00")))
    #expect(
      hours.contain(Window(start: try Self.at(start), end: try Self.at(end))) == isInside)
  }

  @Test(arguments: [
    ("2026-11-20T22:00:00Z", "2026-11-21T04:00:00Z", true),
    ("2026-11-21T03:00:00Z", "2026-11-21T04:00:00Z", true),
    ("2026-11-21T03:00:00Z", "2026-11-21T04:00:01Z", false),
    ("2026-11-20T03:00:00Z", "2026-11-20T03:30:00Z", false),
    ("2026-11-21T22:00:00Z", "2026-11-21T22:30:00Z", false),
  ])
  func overMidnight(_ start: String, _ end: String, _ isInside: Bool) throws {
    let hours = MandateHours(
      days: [.fri], from: try #require(TimeOfDay("22:00")), to: try #require(TimeOfDay("04:00")))
    #expect(
      hours.contain(Window(start: try Self.at(start), end: try Self.at(end))) == isInside)
  }

  @Test func wholeDaysInARowAreOne() throws {
    let hours = MandateHours(
      days: [.fri, .sat], from: try #require(TimeOfDay("00:00")), to: .midnight)
    let start = try Self.at("2026-11-20T12:00:00Z")
    for (end, isInside) in [("2026-11-22T00:00:00Z", true), ("2026-11-22T00:00:01Z", false)] {
      #expect(hours.contain(Window(start: start, end: try Self.at(end))) == isInside)
    }
  }

  @Test(arguments: ["1:00", "24:01", "25:00", "01:60", "01-00", "0a:00", "", "+1:00"])
  func whatIsNoTime(_ text: String) { #expect(TimeOfDay(text) == nil) }

  @Test func windowsAreJoinedAsTheyAreKept() throws {
    let start = try Self.at("2026-11-20T12:00:00Z")
    func window(_ from: Int, _ to: Int) -> Window {
      Window(
        start: start.advanced(by: .seconds(from * 60)), end: start.advanced(by: .seconds(to * 60)))
    }
    var record = WindowRecord(
      of: Holding(
        subject: try #require(IdentityID("etl")),
        entitlement: EntitlementName(system: try #require(SystemID("db")), entitlement: "read")))
    for (from, to) in [(0, 10), (60, 70), (30, 40), (39, 50), (100, 110)] {
      record.add(window(from, to), joining: .seconds(600))
    }
    #expect(record.windows == [window(0, 10), window(30, 50), window(60, 70), window(100, 110)])
    record.add(window(51, 59), joining: .seconds(600))
    #expect(record.windows == [window(0, 10), window(30, 70), window(100, 110)])
    for place in 0..<500 {
      record.add(window(1000 + 60 * place, 1010 + 60 * place), joining: .zero)
    }
    #expect(record.windows.count == 100)
  }
}
