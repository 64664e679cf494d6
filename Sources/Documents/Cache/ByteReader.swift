/// Bytes are not what a `ByteWriter` wrote.
struct CacheDamage: Error {}

/// Takes values off the front of bytes, and never reads past their end.
///
/// Whatever the bytes are, reading ends in values or in `CacheDamage`.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position: Int
  private let end: Int

  init(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count) }

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { position == end }

  mutating func number() throws(CacheDamage) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end, shift < 64 {
      let byte = bytes[position]
      position += 1
      let part = UInt64(byte & 0x7F)
      guard shift < 63 || part <= 1 else { throw CacheDamage() }
      value |= part << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw CacheDamage()
  }

  /// A count of things of which each takes a byte at least, so that no more is reserved than there is.
  mutating func count() throws(CacheDamage) -> Int {
    guard let count = Int(exactly: try number()), count <= end - position else {
      throw CacheDamage()
    }
    return count
  }

  /// Where the next `count` bytes lie, for a reader that comes back for them later.
  mutating func rawRange(_ count: Int) throws(CacheDamage) -> Range<Int> {
    guard count <= end - position else { throw CacheDamage() }
    defer { position += count }
    return position..<(position + count)
  }

  mutating func raw(_ count: Int) throws(CacheDamage) -> ArraySlice<UInt8> {
    bytes[try rawRange(count)]
  }

  /// Where the bytes of a block lie.
  mutating func blockRange() throws(CacheDamage) -> Range<Int> {
    try rawRange(try count())
  }

  mutating func block() throws(CacheDamage) -> ArraySlice<UInt8> {
    bytes[try blockRange()]
  }

  /// A block of UTF-8 as text.
  mutating func text() throws(CacheDamage) -> String {
    let range = try blockRange()
    do throws(UTF8.ValidationError) {
      return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
    } catch {
      throw CacheDamage()
    }
  }
}
