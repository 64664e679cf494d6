/// Compiled ticket patterns: compiling one costs more than all the rest of a judgement.
struct TicketPatterns {
  private var plain: [String: PlainPattern?] = [:]
  private var compiled: [String: Regex<AnyRegexOutput>] = [:]

  /// Whether `pattern` matches the whole of `ticket`.
  ///
  /// Unicode scalars are compared, not characters, so that nothing is called equal that is written
  /// with other bytes. A pattern that cannot be compiled, which no accepted policy has, matches nothing.
  mutating func match(_ pattern: String, _ ticket: String) -> Bool {
    if let answer = plain(pattern)?.matchesWhole(ticket) { return answer }
    do {
      let regex =
        try compiled[pattern] ?? Regex(pattern).matchingSemantics(.unicodeScalar)
      compiled[pattern] = regex
      return try regex.wholeMatch(in: ticket) != nil
    } catch {
      return false
    }
  }

  private mutating func plain(_ pattern: String) -> PlainPattern? {
    if let known = plain[pattern] { return known }
    let read = PlainPattern(pattern)
    plain[pattern] = .some(read)
    return read
  }
}
