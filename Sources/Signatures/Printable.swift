/// `bytes` as short text that is safe to show: printable ASCII as it is, the rest as `\xNN`.
///
/// At most 64 bytes are shown, then an ellipsis. Names found in signatures come from anybody and
/// may hold terminal escapes or bidirectional controls.
func printable(_ bytes: some Collection<UInt8>) -> String {
  let digits = Array("0123456789abcdef".unicodeScalars)
  var text = String.UnicodeScalarView()
  for byte in bytes.prefix(64) {
    if (0x20..<0x7F).contains(byte), byte != 0x5C {
      text.append(Unicode.Scalar(byte))
    } else {
      text.append(contentsOf: "\\x".unicodeScalars)
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0x0F)])
    }
  }
  return String(text) + (bytes.count > 64 ? "…" : "")
}
