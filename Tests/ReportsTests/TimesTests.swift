import Model
import Reports
import Testing

@Suite struct TimesTests {
  @Test(arguments: [
    (0, "now"), (1, "in 1 s"), (-119, "119 s ago"), (120, "in 2 min"), (7199, "in 119 min"),
    (7200, "in 2 h"), (10_799, "in 2 h"), (10_800, "in 3 h"), (-172_799, "47 h ago"),
    (172_800, "in 2 d"), (-259_199, "2 d ago"), (31_536_000, "in 365 d"),
  ])
  func saysHowFarAwayItIs(seconds: Int64, text: String) throws {
    let now = try Fixtures().now
    #expect(relativeTime(now.advanced(by: .seconds(seconds)), from: now) == text)
  }

  @Test func reachesFromTheFirstInstantToTheLast() {
    #expect(relativeTime(.latest, from: .earliest) == "in 3652424 d")
    #expect(relativeTime(.earliest, from: .latest) == "3652424 d ago")
  }

  @Test(arguments: [
    ("2026-11-21T17:00:00Z", "2026-11-21 17:00 UTC"),
    ("2026-11-21T17:00:05Z", "2026-11-21 17:00:05 UTC"),
    ("0000-01-01T00:00:00Z", "0000-01-01 00:00 UTC"),
    ("9999-12-31T23:59:59Z", "9999-12-31 23:59:59 UTC"),
  ])
  func showsInstantsInUTC(written: String, shown: String) throws {
    #expect(shownInstant(try Fixtures.instant(written)) == shown)
  }

  @Test(arguments: [
    (0, "0 s"), (28_800, "8 h"), (432_000, "5 d"), (28_781, "7 h 59 min 41 s"),
    (131_400, "1 d 12 h 30 min"),
  ])
  func showsDurationsInFull(seconds: Int64, shown: String) {
    #expect(shownDuration(.seconds(seconds)) == shown)
  }
}
