/// The text with ASCII capitals made small; bytes that are no UTF-8 become U+FFFD, which no address has.
package func lowerCasedASCII(_ bytes: some Sequence<UInt8>) -> String {
  String(
    decoding: bytes.map {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
    }, as: UTF8.self)
}
