/// Whether `scalar` may not stand anywhere in a document, because it hides or reorders text.
///
/// Control characters, marks that turn the direction of text, characters without width and
/// non-characters (THREATS row 25): what a reviewer reads must be what is decided about. The table is
/// written out, so that every version of Swift and its Unicode data judges a file alike.
func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  let value = scalar.value
  if value < 0x7F { return value < 0x20 }
  // Variation selectors (U+FE00 and on) only choose between shapes of the character before them.
  switch value {
  case 0x7F...0x9F,  // DEL and the C1 controls, NEL among them
    0x00AD, 0x034F, 0x061C,  // soft hyphen, grapheme joiner, Arabic letter mark
    0x115F, 0x1160, 0x3164, 0xFFA0,  // Hangul fillers
    0x17B4, 0x17B5, 0x180B...0x180F,  // Khmer inherent vowels, Mongolian selectors and separator
    0x200B...0x200F,  // zero-width space and joiners, direction marks
    0x2028...0x202E,  // line and paragraph separators, embeddings and overrides
    0x2060...0x206F,  // word joiner, invisible operators, isolates
    0xFDD0...0xFDEF,  // non-characters
    0xFEFF, 0xFFF9...0xFFFB,  // byte order mark, annotations
    0x1D173...0x1D17A,  // musical controls
    0xE0000...0xE0FFF:  // tags and further variation selectors
    return true
  default:
    return value & 0xFFFE == 0xFFFE
  }
}

/// The name of `scalar` as `U+202E`.
func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}

/// Untrusted text for a message: in back quotes, without hidden characters, at most 60 scalars.
func shown(_ text: String) -> String {
  var result = "`"
  for (place, scalar) in text.unicodeScalars.enumerated() {
    if place == 60 { return result + "…`" }
    if isHidden(scalar) {
      result += scalar == "\n" ? "\\n" : "<\(codePoint(scalar))>"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result + "`"
}
