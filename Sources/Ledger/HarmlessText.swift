/// `text` as one line that does nothing to a terminal, a log or git's reader of trailers.
///
/// Line ends, control and format characters (bidirectional ones too), private and unassigned code
/// points become `\u{…}`; what is longer than 1,000 of them is cut, since the record in JSON has it
/// all (THREATS row 30).
func harmless(_ text: String) -> String {
  var shown = String.UnicodeScalarView()
  for (count, scalar) in text.unicodeScalars.enumerated() {
    guard count < 1000 else { return String(shown) + "…" }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    default:
      shown.append(scalar)
    }
  }
  return String(shown)
}

/// `text` as one word of printable ASCII: blanks and everything else become `\u{…}`.
func harmlessWord(_ text: String) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(1000) {
    if (0x21..<0x7F).contains(scalar.value) {
      shown.append(scalar)
    } else {
      shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    }
  }
  return String(shown)
}
