/// `text` with everything escaped that could do more than be read.
///
/// Texts from requests are data wherever they are shown (THREATS row 30). Escaped as `\u{…}` are
///
/// - controls, line ends, bidirectional and zero-width characters, and whatever else Unicode gives no
///   shape of its own: they move a terminal's cursor, forge a line, or make a text look like another;
/// - the first colon of `::` at the beginning or behind white space: GitHub's runner takes a line for a
///   command that begins so once white space is trimmed (actions/runner, `ActionCommand.TryParseV2`);
/// - the second `#` of `##[` and `##word[`, which GitHub (`ActionCommand.TryParse`) and Azure Pipelines
///   (`##vso[`) take for a command anywhere in a line;
/// - the backslash of a literal `\u{`, so that no two texts are shown alike.
package func shownText(_ text: String) -> String {
  guard !isPlainText(text) else { return text }
  let scalars = Array(text.unicodeScalars)
  let escaped = dangerousPlaces(in: scalars)
  var shown = String.UnicodeScalarView()
  for (place, scalar) in scalars.enumerated() {
    if escaped.contains(place) {
      shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    } else {
      shown.append(scalar)
    }
  }
  return String(shown)
}

/// The places of the scalars that must be escaped before a terminal or a CI log sees them.
private func dangerousPlaces(in scalars: [Unicode.Scalar]) -> Set<Int> {
  var places: Set<Int> = []
  for (place, scalar) in scalars.enumerated() {
    switch scalar {
    case ":":
      let isFirst = place == 0 || scalars[place - 1].properties.isWhitespace
      if isFirst, scalars[(place + 1)...].first == ":" { places.insert(place) }
    case "#":
      if place > 0, scalars[place - 1] == "#", opensCommand(scalars[(place + 1)...]) {
        places.insert(place)
      }
    case "\\":
      if scalars[(place + 1)...].starts(with: "u{".unicodeScalars) { places.insert(place) }
    default:
      if isUnseen(scalar) { places.insert(place) }
    }
  }
  return places
}

/// Whether what follows `##` makes it a log command: letters, or none, and a bracket.
func opensCommand(_ rest: some Sequence<Unicode.Scalar>) -> Bool {
  rest.first { !$0.isASCII || !$0.properties.isAlphabetic } == "["
}

/// Whether `scalar` has no shape of its own: a control, a format or separator character, unassigned or
/// private, or one that Unicode calls ignorable.
func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
  let properties = scalar.properties
  if properties.isDefaultIgnorableCodePoint { return true }
  return switch properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
    .unassigned:
    true
  default: false
  }
}

/// Whether `text` is printable ASCII in which nothing could be dangerous: nearly every text is.
private func isPlainText(_ text: String) -> Bool {
  text.utf8.withContiguousStorageIfAvailable(isPlainText) ?? isPlainText(text.utf8)
}

private func isPlainText(_ text: some Sequence<UInt8>) -> Bool {
  var previous: UInt8 = 0
  for byte in text {
    switch byte {
    case UInt8(ascii: "\\"): return false
    case UInt8(ascii: ":"), UInt8(ascii: "#"): if byte == previous { return false }
    case 0x20..<0x7F: break
    default: return false
    }
    previous = byte
  }
  return true
}
