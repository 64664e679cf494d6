import Model
import TestSupport
import Testing

@Suite struct DurationTests {
  @Test(arguments: [
    ("1m", Int64(60)), ("30m", 1800), ("90m", 5400), ("8h", 28_800), ("5d", 432_000),
    ("008h", 28_800), ("PT30M", 1800), ("PT8H", 28_800), ("P5D", 432_000), ("P1DT12H", 129_600),
    ("PT1H30M15S", 5415), ("PT90S", 90), ("PT0H5M", 300), ("3660d", 316_224_000),
    ("P3660D", 316_224_000),
  ])
  func aTextIsItsSeconds(_ text: String, _ seconds: Int64) throws {
    #expect(try Duration(written: text.utf8) == .seconds(seconds))
  }

  @Test(arguments: [
    ("", DurationFault.notADuration), ("8", .notADuration), ("h", .notADuration),
    ("8s", .notADuration), ("8H", .notADuration), ("-8h", .notADuration),
    ("+8h", .notADuration), ("8 h", .notADuration), (" 8h", .notADuration),
    ("8h ", .notADuration), ("8h30m", .notADuration), ("1.5h", .notADuration),
    ("1e3h", .notADuration), ("\u{661}h", .notADuration), ("pt8h", .notADuration),
    ("P", .notADuration), ("PT", .notADuration), ("P1DT", .notADuration), ("PT8", .notADuration),
    ("PT1D", .notADuration), ("P8H", .notADuration), ("PT1M1H", .notADuration),
    ("PT1H1H", .notADuration), ("PTT1H", .notADuration), ("PT1HT1M", .notADuration),
    ("P-1D", .notADuration), ("PT1,5H", .notADuration), ("0h", .zero), ("PT0S", .zero),
    ("P0D", .zero), ("1w", .calendarUnit), ("1y", .calendarUnit), ("P1Y", .calendarUnit),
    ("P1M", .calendarUnit), ("P1W", .calendarUnit), ("3661d", .tooLong), ("P3660DT1S", .tooLong),
    ("1000000000000000000000000000000h", .tooLong), ("PT9223372036854775807S", .tooLong),
    ("9223372036854775808m", .tooLong),
  ])
  func whatIsNotWrittenSoIsAFault(_ text: String, _ fault: DurationFault) {
    #expect(throws: fault) { try Duration(written: text.utf8) }
  }

  @Test(arguments: [
    (Int64(60), "1m"), (3600, "1h"), (5400, "90m"), (28_800, "8h"), (86_400, "1d"),
    (129_600, "36h"), (90, "PT90S"), (0, "PT0S"),
  ])
  func itIsWrittenInItsLargestWholeUnit(_ seconds: Int64, _ text: String) {
    #expect(Duration.seconds(seconds).written == text)
  }

  @Test func whatIsWrittenCanBeReadBack() throws {
    var random = SplitMix64(seed: 2)
    for _ in 0..<5000 {
      let longest = Duration.longestWritten.wholeSeconds
      let scale = [1, 60, 3600, 86_400].randomElement(using: &random) ?? 1
      let duration = Duration.seconds(
        Int64.random(in: 1...(longest / Int64(scale)), using: &random) * Int64(scale))
      #expect(try Duration(written: duration.written.utf8) == duration)
    }
  }
}
