/// Takes the fields of RFC 4251 section 5 off the front of bytes that anybody may have written.
///
/// A length is compared with what is left before it is used, so no length can overflow, allocate or trap. Fields
/// are slices of the bytes given; nothing is copied. Where a field is cut short there is none, and nothing is taken.
/// Why it is not there is for others to say.
package struct SSHWireFields {
  /// The bytes that no field has taken yet.
  package private(set) var remaining: ArraySlice<UInt8>

  /// Takes from the front of `bytes`.
  package init(_ bytes: ArraySlice<UInt8>) { remaining = bytes }

  /// The next `count` bytes.
  package mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= remaining.count else { return nil }
    defer { remaining = remaining.dropFirst(count) }
    return remaining.prefix(count)
  }

  /// A `string`: a length in four bytes, and as many bytes.
  package mutating func string() -> ArraySlice<UInt8>? {
    var rest = self
    guard let size = rest.bytes(4),
      let body = rest.bytes(size.reduce(0) { $0 << 8 | Int($1) })
    else { return nil }
    self = rest
    return body
  }

  /// The magnitude of an `mpint` that must be positive and in its shortest form; nil for any other field.
  package mutating func positiveInteger() -> ArraySlice<UInt8>? {
    guard let field = string(), case .success(let magnitude) = Self.magnitude(of: field) else {
      return nil
    }
    return magnitude
  }

  /// Why a field is no integer that is taken.
  package enum IntegerFault: Error {
    case notPositive, notMinimal
  }

  /// The magnitude of a positive integer: the field less the zero byte that keeps it positive.
  ///
  /// OpenSSH also takes superfluous leading zeros; with them one key would have many encodings.
  package static func magnitude(
    of field: ArraySlice<UInt8>
  ) -> Result<ArraySlice<UInt8>, IntegerFault> {
    guard let first = field.first, first < 0x80 else { return .failure(.notPositive) }
    guard first == 0 else { return .success(field) }
    let magnitude = field.dropFirst()
    guard let top = magnitude.first else { return .failure(.notPositive) }
    guard top >= 0x80 else { return .failure(.notMinimal) }
    return .success(magnitude)
  }
}
