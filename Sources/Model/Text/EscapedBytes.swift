/// `bytes` as text: printable ASCII as it is, every other byte and the backslash as `\xNN`.
///
/// One text for each row of bytes, whatever they are: names in trees and in signatures need not be UTF-8.
package func escapedBytes(_ bytes: some Collection<UInt8>) -> String {
  if bytes.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }) {
    return String(decoding: bytes, as: UTF8.self)
  }
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count)
  for byte in bytes {
    if (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "\\") {
      text.append(byte)
    } else {
      text += escape(of: byte)
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// The first 64 of `bytes` as text, with an ellipsis where there are more.
package func shortlyEscaped(_ bytes: some Collection<UInt8>) -> String {
  escapedBytes(bytes.prefix(64)) + (bytes.count > 64 ? "…" : "")
}

/// The one way in which a byte is written that cannot stand for itself.
func escape(of byte: UInt8) -> [UInt8] { Array("\\x\(hexadecimal([byte]))".utf8) }
