internal import Signatures

/// The machine's time zone, as OpenSSH reads it.
package struct LocalClock: Sendable {
  /// A local time on the clock of some place.
  package struct Reading: Sendable {
    package let year, month, day, hour, minute, second: Int
  }

  /// The seconds since 1970 of a local time, which OpenSSH takes for standard time even in summer.
  let seconds: @Sendable (Reading) -> Int64?
  /// The time that ssh-keygen works with when git hands it a date; `now` is the other one.
  let verifyTime: @Sendable (_ seconds: Int64, _ now: Int64) -> Int64?

  package init(
    seconds: @escaping @Sendable (Reading) -> Int64?,
    verifyTime: @escaping @Sendable (_ seconds: Int64, _ now: Int64) -> Int64?
  ) {
    self.seconds = seconds
    self.verifyTime = verifyTime
  }

  /// The same for lists of signers.
  var wallClock: WallClock {
    { [seconds] time in
      seconds(
        Reading(
          year: time.year, month: time.month, day: time.day, hour: time.hour, minute: time.minute,
          second: time.second))
    }
  }
}
