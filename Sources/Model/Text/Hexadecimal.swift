/// The lower-case hexadecimal digits of `bytes`.
package func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits: StaticString = "0123456789abcdef"
  return digits.withUTF8Buffer { table in
    String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
      for (place, byte) in bytes.enumerated() {
        text[2 * place] = table[Int(byte >> 4)]
        text[2 * place + 1] = table[Int(byte & 15)]
      }
      return 2 * bytes.count
    }
  }
}

/// The value of one lower-case hexadecimal digit.
package func hexadecimalValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  default: nil
  }
}
