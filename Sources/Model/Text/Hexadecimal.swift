/// The lower-case hexadecimal digits of `bytes`.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits: StaticString = "0123456789abcdef"
  var text: [UInt8] = []
  text.reserveCapacity(bytes.underestimatedCount * 2)
  digits.withUTF8Buffer { table in
    for byte in bytes {
      text.append(table[Int(byte >> 4)])
      text.append(table[Int(byte & 15)])
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// The value of one lower-case hexadecimal digit.
package func hexadecimalValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  default: nil
  }
}
