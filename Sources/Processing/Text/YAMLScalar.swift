internal import Model

/// `text` as a YAML scalar on one line: plain where that is beyond doubt, else in double quotes.
///
/// Plain are texts of letters, digits, blanks and the marks that mean nothing to YAML anywhere
/// (YAML 1.2.2, section 7.3.3); `null` is what documents here take for no value.
package func yamlScalar(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let isPlain =
    bytes.first.map(isLetter) ?? false && bytes.last != 0x20
    && bytes.allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || " .,()/_-+".utf8.contains($0)
    }
    && lowerCasedASCII(bytes) != "null"
  return isPlain ? text : yamlQuoted(text)
}

/// `text` in double quotes, which every YAML reader takes back as it was, also within `[…]` and `{…}`.
func yamlQuoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
