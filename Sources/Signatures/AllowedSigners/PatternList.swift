/// OpenSSH's patterns: `*` for any bytes, `?` for one, compared as they are.
enum PatternList {
  private static let star = UInt8(ascii: "*")
  private static let question = UInt8(ascii: "?")
  /// A longer pattern makes OpenSSH give up on its whole list (match.c).
  private static let longestPattern = 1022

  /// Whether `pattern` matches all of `text`.
  ///
  /// On a mismatch only the last star is widened, which is enough and keeps the work below the product
  /// of the two lengths, however many stars a hostile pattern has.
  static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var (place, next) = (text.startIndex, pattern.startIndex)
    var retry: (place: Int, next: Int)?
    while place < text.endIndex {
      if next < pattern.endIndex, pattern[next] == star {
        next += 1
        retry = (place, next)
      } else if next < pattern.endIndex, pattern[next] == question || pattern[next] == text[place] {
        place += 1
        next += 1
      } else if let last = retry {
        retry = (last.place + 1, last.next)
        (place, next) = (last.place + 1, last.next)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == star }
  }

  /// Whether one of the comma-separated patterns of `list` matches `text`, and none behind a `!` does.
  ///
  /// Nothing matches an empty text, which names nobody.
  static func contains(_ text: ArraySlice<UInt8>, in list: ArraySlice<UInt8>) -> Bool {
    guard !text.isEmpty else { return false }
    var isListed = false
    for part in list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let isNegated = part.first == UInt8(ascii: "!")
      let pattern = isNegated ? part.dropFirst() : part
      guard pattern.count <= longestPattern else { return false }
      guard matches(text, pattern) else { continue }
      if isNegated { return false }
      isListed = true
    }
    return isListed
  }
}
