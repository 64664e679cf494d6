internal import Processing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The machine's time zone, read as OpenSSH reads it.
enum LocalTime {
  /// The time zone of this machine.
  static let clock = LocalClock(seconds: seconds(of:)) { verifyTime($0, now: $1) }

  /// The seconds since 1970 of a local time, which OpenSSH takes for standard time even in summer.
  private static func seconds(of time: LocalClock.Reading) -> Int64? {
    var fields = tm()
    fields.tm_year = Int32(time.year - 1900)
    fields.tm_mon = Int32(time.month - 1)
    fields.tm_mday = Int32(time.day)
    fields.tm_hour = Int32(time.hour)
    fields.tm_min = Int32(time.minute)
    fields.tm_sec = Int32(time.second)
    return seconds(of: fields)
  }

  /// The time that ssh-keygen works with when git hands it the date `seconds`.
  ///
  /// Git writes it as a local time of fourteen digits without a zone, and ssh-keygen reads it back as
  /// standard time, so in summer it comes out an hour later. A date of 0 is not handed over at all, and
  /// `now` takes its place.
  /// - Returns: Nil for a year that is not written with four digits.
  private static func verifyTime(_ seconds: Int64, now: Int64) -> Int64? {
    guard seconds != 0 else { return now }
    var time = time_t(seconds)
    var fields = tm()
    guard localtime_r(&time, &fields) != nil, (1000...9999).contains(fields.tm_year + 1900) else {
      return nil
    }
    fields.tm_isdst = 0
    return self.seconds(of: fields)
  }

  private static func seconds(of fields: tm) -> Int64? {
    var fields = fields
    // Minus one is also a time; this field says whether the library understood.
    fields.tm_wday = -1
    let seconds = mktime(&fields)
    return fields.tm_wday == -1 ? nil : Int64(seconds)
  }
}
