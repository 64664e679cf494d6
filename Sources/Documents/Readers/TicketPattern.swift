import Model

extension Field {
  /// A regular expression that tickets are held against, whole (THREATS row 40).
  ///
  /// Swift's engine backtracks, and the tickets come from strangers. So a pattern has no references or
  /// lookaround, repeats nothing that repeats or chooses inside, and repeats at four places at most:
  /// for a ticket of 128 bytes that bounds the steps.
  func ticketPattern(_ findings: inout Findings) -> Marked<String>? {
    let expected = "a regular expression without blanks, such as `(OPS|INC)-[0-9]+`"
    guard let text = word(expected: expected, limit: Limits.pattern, &findings) else { return nil }
    if let hint = patternHint(text) {
      return refuse(expected: expected, hint: hint, &findings)
    }
    do {
      _ = try Regex(text)
    } catch {
      return refuse(expected: expected, hint: "it is no valid regular expression", &findings)
    }
    return Marked(text, mark)
  }
}

/// What keeps a pattern from being used, if anything does.
private func patternHint(_ text: String) -> String? {
  /// Whether each open group repeats or chooses inside.
  var open: [Bool] = []
  var closedIsComplex = false
  var repetitions = 0
  var inClass = false
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    let wasComplex = closedIsComplex
    closedIsComplex = false
    switch byte {
    case UInt8(ascii: "\\"):
      guard let escaped = rest.popFirst() else { return "it ends in a backslash" }
      let isLetterOrDigit =
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(escaped)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(escaped | 0x20)
      let isKnown = "dDwWsS".utf8.contains(escaped)
      if isLetterOrDigit, !isKnown {
        return "the escapes are `\\d`, `\\w`, `\\s` and those of punctuation"
      }
    case UInt8(ascii: "["):
      if inClass { return "a class within a class is not taken" }
      inClass = true
    case UInt8(ascii: "]"): inClass = false
    case _ where inClass: break
    case UInt8(ascii: "("):
      if rest.first == UInt8(ascii: "?") {
        guard rest.starts(with: "?:".utf8) else {
          return "groups are `(…)` or `(?:…)`: lookaround, names and options are not taken"
        }
        rest = rest.dropFirst(2)
      }
      open.append(false)
    case UInt8(ascii: ")"):
      closedIsComplex = open.popLast() ?? false
      if closedIsComplex, !open.isEmpty { open[open.count - 1] = true }
    case UInt8(ascii: "|"):
      if !open.isEmpty { open[open.count - 1] = true }
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
      if wasComplex { return "a group that is repeated may not repeat or choose inside" }
      repetitions += 1
      if repetitions > 4 { return "it repeats at more than four places" }
      if !open.isEmpty { open[open.count - 1] = true }
    case UInt8(ascii: "#"): return "`#` is not taken"
    default: break
    }
  }
  return nil
}
