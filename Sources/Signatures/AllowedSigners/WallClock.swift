import Model

/// A date and a time of day as somebody read them off a calendar and a clock, in no time zone yet.
package struct WallClockTime: Sendable, Hashable {
  package let year: Int
  package let month: Int
  package let day: Int
  package let hour: Int
  package let minute: Int
  package let second: Int
}

/// Turns local times into seconds since 1970, as the machine's time zone has it.
///
/// Passed in, since only the outermost room knows the environment (DESIGN section 10). OpenSSH takes
/// every local time for standard time, also in summer (`mktime` with `tm_isdst` 0), and whoever wants
/// its verdicts must do so too.
package typealias WallClock = @Sendable (WallClockTime) -> Int64?

extension WallClockTime {
  /// Reads `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`; nil for anything else.
  ///
  /// As for OpenSSH a day that the month does not have, such as 30 February, is one of the next month.
  init?(digits: ArraySlice<UInt8>) {
    guard [8, 12, 14].contains(digits.count),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    func number(_ start: Int, _ count: Int) -> Int {
      digits.dropFirst(start).prefix(count).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    self.init(
      year: number(0, 4), month: number(4, 2), day: number(6, 2), hour: number(8, 2),
      minute: number(10, 2), second: number(12, 2))
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
  }

  /// The seconds since 1970 where the time is in UTC.
  var secondsInUTC: Int64? {
    let text = String(year)
    let digits = String(repeating: "0", count: 4 - text.utf8.count) + text
    let month = (month < 10 ? "0" : "") + String(month)
    guard let start = Instant(rfc3339: "\(digits)-\(month)-01T00:00:00Z".utf8) else { return nil }
    return start.seconds + Int64((((day - 1) * 24 + hour) * 60 + minute) * 60 + second)
  }

  /// The seconds since 1970 of a time as ssh-keygen(1) takes it: local unless `Z` or `UTC` ends it.
  ///
  /// Nil for anything else, and for times up to 1970's first second, as in OpenSSH.
  static func seconds(_ text: ArraySlice<UInt8>, _ wallClock: WallClock) -> Int64? {
    let upper = text.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }[...]
    let suffix = ["Z", "UTC"].first { upper.suffix($0.utf8.count).elementsEqual($0.utf8) }
    guard let time = WallClockTime(digits: upper.dropLast(suffix?.utf8.count ?? 0)),
      let seconds = suffix == nil ? wallClock(time) : time.secondsInUTC, seconds > 0
    else { return nil }
    return seconds
  }
}
