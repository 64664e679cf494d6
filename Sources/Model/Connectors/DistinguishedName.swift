/// The name of an entry in a directory, as RFC 4514 writes it.
///
/// Directories take names for the same that differ in case, in blanks around their parts and in how a character
/// is escaped; so does this, since what counts as gone may not be listed under another spelling.
package struct DistinguishedName: Hashable, Sendable {
  /// The one spelling that all spellings of the name have in common.
  package let key: String

  /// Takes the text of a name with one part at least, in UTF-8; nothing whose value is given in bytes (`#04…`).
  package init?(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard let parts = scanner.parts() else { return nil }
    key = parts.map { $0.sorted().joined(separator: "+") }.joined(separator: ",")
  }

  private struct Scanner {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipBlanks() { while next == 0x20 { place += 1 } }

    mutating func take(_ character: Character) -> Bool {
      guard let next, next == character.asciiValue else { return false }
      place += 1
      return true
    }

    /// The parts of the name from left to right, each with its assertions.
    mutating func parts() -> [[String]]? {
      var parts: [[String]] = []
      repeat {
        var assertions: [String] = []
        repeat {
          guard let assertion = assertion() else { return nil }
          assertions.append(assertion)
        } while take("+")
        parts.append(assertions)
      } while take(",")
      return next == nil ? parts : nil
    }

    private mutating func assertion() -> String? {
      skipBlanks()
      let start = place
      while let next, isTypeCharacter(next) { place += 1 }
      let type = lowerCasedASCII(bytes[start..<place])
      skipBlanks()
      guard !type.isEmpty, take("="), let value = value() else { return nil }
      return "\(type)=\(value)"
    }

    private func isTypeCharacter(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      default: false
      }
    }

    /// A value, folded, with a backslash before what would mean something where it stands.
    private mutating func value() -> String? {
      skipBlanks()
      guard next != UInt8(ascii: "#") else { return nil }
      var value: [UInt8] = []
      // Blanks at the end count only where they are escaped.
      var end = 0
      while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "+") {
        place += 1
        switch byte {
        case UInt8(ascii: "\\"):
          guard let escaped = escaped(), escaped != 0 else { return nil }
          value.append(escaped)
          end = value.count
        case 0, UInt8(ascii: "\""), UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"):
          return nil
        default:
          value.append(byte)
          if byte != 0x20 { end = value.count }
        }
      }
      guard end > 0, let text = String(validating: value[..<end], as: UTF8.self) else { return nil }
      let folded = text.lowercased().split(separator: " ").joined(separator: " ")
      return folded.isEmpty ? nil : escape(folded)
    }

    /// What stands behind a backslash: a character that means something, or two hexadecimal digits.
    private mutating func escaped() -> UInt8? {
      guard let first = next else { return nil }
      place += 1
      if " \"#+,;<=>\\".utf8.contains(first) { return first }
      guard let second = next, let high = hexadecimalValue(lower(first)),
        let low = hexadecimalValue(lower(second))
      else { return nil }
      place += 1
      return high << 4 | low
    }

    private func lower(_ byte: UInt8) -> UInt8 {
      (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte) ? byte | 0x20 : byte
    }

    private func escape(_ text: String) -> String {
      String(
        decoding: text.utf8.flatMap { byte -> [UInt8] in
          "\"#+,;<=>\\".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
        }, as: UTF8.self)
    }
  }
}
