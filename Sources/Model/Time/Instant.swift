/// A moment in UTC, in whole seconds since 1970-01-01T00:00:00Z.
///
/// Access begins and ends on whole seconds, and Foundation's dates cost more than the judgement they
/// serve, so an instant is one integer. Years 0000 to 9999 can be written (RFC 3339, section 5.6).
package struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  package let seconds: Int64

  /// The first instant that can be written: 0000-01-01T00:00:00Z.
  package static let earliest = Instant(seconds: -62_167_219_200)
  /// The last instant that can be written: 9999-12-31T23:59:59Z.
  package static let latest = Instant(seconds: 253_402_300_799)

  /// Makes the instant that lies `seconds` after 1970, held within `earliest ... latest`.
  package init(clampingSeconds seconds: Int64) {
    self.init(
      seconds: min(max(seconds, Instant.earliest.seconds), Instant.latest.seconds))
  }

  private init(seconds: Int64) { self.seconds = seconds }

  /// Reads `YYYY-MM-DDThh:mm:ssZ` and nothing else.
  ///
  /// RFC 3339 allows fractions, offsets and lower case; DESIGN section 3 asks for `Z`, and one spelling
  /// a moment keeps records comparable byte by byte. A leap second (`:60`) is no instant of ours.
  package init?(rfc3339 text: some Sequence<UInt8>) {
    let bytes = Array(text.prefix(21))
    guard bytes.count == 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
      let year = decimal(bytes[0..<4]), let month = decimal(bytes[5..<7]),
      let day = decimal(bytes[8..<10]), let hour = decimal(bytes[11..<13]),
      let minute = decimal(bytes[14..<16]), let second = decimal(bytes[17..<19]),
      (1...12).contains(month), day >= 1, day <= daysIn(month: month, year: year),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    self.init(seconds: ((days * 24 + hour) * 60 + minute) * 60 + second)
  }

  package static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

  /// The instant `duration` later, held within `earliest ... latest`.
  package func advanced(by duration: Duration) -> Instant {
    let (sum, overflow) = seconds.addingReportingOverflow(duration.wholeSeconds)
    if overflow { return duration.wholeSeconds > 0 ? .latest : .earliest }
    return Instant(clampingSeconds: sum)
  }

  /// How long it is from this instant to `other`; negative where `other` is earlier.
  package func duration(to other: Instant) -> Duration { .seconds(other.seconds - seconds) }
}

extension Instant: CustomStringConvertible {
  /// The instant as RFC 3339 writes it, such as `2026-11-21T09:00:00Z`.
  package var description: String {
    let days = (seconds - (seconds < 0 ? 86_399 : 0)) / 86_400
    let (year, month, day) = civil(daysSince1970: days)
    let second = seconds - days * 86_400
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(second / 3600, 2))"
      + ":\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
  }
}

extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let instant = Instant(rfc3339: text.utf8) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not an instant: \(text)")
    }
    self = instant
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

private func decimal(_ digits: ArraySlice<UInt8>) -> Int64? {
  var value: Int64 = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    value = value * 10 + Int64(digit - UInt8(ascii: "0"))
  }
  return value
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private func daysIn(month: Int64, year: Int64) -> Int64 {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: 31
  }
}

// The proleptic Gregorian calendar in 400-year eras that begin on 1 March, so that the leap day is
// the last of a year: Howard Hinnant, "chrono-compatible low-level date algorithms".
private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
  let year = month <= 2 ? year - 1 : year
  let era = (year >= 0 ? year : year - 399) / 400
  let yearOfEra = year - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return (
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
    dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  )
}
