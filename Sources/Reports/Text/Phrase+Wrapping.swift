extension Phrase {
  /// The phrase on lines of at most `first` columns, and of `rest` from the second line on.
  ///
  /// Lines break at blanks only: a word that is too long stays whole, since it may be an id to copy.
  func wrapped(first: Int, rest: Int) -> [Phrase] {
    guard first < width else { return [self] }
    var lines = [Phrase(spans: [])]
    var used = 0
    for word in words {
      let limit = lines.count == 1 ? first : rest
      let isAtStart = lines[lines.count - 1].spans.isEmpty
      if !isAtStart, limit < used + word.blanksBefore + word.phrase.width {
        lines.append(word.phrase)
        used = word.phrase.width
      } else {
        let before = Phrase(spans: [Span(text: blanks(word.blanksBefore))])
        lines[lines.count - 1] += before + word.phrase
        used += word.blanksBefore + word.phrase.width
      }
    }
    return lines
  }

  private var words: [(blanksBefore: Int, phrase: Phrase)] {
    var words: [(blanksBefore: Int, phrase: Phrase)] = []
    var pending = 0
    var current = Phrase(spans: [])
    for span in spans {
      let parts =
        span.isWhole
        ? [span.text.unicodeScalars[...]]
        : span.text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
      for (place, part) in parts.enumerated() {
        if place > 0 {
          if !current.spans.isEmpty {
            words.append((pending, current))
            current = Phrase(spans: [])
            pending = 0
          }
          pending += 1
        }
        if !part.isEmpty { current += Phrase(spans: [Span(text: String(part), tone: span.tone)]) }
      }
    }
    if !current.spans.isEmpty { words.append((pending, current)) }
    return words
  }
}
