import Model

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
    if HarmfulText.isHidden(scalar) {
      result += scalar == "\n" ? "\\n" : "<\(codePoint(scalar))>"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result + "`"
}
