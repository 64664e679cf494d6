/// Puts values behind one another as bytes; `ByteReader` reads them back.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  /// A number in as few groups of seven bits as it takes, the lowest first (LEB128).
  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Bytes behind their count.
  mutating func block(_ content: some Collection<UInt8>) {
    number(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  mutating func raw(_ content: some Sequence<UInt8>) { bytes.append(contentsOf: content) }
}
