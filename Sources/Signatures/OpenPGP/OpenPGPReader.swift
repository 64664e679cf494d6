/// Reads OpenPGP's fields from bytes that anybody may have written (RFC 9580 sections 3 and 4).
///
/// A length is compared with what is left before it is used. Fields are slices; nothing is copied.
struct OpenPGPReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next `count` bytes.
  mutating func bytes(_ count: Int) throws(OpenPGPError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .malformed(.truncated) }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func byte() throws(OpenPGPError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .malformed(.truncated) }
    return byte
  }

  /// A big-endian number of `count` bytes, at most four.
  mutating func number(_ count: Int) throws(OpenPGPError) -> Int {
    try bytes(count).reduce(0) { $0 << 8 | Int($1) }
  }

  /// A multiprecision integer above zero, without leading zeros (RFC 9580 section 3.2).
  mutating func integer() throws(OpenPGPError) -> ArraySlice<UInt8> {
    let bits = try number(2)
    let magnitude = try bytes((bits + 7) / 8)
    guard let first = magnitude.first, first != 0,
      magnitude.count * 8 - first.leadingZeroBitCount == bits
    else { throw .malformed(.integerNotMinimal) }
    return magnitude
  }

  /// A string of bytes that is written like an integer and may begin with zeros.
  mutating func octets() throws(OpenPGPError) -> ArraySlice<UInt8> {
    try bytes((number(2) + 7) / 8)
  }

  /// A packet with its header.
  ///
  /// Packets of unknown or streamed length are refused: nobody needs them around a signature or a key.
  mutating func packet() throws(OpenPGPError) -> OpenPGPPacket {
    let all = rest
    let start = all.startIndex
    let first = try byte()
    guard first & 0x80 != 0 else { throw .malformed(.invalidPacket) }
    let length: Int
    let tag: UInt8
    if first & 0x40 == 0 {
      tag = first >> 2 & 0x0F
      guard first & 3 != 3 else { throw .malformed(.streamedPacket) }
      length = try number(1 << Int(first & 3))
    } else {
      tag = first & 0x3F
      length = try variableLength(streamed: true)
    }
    let body = try bytes(length)
    return OpenPGPPacket(tag: tag, body: body, whole: all[start..<body.endIndex])
  }

  /// A length of one, two or five bytes; in packets 224 to 254 begin a streamed part of one.
  mutating func variableLength(streamed: Bool) throws(OpenPGPError) -> Int {
    let first = Int(try byte())
    switch first {
    case ..<192: return first
    case 255: return try number(4)
    case 224... where streamed: throw .malformed(.streamedPacket)
    default: return (first - 192) << 8 + Int(try byte()) + 192
    }
  }

  /// Checks that every byte was read.
  func end() throws(OpenPGPError) {
    guard rest.isEmpty else { throw .malformed(.trailingBytes) }
  }
}
