package import Model

/// How a report looks where it is read: in colour or not, how wide, and seen from when.
package struct Style: Hashable, Sendable {
  /// Whether the reader understands ANSI colours: a terminal that nobody asked to be plain.
  package let isColored: Bool
  /// The columns of the terminal; absent where no line may be broken, as in a pipe or a log.
  package let width: Int?
  /// What "in 3 h" is counted from.
  package let now: Instant

  package init(isColored: Bool, width: Int?, now: Instant) {
    self.isColored = isColored
    self.width = width
    self.now = now
  }
}

/// What a stretch of text means; a terminal shows it as a colour.
///
/// No report says by colour alone what it does not also say in words.
package enum Tone: Hashable, Sendable {
  case good, waiting, bad, strong, faint

  /// The parameter of ANSI's "select graphic rendition" (ECMA-48, section 8.3.117).
  fileprivate var rendition: Int {
    switch self {
    case .good: 32
    case .waiting: 33
    case .bad: 31
    case .strong: 1
    case .faint: 2
    }
  }
}

extension Style {
  /// `text` in the colour of `tone`, where there are colours.
  func tinted(_ text: String, _ tone: Tone?) -> String {
    guard isColored, let tone, !text.isEmpty else { return text }
    return "\u{1B}[\(tone.rendition)m\(text)\u{1B}[0m"
  }
}
