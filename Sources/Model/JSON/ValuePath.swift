/// A place in a JSON value: `$.fields.status.name`, `$.result[0].state`.
///
/// The part of JSONPath (RFC 9535) that names one value: members by plain names, elements by index.
package struct ValuePath: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    case member(String)
    case element(Int)
  }

  package let text: String
  package let steps: [Step]

  /// Reads `$` followed by at least one `.name` or `[index]`.
  package init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard rest.popFirst() == UInt8(ascii: "$") else { return nil }
    var steps: [Step] = []
    while let mark = rest.popFirst() {
      switch mark {
      case UInt8(ascii: "."):
        let name = rest.prefix { isNameByte($0) }
        guard !name.isEmpty else { return nil }
        rest = rest.dropFirst(name.count)
        steps.append(.member(String(decoding: name, as: UTF8.self)))
      case UInt8(ascii: "["):
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(digits.count)
        guard (1...4).contains(digits.count), rest.popFirst() == UInt8(ascii: "]"),
          let index = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        steps.append(.element(index))
      default: return nil
      }
    }
    guard !steps.isEmpty else { return nil }
    self.text = text
    self.steps = steps
  }
}

/// Whether a plain name has `byte`: a letter, a digit, `_` or `-`.
func isNameByte(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-".utf8.contains(byte)
}
