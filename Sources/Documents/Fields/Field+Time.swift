import Model

extension Field {
  /// An instant as RFC 3339 with `Z`; a date alone is a fault (DESIGN section 3).
  func instant(_ findings: inout Findings) -> Instant? {
    let expected = "an instant such as `2026-11-21T09:00:00Z`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    if let instant = Instant(rfc3339: text.utf8) { return instant }
    let hint: String
    if Instant(rfc3339: Array(text.utf8) + Array("T00:00:00Z".utf8)) != nil {
      hint = "a date alone is no instant: write `\(text)T00:00:00Z`"
    } else if Instant(rfc3339: Array(text.utf8.prefix(19)) + [UInt8(ascii: "Z")]) != nil {
      hint = "write it in UTC, to the second, with `Z` at its end"
    } else {
      hint = "write year, month, day, hour, minute and second, in UTC, with `Z` at its end"
    }
    return refuse(expected: expected, hint: hint, &findings)
  }

  /// A duration such as `30m`, `8h`, `5d` or `PT8H`, at most 3,660 days.
  func duration(_ findings: inout Findings) -> Duration? {
    let expected = "a duration such as `30m`, `8h` or `5d`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    do {
      return try Duration(written: text.utf8)
    } catch {
      let hint =
        switch error {
        case .notADuration: "write a whole number and `m`, `h` or `d`, without a blank"
        case .zero: "a window has a length: write at least `1m`"
        case .calendarUnit: "write years, months and weeks in days of 24 hours"
        case .tooLong: "write at most `\(Duration.longestWritten.written)`"
        }
      return refuse(expected: expected, hint: hint, &findings)
    }
  }

  /// The duration with its place.
  func markedDuration(_ findings: inout Findings) -> Marked<Duration>? {
    duration(&findings).map { Marked($0, mark) }
  }
}
