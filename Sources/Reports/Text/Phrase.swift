/// A piece of a line: words of ours, and values that are made harmless as they are put in.
///
/// Reports are written as string literals. What a literal says is ours; whatever is interpolated goes
/// through `shownText`, so that a text from outside cannot reach the output in any other way.
struct Phrase: Sendable {
  /// A stretch of one tone, harmless already.
  struct Span: Hashable, Sendable {
    let text: String
    var tone: Tone?
    /// Whether no line may be broken in it.
    var isWhole = false
  }

  private(set) var spans: [Span] = []

  /// The columns it takes.
  var width: Int { spans.reduce(0) { $0 + displayWidth($1.text) } }

  var isEmpty: Bool { spans.allSatisfy(\.text.isEmpty) }

  func rendered(_ style: Style) -> String {
    spans.reduce(into: "") { $0 += style.tinted($1.text, $1.tone) }
  }

  static func + (left: Phrase, right: Phrase) -> Phrase {
    Phrase(spans: left.spans + right.spans)
  }

  static func += (left: inout Phrase, right: Phrase) { left.spans += right.spans }

  /// The same with blanks behind it until it takes `width` columns.
  func padded(to width: Int) -> Phrase {
    self + Phrase(spans: [Span(text: blanks(width - self.width))])
  }

  init(spans: [Span]) { self.spans = spans }

  /// Takes a text in which no line may be broken, such as a moment.
  init(whole text: String) { spans = [Span(text: shownText(text), isWhole: true)] }
}

extension Phrase: ExpressibleByStringInterpolation {
  init(stringLiteral text: String) { spans = [Span(text: text)] }

  init(stringInterpolation: Interpolation) { spans = stringInterpolation.spans }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var spans: [Span] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      spans.reserveCapacity(interpolationCount * 2 + 1)
    }

    mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { spans.append(Span(text: text)) }
    }

    mutating func appendInterpolation(
      _ value: some CustomStringConvertible, _ tone: Tone? = nil
    ) {
      spans.append(Span(text: shownText(value.description), tone: tone))
    }

    mutating func appendInterpolation(_ phrase: Phrase) { spans += phrase.spans }
  }
}

/// So many blanks; none where `count` is negative.
func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
