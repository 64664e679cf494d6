/// `text` with everything written `\u{…}` that could do more than be read.
///
/// Texts from outside are data wherever they are shown (THREATS row 30). Escaped is what `HarmfulText`
/// names, what Unicode has not assigned yet, and the backslash of a literal `\u{`, so that no two texts
/// are shown alike.
package func shownText(_ text: String) -> String {
  if isPlainText(text) { return text }
  return escaped(text.unicodeScalars[...]) { scalar, previous, rest in
    HarmfulText.isHarmful(scalar, after: previous, before: rest)
      || HarmfulText.isUnassigned(scalar)
      || scalar == "\\" && rest.starts(with: "u{".unicodeScalars)
  }
}

/// `text` as one line of a commit's message: `HarmfulText` written `\u{…}`, cut after 1,000 scalars.
///
/// A message is the same on every runner, so that this asks nothing of Swift's Unicode data. What is cut
/// stands whole in the record.
package func recordedText(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let end = scalars.index(scalars.startIndex, offsetBy: 1000, limitedBy: scalars.endIndex)
  let shown = escaped(scalars[..<(end ?? scalars.endIndex)], HarmfulText.isHarmful)
  return end.map { $0 < scalars.endIndex } ?? false ? shown + "…" : shown
}

/// `text` as one word of a commit's message: printable ASCII, with blanks and the rest written `\u{…}`.
package func recordedWord(_ text: String) -> String {
  let scalars = text.unicodeScalars[...]
  return escaped(scalars.prefix(1000)) { scalar, previous, rest in
    !(0x21..<0x7F).contains(scalar.value)
      || HarmfulText.isHarmful(scalar, after: previous, before: rest)
  }
}

/// `scalars` with those for which `isHarmful` holds, between the one before and the rest, written `\u{…}`.
private func escaped(
  _ scalars: Substring.UnicodeScalarView,
  _ isHarmful: (Unicode.Scalar, Unicode.Scalar?, Substring.UnicodeScalarView) -> Bool
) -> String {
  var shown = String.UnicodeScalarView()
  var rest = scalars
  var previous: Unicode.Scalar?
  while let scalar = rest.popFirst() {
    if isHarmful(scalar, previous, rest) {
      shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    } else {
      shown.append(scalar)
    }
    previous = scalar
  }
  return String(shown)
}

/// Whether `text` is printable ASCII in which nothing could be harmful: nearly every text is.
private func isPlainText(_ text: String) -> Bool {
  text.utf8.withContiguousStorageIfAvailable(isPlainText) ?? isPlainText(text.utf8)
}

private func isPlainText(_ text: some Sequence<UInt8>) -> Bool {
  var previous: UInt8 = 0
  for byte in text {
    switch byte {
    case UInt8(ascii: "\\"): return false
    case UInt8(ascii: "#"): if previous == 0 || previous == byte { return false }
    case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "~"),
      UInt8(ascii: "^"):
      if previous == byte { return false }
    case UInt8(ascii: "s"), UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "t"):
      if previous == UInt8(ascii: "_") { return false }
    case 0x20..<0x7F: break
    default: return false
    }
    previous = byte
  }
  return true
}
