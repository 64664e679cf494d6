/// A day of the week, as mandates name it.
package enum Weekday: String, Hashable, Sendable, Codable, CaseIterable {
  case mon, tue, wed, thu, fri, sat, sun

  /// The day of `instant` in UTC.
  package init(of instant: Instant) {
    // 1970 began on a Thursday.
    let days = instant.seconds.flooredDivision(by: 86_400).quotient
    self = Weekday.allCases[Int((days + 3).flooredDivision(by: 7).remainder)]
  }
}

/// A time of the day in minutes from midnight; 24:00 is the end of the day.
package struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let minutes: Int

  /// The end of the day.
  package static let midnight = TimeOfDay(minutes: 24 * 60)

  private init(minutes: Int) { self.minutes = minutes }

  /// Reads `01:00`; `24:00` is the latest.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    func digit(_ place: Int) -> Int? {
      let value = Int(bytes[place]) - 48
      return (0...9).contains(value) ? value : nil
    }
    guard let tens = digit(0), let ones = digit(1), let sixths = digit(3), let minute = digit(4)
    else { return nil }
    let (hours, rest) = (tens * 10 + ones, sixths * 10 + minute)
    guard rest < 60, hours * 60 + rest <= 24 * 60 else { return nil }
    minutes = hours * 60 + rest
  }

  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
    left.minutes < right.minutes
  }

  package var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }
}

extension TimeOfDay: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = TimeOfDay(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time of day")
    }
    self = time
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// When a mandate's windows may lie, in UTC: from one time of the days that are named to another, which is on the next
/// day where it is not later.
package struct MandateHours: Hashable, Sendable, Codable {
  package let days: [Weekday]
  package let from: TimeOfDay
  package let to: TimeOfDay

  package init(days: [Weekday], from: TimeOfDay, to: TimeOfDay) {
    (self.days, self.from, self.to) = (days, from, to)
  }

  /// In words: `mon, tue from 01:00 to 05:00 UTC`.
  package var words: String {
    "\(days.map(\.rawValue).joined(separator: ", ")) from \(from) to \(to) UTC"
  }

  /// Whether all of `window` lies in these hours.
  ///
  /// Stretches that touch, as whole days in a row do, are one.
  package func contain(_ window: Window) -> Bool {
    var reached = window.start
    // A window is ten years long at most, and each turn brings it a minute on at least.
    while reached < window.end {
      guard let end = stretches(around: reached).filter({ $0.contains(reached) }).map(\.end).max()
      else { return false }
      reached = end
    }
    return true
  }

  /// The stretches that began on the day of `instant` or on the day before.
  private func stretches(around instant: Instant) -> [Window] {
    let midnight = instant.seconds - instant.seconds.flooredDivision(by: 86_400).remainder
    let length = to > from ? to.minutes - from.minutes : 24 * 60 - from.minutes + to.minutes
    return [midnight - 86_400, midnight].compactMap { day in
      guard days.contains(Weekday(of: Instant(clampingSeconds: day))) else { return nil }
      let start = Instant(clampingSeconds: day + Int64(from.minutes) * 60)
      return Window(start: start, end: start.advanced(by: .seconds(length * 60)))
    }
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
