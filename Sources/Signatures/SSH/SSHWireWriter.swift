/// Writes the fields of RFC 4251 section 5.
package struct SSHWireWriter {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []

  /// Nothing yet.
  package init() {}

  /// Appends bytes as they are.
  package mutating func raw(_ content: some Sequence<UInt8>) { bytes.append(contentsOf: content) }

  /// Appends a `uint32`.
  package mutating func uint32(_ value: UInt32) {
    for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Appends one byte.
  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// Appends a `uint64`.
  package mutating func uint64(_ value: UInt64) {
    uint32(UInt32(truncatingIfNeeded: value >> 32))
    uint32(UInt32(truncatingIfNeeded: value))
  }

  /// Appends a `string`: its length, then its bytes.
  package mutating func string(_ content: some Collection<UInt8>) {
    uint32(UInt32(content.count))
    bytes.append(contentsOf: content)
  }

  /// Appends a positive `mpint` in its shortest form.
  package mutating func positiveInteger(_ magnitude: some Collection<UInt8>) {
    let digits = magnitude.drop { $0 == 0 }
    let needsZero = digits.first.map { $0 >= 0x80 } ?? false
    uint32(UInt32(digits.count + (needsZero ? 1 : 0)))
    if needsZero { bytes.append(0) }
    bytes.append(contentsOf: digits)
  }
}
