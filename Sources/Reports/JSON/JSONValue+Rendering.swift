import Model

extension JSONValue {
  /// The document as text without a newline at its end; members are sorted by the bytes of their names.
  ///
  /// Besides what RFC 8259 asks for, everything is written `\uXXXX` that `shownText` escapes: a document
  /// printed to a terminal or a CI log is as harmless as a text, and reads back as what it was.
  package func rendered(_ form: JSONForm) -> String {
    var output: [UInt8] = []
    write(form, depth: 0, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func write(_ form: JSONForm, depth: Int, to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += String(value).utf8
    case .string(let text): writeString(text, to: &output)
    case .array(let elements):
      writeList(elements, "[", "]", form, depth, to: &output) { element, output in
        element.write(form, depth: depth + 1, to: &output)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      writeList(sorted, "{", "}", form, depth, to: &output) { member, output in
        writeString(member.key, to: &output)
        output += (form == .pretty ? ": " : ":").utf8
        member.value.write(form, depth: depth + 1, to: &output)
      }
    }
  }
}

private func writeList<Element>(
  _ elements: [Element], _ opening: String, _ closing: String, _ form: JSONForm, _ depth: Int,
  to output: inout [UInt8], _ write: (Element, inout [UInt8]) -> Void
) {
  func newLine(_ depth: Int, _ output: inout [UInt8]) {
    guard form == .pretty, !elements.isEmpty else { return }
    output.append(UInt8(ascii: "\n"))
    output += repeatElement(UInt8(ascii: " "), count: depth * 2)
  }
  output += opening.utf8
  for (place, element) in elements.enumerated() {
    if place > 0 { output.append(UInt8(ascii: ",")) }
    newLine(depth + 1, &output)
    write(element, &output)
  }
  newLine(depth, &output)
  output += closing.utf8
}

/// Writes `text` as a JSON string, for documents that are too many to be built as values first.
func writeString(_ text: String, to output: inout [UInt8]) {
  output.append(UInt8(ascii: "\""))
  var rest = text.unicodeScalars[...]
  // A quote stands before it, so that no text in JSON begins a line.
  var previous: Unicode.Scalar = "\""
  while let scalar = rest.popFirst() {
    switch scalar {
    case "\"": output += "\\\"".utf8
    case "\\": output += "\\\\".utf8
    case _
    where HarmfulText.isHarmful(scalar, after: previous, before: rest)
      || HarmfulText.isUnassigned(scalar):
      writeEscape(scalar, to: &output)
    default: output += scalar.utf8
    }
    previous = scalar
  }
  output.append(UInt8(ascii: "\""))
}

/// Writes `\uXXXX`, twice where UTF-16 takes two units (RFC 8259, section 7).
private func writeEscape(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
  for unit in scalar.utf16 {
    output += "\\u".utf8
    output += hexadecimal([UInt8(unit >> 8), UInt8(unit & 0xFF)]).utf8
  }
}
