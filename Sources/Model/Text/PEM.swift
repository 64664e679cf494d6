/// Bytes as text between a `BEGIN` and an `END` line (RFC 7468), where one value has one block.
package enum PEM {
  /// The characters of a line but the last (RFC 7468 section 2).
  private static let width = 64

  /// The block of `bytes`, with a newline at its end.
  package static func encode(_ bytes: [UInt8], label: String) -> [UInt8] {
    var text = Array("-----BEGIN \(label)-----\n".utf8)
    let base64 = Base64.encode(bytes)
    for start in stride(from: 0, to: base64.count, by: width) {
      text += base64[start..<min(start + width, base64.count)]
      text.append(UInt8(ascii: "\n"))
    }
    return text + Array("-----END \(label)-----\n".utf8)
  }

  /// The bytes of the one block with `label` that `text` is.
  ///
  /// Nil for anything else: text around the block, another label, lines that the format does not have. A
  /// newline at the end may be missing, since YAML and CI systems keep or drop it.
  package static func decode(_ text: [UInt8], label: String) -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    let whole = text.last == newline ? text[...].dropLast() : text[...]
    let lines = whole.split(separator: newline, omittingEmptySubsequences: false)
    guard lines.count >= 3, lines[0].elementsEqual("-----BEGIN \(label)-----".utf8),
      lines[lines.count - 1].elementsEqual("-----END \(label)-----".utf8)
    else { return nil }
    let body = lines[1..<(lines.count - 1)]
    guard body.dropLast().allSatisfy({ $0.count == width }),
      body.last.map({ (1...width).contains($0.count) }) ?? false
    else { return nil }
    return Base64.decode(Array(body.joined())[...])
  }
}
