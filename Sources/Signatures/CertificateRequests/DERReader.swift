/// Reads values of X.690's distinguished encoding: definite lengths in their shortest form, one after the other.
struct DERReader {
  enum Tag: UInt8 {
    case integer = 0x02
    case bitString = 0x03
    case sequence = 0x30
    /// Constructed and context-specific, number 0.
    case context0 = 0xA0
  }

  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next value, which must have `tag`: all of its bytes, and those behind its length.
  mutating func value(
    _ tag: Tag
  ) throws(CertificateRequestFault) -> (whole: ArraySlice<UInt8>, content: ArraySlice<UInt8>) {
    let start = rest
    guard rest.popFirst() == tag.rawValue else { throw .malformed }
    let length = try length()
    guard length <= rest.count else { throw .malformed }
    let content = rest.prefix(length)
    rest = rest.dropFirst(length)
    return (start[start.startIndex..<content.endIndex], content)
  }

  /// The values inside of the next one.
  mutating func inside(_ tag: Tag) throws(CertificateRequestFault) -> DERReader {
    DERReader(try value(tag).content)
  }

  /// The bytes of the next bit string, all of whose bits count.
  mutating func bits() throws(CertificateRequestFault) -> ArraySlice<UInt8> {
    let content = try value(.bitString).content
    guard content.first == 0 else { throw .malformed }
    return content.dropFirst()
  }

  /// The digits of the next integer, which is positive and in its shortest form, without a sign.
  mutating func positiveInteger() throws(CertificateRequestFault) -> ArraySlice<UInt8> {
    let content = try value(.integer).content
    guard let first = content.first, first < 0x80 else { throw .malformed }
    guard first == 0 else { return content }
    let digits = content.dropFirst()
    guard let next = digits.first, next >= 0x80 else { throw .malformed }
    return digits
  }

  /// Checks that nothing is left.
  func end() throws(CertificateRequestFault) {
    guard rest.isEmpty else { throw .malformed }
  }

  private mutating func length() throws(CertificateRequestFault) -> Int {
    guard let first = rest.popFirst() else { throw .malformed }
    guard first >= 0x80 else { return Int(first) }
    // Three bytes are more than any file has that is read here.
    let count = Int(first & 0x7F)
    guard (1...3).contains(count), count <= rest.count else { throw .malformed }
    let length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    guard length >= 0x80, length >> (8 * (count - 1)) != 0 else { throw .malformed }
    rest = rest.dropFirst(count)
    return length
  }
}
