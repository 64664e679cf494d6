package import Model

/// Policy documents that were parsed before, by the blob they were parsed from and their path.
///
/// A run reads thousands of policy files that have not changed since the last; reading this back costs
/// a small part of parsing them. Only documents without a fault are kept. The cache belongs to the
/// machine that wrote it: it is guarded against damage, not against whoever may write the file, and
/// where its file lies is the caller's business. What is damaged or of another version reads as empty.
package struct PolicyCache: Sendable {
  /// Counts up with each change to the bytes below or to what a document may say.
  ///
  /// A document that an older version took may be a fault to this one.
  static let formatVersion: UInt64 = 1

  private struct Key: Hashable {
    let blob: ObjectID
    let path: RepositoryPath
  }

  private enum Slot {
    case parsed(ParsedDocument)
    /// Where its bytes lie in `bytes`; parsed when somebody asks.
    case stored(Range<Int>)
  }

  private let bytes: [UInt8]
  private var slots: [Key: Slot] = [:]

  package init() { bytes = [] }

  /// Reads what `encoded()` wrote; anything else is an empty cache.
  package init(decoding bytes: [UInt8]) {
    self.bytes = bytes
    do throws(CacheDamage) {
      slots = try PolicyCache.index(bytes)
    } catch {
      slots = [:]
    }
  }

  /// The number of documents.
  package var count: Int { slots.count }

  /// The document that was parsed from `blob` at `path`.
  package func document(blob: ObjectID, path: RepositoryPath) -> ParsedDocument? {
    switch slots[Key(blob: blob, path: path)] {
    case nil: return nil
    case .parsed(let document): return document
    case .stored(let range):
      var reader = ByteReader(bytes, range)
      do throws(CacheDamage) {
        let document = ParsedDocument(
          path: path, content: try read(&reader), references: try read(&reader))
        return reader.isAtEnd ? document : nil
      } catch {
        return nil
      }
    }
  }

  /// Keeps `document`, which was parsed from `blob`.
  package mutating func insert(_ document: ParsedDocument, blob: ObjectID) {
    slots[Key(blob: blob, path: document.path)] = .parsed(document)
  }

  /// The cache as bytes, the same for the same documents in every run.
  package func encoded() -> [UInt8] {
    var body = ByteWriter()
    body.number(UInt64(slots.count))
    let sorted = slots.sorted {
      ($0.key.path, $0.key.blob) < ($1.key.path, $1.key.blob)
    }
    for (key, slot) in sorted {
      body.raw(key.blob.bytes)
      body.block(key.path.bytes)
      switch slot {
      case .stored(let range): body.block(bytes[range])
      case .parsed(let document):
        var writer = ByteWriter()
        document.content.write(to: &writer)
        document.references.write(to: &writer)
        body.block(writer.bytes)
      }
    }
    var head = ByteWriter()
    head.raw(PolicyCache.magic)
    head.number(PolicyCache.formatVersion)
    head.number(checksum(body.bytes[...]))
    return head.bytes + body.bytes
  }

  private static let magic = Array("countersign policy cache\n".utf8)

  private static func index(_ bytes: [UInt8]) throws(CacheDamage) -> [Key: Slot] {
    var reader = ByteReader(bytes)
    guard try reader.raw(magic.count).elementsEqual(magic),
      try reader.number() == formatVersion
    else { throw CacheDamage() }
    let sum = try reader.number()
    guard checksum(bytes[reader.position...]) == sum else { throw CacheDamage() }
    let count = try reader.count()
    var slots: [Key: Slot] = [:]
    slots.reserveCapacity(count)
    for _ in 0..<count {
      guard let blob = ObjectID(bytes: try reader.raw(20)) else { throw CacheDamage() }
      let path = RepositoryPath(try reader.block())
      slots[Key(blob: blob, path: path)] = .stored(try reader.blockRange())
    }
    guard reader.isAtEnd else { throw CacheDamage() }
    return slots
  }
}

/// A sum that tells damaged bytes from whole ones: FNV-1a over words of eight bytes, the last one
/// filled with zeros, and the length.
///
/// The hashes of the standard library are seeded anew in each run.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  let prime: UInt64 = 0x0000_0100_0000_01B3
  var sum: UInt64 = 0xCBF2_9CE4_8422_2325
  var word: UInt64 = 0
  var filled: UInt64 = 0
  func mix(_ word: UInt64) {
    sum = (sum ^ word) &* prime
    // The product carries nothing downwards; without this, high bytes would touch high bits only.
    sum ^= sum >> 32
  }
  for byte in bytes {
    word |= UInt64(byte) << filled
    filled += 8
    if filled == 64 {
      mix(word)
      word = 0
      filled = 0
    }
  }
  mix(word)
  mix(UInt64(bytes.count))
  return sum
}
