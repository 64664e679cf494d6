/// Writes the fields of RFC 4251 section 5.
struct SSHWireWriter {
  private(set) var bytes: [UInt8] = []

  /// Appends bytes as they are.
  mutating func raw(_ content: some Sequence<UInt8>) { bytes.append(contentsOf: content) }

  /// Appends a `uint32`.
  mutating func uint32(_ value: UInt32) {
    for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Appends a `string`: its length, then its bytes.
  mutating func string(_ content: some Collection<UInt8>) {
    uint32(UInt32(content.count))
    bytes.append(contentsOf: content)
  }

  /// Appends a positive `mpint` in its shortest form.
  mutating func positiveInteger(_ magnitude: some Collection<UInt8>) {
    let digits = magnitude.drop { $0 == 0 }
    let needsZero = digits.first.map { $0 >= 0x80 } ?? false
    uint32(UInt32(digits.count + (needsZero ? 1 : 0)))
    if needsZero { bytes.append(0) }
    bytes.append(contentsOf: digits)
  }
}
