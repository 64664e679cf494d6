import Model

/// A piece of a line: words of ours, and values that are made harmless as they are put in.
///
/// Reports are written as string literals. What a literal says is ours; whatever is interpolated goes
/// through `shownText`, so that a text from outside cannot reach the output in any other way.
package struct Phrase: Sendable {
  /// A stretch of one tone, harmless already.
  struct Span: Hashable, Sendable {
    let text: String
    var tone: Tone?
    /// Whether no line may be broken in it.
    var isWhole = false
  }

  /// One span needs no list: a table of thousands of requests has a phrase in each cell.
  private enum Content: Sendable {
    case one(Span)
    case many([Span])
  }

  private var content: Content

  var spans: [Span] {
    switch content {
    case .one(let span): [span]
    case .many(let spans): spans
    }
  }

  /// The columns it takes.
  var width: Int {
    switch content {
    case .one(let span): displayWidth(span.text)
    case .many(let spans): spans.reduce(0) { $0 + displayWidth($1.text) }
    }
  }

  /// The phrase without colours, as standard error shows it.
  package var text: String { spans.map(\.text).joined() }

  var isEmpty: Bool {
    switch content {
    case .one(let span): span.text.isEmpty
    case .many(let spans): spans.allSatisfy { $0.text.isEmpty }
    }
  }

  func rendered(_ style: Style) -> String {
    var text: [UInt8] = []
    write(style, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  func write(_ style: Style, to text: inout [UInt8]) {
    switch content {
    case .one(let span): text += style.tinted(span.text, span.tone).utf8
    case .many(let spans):
      for span in spans { text += style.tinted(span.text, span.tone).utf8 }
    }
  }

  package static func + (left: Phrase, right: Phrase) -> Phrase {
    Phrase(spans: left.spans + right.spans)
  }

  package static func += (left: inout Phrase, right: Phrase) { left = left + right }

  /// The same with blanks behind it until it takes `width` columns.
  func padded(to width: Int) -> Phrase {
    self + Phrase(spans: [Span(text: blanks(width - self.width))])
  }

  init(spans: [Span]) { content = .many(spans) }

  /// Takes a text in which no line may be broken, such as a moment.
  init(whole text: String) { content = .one(Span(text: shownText(text), isWhole: true)) }
}

extension Phrase: ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) { content = .one(Span(text: text)) }

  package init(stringInterpolation: Interpolation) {
    content = stringInterpolation.first.map { .one($0) } ?? .many(stringInterpolation.spans)
  }

  package struct Interpolation: StringInterpolationProtocol {
    /// The only span so far.
    fileprivate var first: Span?
    /// The spans where they are more than one.
    fileprivate var spans: [Span] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { add(Span(text: text)) }
    }

    package mutating func appendInterpolation(
      _ value: some CustomStringConvertible, _ tone: Tone? = nil
    ) {
      add(Span(text: shownText(value.description), tone: tone))
    }

    package mutating func appendInterpolation(_ phrase: Phrase) {
      for span in phrase.spans { add(span) }
    }

    private mutating func add(_ span: Span) {
      if let only = first {
        spans = [only, span]
        first = nil
      } else if spans.isEmpty {
        first = span
      } else {
        spans.append(span)
      }
    }
  }
}

/// `lines` as text without colours, each ended with a newline.
package func joined(_ lines: [Phrase]) -> String { lines.map { $0.text + "\n" }.joined() }

/// So many blanks; none where `count` is negative.
func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
