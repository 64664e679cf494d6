/// The name of a git object, SHA-1's 20 bytes, as records and reasons write it.
///
/// The rooms that touch git have their own `OID`; this one crosses all rooms, since a decision, a
/// record and a report name commits, blobs and trees without ever opening them.
package struct ObjectID: Hashable, Comparable, Sendable {
  /// The bytes as whole numbers, the most significant first.
  package let words: (UInt64, UInt64, UInt32)

  /// The id whose bytes are those of `words`, the most significant first.
  package init(words: (UInt64, UInt64, UInt32)) { self.words = words }

  /// Takes exactly 20 bytes.
  package init?(bytes: some Collection<UInt8>) { self.init(bytes: Array(bytes)[...]) }

  /// Takes exactly 20 bytes.
  ///
  /// Apart from the generic one, which other rooms can only call unspecialised: for the thousands of
  /// ids of a policy that was a tenth of a run.
  package init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == 20 else { return nil }
    let start = bytes.startIndex
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    for place in start..<start + 8 { words.0 = words.0 << 8 | UInt64(bytes[place]) }
    for place in start + 8..<start + 16 { words.1 = words.1 << 8 | UInt64(bytes[place]) }
    for place in start + 16..<start + 20 { words.2 = words.2 << 8 | UInt32(bytes[place]) }
    self.words = words
  }

  /// Takes exactly 40 lower-case hexadecimal digits.
  package init?(hex text: some StringProtocol) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    var high: UInt8?
    for character in text.utf8 {
      guard let digit = hexadecimalValue(character) else { return nil }
      if let upper = high {
        bytes.append(upper << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else { return nil }
    self.init(bytes: bytes)
  }

  /// The 20 bytes, first byte first.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(20)
    withUnsafeBytes(of: words.0.bigEndian) { result.append(contentsOf: $0) }
    withUnsafeBytes(of: words.1.bigEndian) { result.append(contentsOf: $0) }
    withUnsafeBytes(of: words.2.bigEndian) { result.append(contentsOf: $0) }
    return result
  }

  package static func == (left: ObjectID, right: ObjectID) -> Bool { left.words == right.words }
  package static func < (left: ObjectID, right: ObjectID) -> Bool { left.words < right.words }
  package func hash(into hasher: inout Hasher) {
    // An object name is a hash already; a part of it spreads as well as the whole.
    hasher.combine(words.0)
  }

  /// Forty zeros, git's name for no object at all: what stands where nothing was committed.
  package static let null = ObjectID()

  private init() { words = (0, 0, 0) }

  /// The first 12 digits, enough for a person to find the object.
  package var short: String { String(description.prefix(12)) }
}

extension ObjectID: CustomStringConvertible {
  /// All 40 digits in lower case.
  package var description: String { hexadecimal(bytes) }
}

extension ObjectID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = ObjectID(hex: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not an object id: \(text)")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
