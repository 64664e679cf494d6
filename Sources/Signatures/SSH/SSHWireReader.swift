/// Reads the fields of RFC 4251 section 5 from bytes that anybody may have written.
///
/// A length is compared with what is left before it is used, so no length can overflow, allocate
/// or trap. Fields are slices of the bytes given; nothing is copied.
package struct SSHWireReader {
  private var rest: ArraySlice<UInt8>

  /// Reads `bytes` from the front.
  package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Reads `bytes` from the front.
  package init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The bytes that no field has taken yet.
  package var remaining: ArraySlice<UInt8> { rest }

  /// The next `count` bytes.
  package mutating func bytes(_ count: Int) throws(SSHError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .malformed(.truncated) }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// One byte.
  package mutating func byte() throws(SSHError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .malformed(.truncated) }
    return byte
  }

  /// A `uint32`.
  package mutating func uint32() throws(SSHError) -> UInt32 {
    try bytes(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// A `uint64`.
  package mutating func uint64() throws(SSHError) -> UInt64 {
    try bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A `string`: a length and as many bytes.
  package mutating func string() throws(SSHError) -> ArraySlice<UInt8> {
    let length = try uint32()
    guard UInt64(length) <= UInt64(rest.count) else { throw .malformed(.truncated) }
    return try bytes(Int(length))
  }

  /// The magnitude of an `mpint` that must be positive and in its shortest form.
  ///
  /// OpenSSH also takes superfluous leading zeros; with them one key would have many encodings.
  package mutating func positiveInteger() throws(SSHError) -> ArraySlice<UInt8> {
    let field = try string()
    guard let first = field.first, first < 0x80 else { throw .malformed(.integerNotPositive) }
    guard first == 0 else { return field }
    let magnitude = field.dropFirst()
    guard let top = magnitude.first else { throw .malformed(.integerNotPositive) }
    guard top >= 0x80 else { throw .malformed(.integerNotMinimal) }
    return magnitude
  }

  /// Checks that every byte was read.
  package func end() throws(SSHError) {
    guard rest.isEmpty else { throw .malformed(.trailingBytes) }
  }
}
