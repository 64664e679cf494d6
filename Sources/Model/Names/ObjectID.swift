/// The SHA-1 name of a git object, which a decision, a record and a report write as they read it.
///
/// The twenty bytes are held inline, most significant first, so that a comparison is a comparison
/// of bytes and a set of ids costs no allocation an element. SHA-256 repositories are refused when
/// they are opened (DESIGN section 4), so no other length exists.
package struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible, Codable {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// How many bytes an id has.
  package static let byteCount = 20

  /// The tree without entries, which git knows in every repository.
  package static let emptyTree = ObjectID(
    high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)

  /// Forty zeros, git's name for no object at all: what stands where nothing was committed.
  package static let null = ObjectID(high: 0, middle: 0, low: 0)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// The id whose bytes are those of `words`, the most significant first.
  package init(words: (UInt64, UInt64, UInt32)) {
    self.init(high: words.0, middle: words.1, low: words.2)
  }

  /// The bytes as whole numbers, the most significant first.
  package var words: (UInt64, UInt64, UInt32) { (high, middle, low) }

  /// The id whose raw bytes are `bytes`, or nil unless there are exactly twenty.
  package init?(bytes: some Collection<UInt8>) { self.init(bytes: Array(bytes)) }

  /// The id whose raw bytes are `bytes`, or nil unless there are exactly twenty.
  ///
  /// Apart from the generic one, which other rooms can only call unspecialised.
  package init?(bytes: [UInt8]) { self.init(bytes: bytes[...]) }

  /// The id whose raw bytes are `bytes`, or nil unless there are exactly twenty.
  ///
  /// Apart from the generic one: for the thousands of ids of a policy that was a tenth of a run.
  package init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self = bytes.withUnsafeBytes { ObjectID(raw: $0, at: 0) }
  }

  /// The id in the twenty of `bytes` that begin at `start`, of which the caller knows.
  package init(in bytes: [UInt8], at start: Int) {
    precondition(start >= 0 && bytes.count - start >= Self.byteCount)
    self = bytes.withUnsafeBytes { ObjectID(raw: $0, at: start) }
  }

  private init(raw bytes: UnsafeRawBufferPointer, at start: Int) {
    self.init(
      high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)),
      middle: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)),
      low: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 16, as: UInt32.self)))
  }

  /// The id written as forty lower-case hexadecimal digits, or nil when `text` is anything else.
  package init?(hex text: String) {
    self.init(hex: text.utf8)
  }

  /// The id written as forty lower-case hexadecimal digits, or nil when `text` is anything else.
  package init?(hex text: some Sequence<UInt8>) {
    self.init(digits: text, upperCase: false)
  }

  /// The id in forty hexadecimal digits of either case, as git itself reads the headers of commits.
  package init?(anyCaseHex text: some Sequence<UInt8>) {
    self.init(digits: text, upperCase: true)
  }

  private init?(digits text: some Sequence<UInt8>, upperCase: Bool) {
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    var count = 0
    for byte in text {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x61...0x66: digit = byte - 0x61 + 10
      case 0x41...0x46 where upperCase: digit = byte - 0x41 + 10
      default: return nil
      }
      switch count {
      case 0..<16: words.0 = words.0 << 4 | UInt64(digit)
      case 16..<32: words.1 = words.1 << 4 | UInt64(digit)
      case 32..<40: words.2 = words.2 << 4 | UInt32(digit)
      default: return nil
      }
      count += 1
    }
    guard count == 2 * Self.byteCount else { return nil }
    self.init(high: words.0, middle: words.1, low: words.2)
  }

  /// The twenty raw bytes.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  /// Appends the twenty raw bytes to `bytes`.
  package func append(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: middle.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// Forty lower-case hexadecimal digits.
  package var hex: String {
    String(unsafeUninitializedCapacity: 2 * Self.byteCount) { buffer in
      for index in 0..<Self.byteCount {
        let byte = byte(at: index)
        buffer[2 * index] = Self.digit(byte >> 4)
        buffer[2 * index + 1] = Self.digit(byte & 0x0F)
      }
      return 2 * Self.byteCount
    }
  }

  /// The same as `hex`.
  package var description: String { hex }

  /// The first 12 digits, enough for a person to find the object.
  package var short: String { String(hex.prefix(12)) }

  private func byte(at index: Int) -> UInt8 {
    switch index {
    case 0..<8: UInt8(truncatingIfNeeded: high >> UInt64(8 * (7 - index)))
    case 8..<16: UInt8(truncatingIfNeeded: middle >> UInt64(8 * (15 - index)))
    default: UInt8(truncatingIfNeeded: low >> UInt32(8 * (19 - index)))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x61 + value - 10
  }

  package func hash(into hasher: inout Hasher) {
    // An object's name is a hash already; a part of it spreads as well as the whole.
    hasher.combine(high)
  }

  /// Orders ids by their bytes.
  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }

  /// Reads the forty hexadecimal digits that `encode(to:)` wrote.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = ObjectID(hex: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "an object id is forty lower-case hexadecimal digits")
    }
    self = id
  }

  /// Writes the id as a string of forty hexadecimal digits.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
