import Model
import TestSupport
import Testing

@Suite struct InstantTests {
  // The seconds are what `date -u -d TEXT +%s` prints.
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0)), ("1969-12-31T23:59:59Z", -1),
    ("2000-02-29T12:34:56Z", 951_827_696), ("1900-03-01T00:00:00Z", -2_203_891_200),
    ("2026-11-20T12:00:00Z", 1_795_176_000), ("2038-01-19T03:14:08Z", 2_147_483_648),
    ("2100-02-28T23:59:59Z", 4_107_542_399), ("0000-01-01T00:00:00Z", -62_167_219_200),
    ("0000-02-29T00:00:00Z", -62_162_121_600), ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func aTextIsItsSeconds(_ text: String, _ seconds: Int64) {
    #expect(Instant(rfc3339: text.utf8)?.seconds == seconds)
    #expect(Instant(clampingSeconds: seconds).description == text)
  }

  @Test(arguments: [
    "", "2026-11-20", "2026-11-20T12:00:00", "2026-11-20T12:00:00z", "2026-11-20t12:00:00Z",
    "2026-11-20 12:00:00Z", "2026-11-20T12:00:00.0Z", "2026-11-20T12:00:00+00:00",
    "2026-11-20T12:00:00Z ", " 2026-11-20T12:00:00Z", "2026-11-20T12:00:00ZZ",
    "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z", "2026-04-31T00:00:00Z", "2026-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T23:60:00Z",
    "2026-11-20T23:59:60Z", "+026-11-20T12:00:00Z", "-026-11-20T12:00:00Z",
    "2026-11-2\u{661}T12:00:00Z", "20261-1-20T12:00:00Z", "2026-11-20T12:00:0\u{0}Z",
    "12026-11-20T12:00:00Z", "2026/11/20T12:00:00Z",
  ])
  func whatIsNotWrittenSoIsNoInstant(_ text: String) {
    #expect(Instant(rfc3339: text.utf8) == nil)
  }

  @Test func everyDayOfFourCenturiesFollowsTheOneBefore() throws {
    // 1 January 1900 to 31 December 2300 holds every kind of year; the calendar is counted by hand here.
    var seconds = instant("1900-01-01T00:00:00Z").seconds
    for year in 1900...2300 {
      let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
      for (month, days) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        for day in 1...days {
          let text = "\(year)-\(pair(month + 1))-\(pair(day))T23:59:59Z"
          let end = Instant(clampingSeconds: seconds + 86_399)
          try #require(end.description == text)
          try #require(Instant(rfc3339: text.utf8) == end)
          seconds += 86_400
        }
        let text = "\(year)-\(pair(month + 1))-\(pair(days + 1))T00:00:00Z"
        try #require(Instant(rfc3339: text.utf8) == nil)
      }
    }
    #expect(seconds == instant("2301-01-01T00:00:00Z").seconds)
  }

  private func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test func anyInstantCanBeReadBack() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<20_000 {
      let seconds = Int64.random(
        in: Instant.earliest.seconds...Instant.latest.seconds, using: &random)
      let instant = Instant(clampingSeconds: seconds)
      #expect(instant.seconds == seconds)
      #expect(Instant(rfc3339: instant.description.utf8) == instant)
    }
  }

  @Test func nothingLiesOutsideOfWhatCanBeWritten() {
    #expect(Instant(clampingSeconds: .max) == .latest)
    #expect(Instant(clampingSeconds: .min) == .earliest)
    #expect(Instant.latest.advanced(by: .seconds(1)) == .latest)
    #expect(Instant.latest.advanced(by: .seconds(Int64.max)) == .latest)
    #expect(Instant.earliest.advanced(by: .seconds(Int64.min)) == .earliest)
    #expect(Instant.earliest.advanced(by: .seconds(-1)) == .earliest)
    #expect(Instant.earliest.duration(to: .latest) == .seconds(315_569_519_999))
  }
}
