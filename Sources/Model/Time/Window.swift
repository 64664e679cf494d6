/// A half-open stretch of time, `[start, end)`: at `end` the access is over.
package struct Window: Hashable, Sendable {
  package let start: Instant
  package let end: Instant

  package init(start: Instant, end: Instant) {
    self.start = start
    self.end = end
  }

  /// How long it lasts.
  package var length: Duration { start.duration(to: end) }

  package func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

  /// Whether some instant lies in both windows; windows that only touch do not overlap.
  package func overlaps(_ other: Window) -> Bool { start < other.end && other.start < end }

  /// The time between two windows that do not overlap; zero where they touch or overlap.
  package func gap(to other: Window) -> Duration {
    // Of two windows with one start, one of them empty, neither lies behind the other.
    if overlaps(other) || start == other.start { return .zero }
    return start < other.start ? end.duration(to: other.start) : other.end.duration(to: start)
  }
}
