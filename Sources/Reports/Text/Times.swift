package import Model

/// `instant` as people read it, `2026-11-21 17:00 UTC`; seconds are shown where there are any.
package func shownInstant(_ instant: Instant) -> String {
  let text = instant.description
  let time = text.dropFirst(11).prefix(instant.seconds.isMultiple(of: 60) ? 5 : 8)
  return "\(text.prefix(10)) \(time) UTC"
}

/// How far `instant` is from `now`: `in 3 h`, `2 d ago`, `now`.
///
/// One unit, cut off and never rounded up: access lasts at least as long as is said. Small numbers of a
/// large unit would say little, so minutes go up to two hours and hours to two days.
package func relativeTime(_ instant: Instant, from now: Instant) -> String {
  let seconds = now.duration(to: instant).wholeSeconds
  let distance = abs(seconds)
  let text =
    switch distance {
    case 0: "now"
    case ..<120: "\(distance) s"
    case ..<7200: "\(distance / 60) min"
    case ..<172_800: "\(distance / 3600) h"
    default: "\(distance / 86_400) d"
    }
  if distance == 0 { return text }
  return seconds > 0 ? "in \(text)" : "\(text) ago"
}

/// `duration` in full, `8 h` or `1 d 12 h 30 min`.
package func shownDuration(_ duration: Duration) -> String {
  let seconds = duration.wholeSeconds
  var text = ""
  func add(_ count: Int64, _ unit: String) {
    guard count != 0 else { return }
    if !text.isEmpty { text += " " }
    text += String(count)
    text += unit
  }
  add(seconds / 86_400, " d")
  add(seconds / 3600 % 24, " h")
  add(seconds / 60 % 60, " min")
  add(seconds % 60, " s")
  return text.isEmpty ? "0 s" : text
}

extension Style {
  /// The moment and how far it is, `2026-11-21 17:00 UTC (in 3 h)`.
  func moment(_ instant: Instant) -> Phrase {
    Phrase(whole: "\(shownInstant(instant)) (\(relativeTime(instant, from: now)))")
  }
}

extension Window {
  /// From when until when, and how long that is.
  var phrase: Phrase {
    "\(Phrase(whole: shownInstant(start))) to \(Phrase(whole: shownInstant(end))), "
      + Phrase(whole: shownDuration(length))
  }
}
