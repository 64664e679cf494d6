/// The bytes that `text` stands for in base64, where it is canonical (RFC 4648, sections 3.5 and 4).
///
/// Padded, without blanks, and with the bits that pad the last byte zero: one spelling a key, so that
/// no key comes in twice.
func decodeBase64(_ text: some Collection<UInt8>) -> [UInt8]? {
  guard !text.isEmpty, text.count % 4 == 0 else { return nil }
  let padding = text.suffix(2).reduce(0) { $0 + ($1 == UInt8(ascii: "=") ? 1 : 0) }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count / 4 * 3)
  var bits: UInt32 = 0
  var count = 0
  for digit in text.dropLast(padding) {
    guard let value = base64Value(digit) else { return nil }
    bits = bits << 6 | UInt32(value)
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      bits &= (1 << UInt32(count)) - 1
    }
  }
  // Two digits leave four bits over, three leave two: as many as the padding says, all of them zero.
  guard count == padding * 2, bits == 0 else { return nil }
  return bytes
}

private func base64Value(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
  case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
