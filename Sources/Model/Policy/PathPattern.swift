/// A pattern over repository paths: `*` stays within a segment, `**` crosses them.
///
/// It starts at the root and must match the whole path (DESIGN section 3, THREATS row 40). `**` is a
/// whole segment and stands for any number of segments, at the end for at least one.
package struct PathPattern: Hashable, Sendable {
  package let text: String
  private let segments: [[UInt8]]

  /// Takes a relative pattern without empty segments, `.` or `..`, in which `**` is a whole segment.
  package init?(_ text: String) {
    let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map(Array.init)
    for segment in segments {
      let isDots = segment == [UInt8(ascii: ".")] || segment == Array("..".utf8)
      if segment.isEmpty || isDots { return nil }
      if segment != crossing, hasTwoStars(segment) { return nil }
    }
    self.text = text
    // At the end `**` stands for at least one segment: for any one, and any number behind it.
    self.segments =
      segments.last == crossing ? segments.dropLast() + [[star], crossing] : segments
  }

  /// Whether the pattern matches the whole of `path`.
  package func matches(_ path: RepositoryPath) -> Bool {
    matchWild(segments[...], path.segments[...], isWild: { $0 == crossing }) {
      matchSegment($0[...], $1)
    }
  }
}

private let star = UInt8(ascii: "*")
private let crossing = [star, star]

private func hasTwoStars(_ segment: [UInt8]) -> Bool {
  zip(segment, segment.dropFirst()).contains { $0 == star && $1 == star }
}

private func matchSegment(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
  matchWild(pattern, text, isWild: { $0 == star }, matches: ==)
}

/// Matches `text` against `pattern`, in which some elements stand for any number of elements.
///
/// Only the last wild element is ever tried again: whatever an earlier one could take instead, the
/// later one can take as well. So the time is at worst the product of both lengths, whatever path a
/// stranger commits.
private func matchWild<Pattern, Text>(
  _ pattern: ArraySlice<Pattern>, _ text: ArraySlice<Text>, isWild: (Pattern) -> Bool,
  matches: (Pattern, Text) -> Bool
) -> Bool {
  var inPattern = pattern.startIndex
  var inText = text.startIndex
  var retry: (pattern: Int, text: Int)?
  while inText < text.endIndex {
    if inPattern < pattern.endIndex, isWild(pattern[inPattern]) {
      retry = (inPattern + 1, inText)
      inPattern += 1
    } else if inPattern < pattern.endIndex, matches(pattern[inPattern], text[inText]) {
      inPattern += 1
      inText += 1
    } else if let last = retry {
      retry = (last.pattern, last.text + 1)
      inPattern = last.pattern
      inText = last.text + 1
    } else {
      return false
    }
  }
  return pattern[inPattern...].allSatisfy(isWild)
}
