import Model

/// Reads the fields of RFC 4251 section 5 from bytes that anybody may have written, and says why where it cannot.
///
/// `SSHWireFields` has the rules.
package struct SSHWireReader {
  private var fields: SSHWireFields

  /// Reads `bytes` from the front.
  package init(_ bytes: ArraySlice<UInt8>) { fields = SSHWireFields(bytes) }

  /// Reads `bytes` from the front.
  package init(_ bytes: [UInt8]) { fields = SSHWireFields(bytes[...]) }

  /// The bytes that no field has taken yet.
  package var remaining: ArraySlice<UInt8> { fields.remaining }

  /// The next `count` bytes.
  package mutating func bytes(_ count: Int) throws(SSHError) -> ArraySlice<UInt8> {
    guard let bytes = fields.bytes(count) else { throw .malformed(.truncated) }
    return bytes
  }

  /// One byte.
  package mutating func byte() throws(SSHError) -> UInt8 {
    guard let byte = fields.bytes(1)?.first else { throw .malformed(.truncated) }
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
    guard let string = fields.string() else { throw .malformed(.truncated) }
    return string
  }

  /// The magnitude of an `mpint` that must be positive and in its shortest form.
  package mutating func positiveInteger() throws(SSHError) -> ArraySlice<UInt8> {
    switch SSHWireFields.magnitude(of: try string()) {
    case .success(let magnitude): return magnitude
    case .failure(.notPositive): throw .malformed(.integerNotPositive)
    case .failure(.notMinimal): throw .malformed(.integerNotMinimal)
    }
  }

  /// Checks that every byte was read.
  package func end() throws(SSHError) {
    guard remaining.isEmpty else { throw .malformed(.trailingBytes) }
  }
}
