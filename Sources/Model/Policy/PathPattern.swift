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
    self.segments = segments
  }

  /// Whether the pattern matches the whole of `path`.
  package func matches(_ path: RepositoryPath) -> Bool {
    matchSegments(segments[...], path.segments[...])
  }
}

private let crossing = Array("**".utf8)

private func hasTwoStars(_ segment: [UInt8]) -> Bool {
  zip(segment, segment.dropFirst()).contains { $0 == UInt8(ascii: "*") && $1 == $0 }
}

private func matchSegments(
  _ pattern: ArraySlice<[UInt8]>, _ path: ArraySlice<ArraySlice<UInt8>>
) -> Bool {
  guard let first = pattern.first else { return path.isEmpty }
  let rest = pattern.dropFirst()
  if first == crossing {
    if rest.isEmpty { return !path.isEmpty }
    return (path.startIndex...path.endIndex).contains { matchSegments(rest, path[$0...]) }
  }
  guard let segment = path.first, matchSegment(first[...], segment) else { return false }
  return matchSegments(rest, path.dropFirst())
}

/// Matches one segment with `*`, in time that is at worst the product of both lengths.
private func matchSegment(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
  let star = UInt8(ascii: "*")
  var inPattern = pattern.startIndex
  var inText = text.startIndex
  var retry: (pattern: Int, text: Int)?
  while inText < text.endIndex {
    if inPattern < pattern.endIndex, pattern[inPattern] == star {
      retry = (inPattern + 1, inText)
      inPattern += 1
    } else if inPattern < pattern.endIndex, pattern[inPattern] == text[inText] {
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
  return pattern[inPattern...].allSatisfy { $0 == star }
}
