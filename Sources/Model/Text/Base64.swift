/// Base64 as RFC 4648 section 4 defines it, where one value has exactly one text.
///
/// So that no key comes in twice under two spellings.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// The six bits of each character, 0xFF for those outside the alphabet.
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
    return table
  }()

  /// The bytes that `text` stands for, or nil if it is not their canonical encoding.
  ///
  /// Padding must be there, bits beyond the last byte must be zero (RFC 4648 section 3.5), and
  /// nothing outside the alphabet may appear.
  package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    let padded = text.suffix(2).reduce(0) { $0 + ($1 == padding ? 1 : 0) }
    let values = values
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for character in text.dropLast(padded) {
      let value = values[Int(character)]
      guard value != 0xFF else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count == 4 {
        bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
        bytes.append(UInt8(truncatingIfNeeded: bits))
        (bits, count) = (0, 0)
      }
    }
    switch count {
    case 2:
      guard bits & 0x0F == 0 else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3:
      guard bits & 0x03 == 0 else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
    default:
      break
    }
    return bytes
  }

  /// The bytes that `text` stands for in base64url without padding (RFC 7515 section 2), or nil if it is not
  /// their canonical encoding.
  package static func decodeURL(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count + 3)
    for character in text {
      switch character {
      case UInt8(ascii: "-"): plain.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): plain.append(UInt8(ascii: "/"))
      case UInt8(ascii: "+"), UInt8(ascii: "/"), padding: return nil
      default: plain.append(character)
      }
    }
    // One character alone stands for no byte; `decode` refuses the three of padding that it would need.
    while !plain.count.isMultiple(of: 4) { plain.append(padding) }
    return decode(plain[...])
  }

  /// The canonical text of `bytes` in base64url without padding.
  package static func encodeURL(_ bytes: [UInt8]) -> [UInt8] {
    encode(bytes).compactMap { character in
      switch character {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case padding: nil
      default: character
      }
    }
  }

  /// The canonical text of `bytes`, with its padding.
  package static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    func append(_ shift: UInt32) { text.append(alphabet[Int(bits >> shift & 0x3F)]) }
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 1
      if count == 3 {
        append(18)
        append(12)
        append(6)
        append(0)
        (bits, count) = (0, 0)
      }
    }
    switch count {
    case 1:
      bits <<= 16
      append(18)
      append(12)
      text += [padding, padding]
    case 2:
      bits <<= 8
      append(18)
      append(12)
      append(6)
      text.append(padding)
    default:
      break
    }
    return text
  }
}

/// The base64 of `bytes`.
package func base64(_ bytes: [UInt8]) -> String {
  String(decoding: Base64.encode(bytes), as: UTF8.self)
}
