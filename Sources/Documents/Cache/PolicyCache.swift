package import Model

/// Policy documents that were parsed before, by the blob they were parsed from and their path.
///
/// A run reads thousands of policy files that have not changed since the last; reading this back costs
/// a small part of parsing them. Only documents without a fault are kept. The cache belongs to the
/// machine that wrote it: it is guarded against damage, not against whoever may write the file, so the
/// caller vouches for the bytes by a seal of its own, which says too that this very program wrote them: another
/// may lay a document out otherwise, or find a fault in it. What is damaged reads as empty.
package struct PolicyCache: Sendable {
  private struct Key: Hashable {
    let path: RepositoryPath
    let blob: ObjectID
  }

  /// Where the parts of a stored document lie in `bytes`.
  private struct Entry {
    let path: Range<Int>
    let blob: Range<Int>
    let content: Range<Int>
  }

  private let bytes: [UInt8]
  /// Sorted by path and blob, as they are stored; a document is read when somebody asks for it.
  private let entries: [Entry]
  private var added: [Key: ParsedDocument] = [:]

  /// Nothing: what every run begins with that has no cache it may believe.
  package init() { self.init(bytes: [], entries: []) }

  /// Reads what `encoded()` wrote; anything else is an empty cache.
  package init(decoding bytes: [UInt8]) {
    do throws(CacheDamage) {
      self.init(bytes: bytes, entries: try PolicyCache.index(bytes))
    } catch {
      self.init()
    }
  }

  private init(bytes: [UInt8], entries: [Entry]) {
    self.bytes = bytes
    self.entries = entries
  }

  var isEmpty: Bool { entries.isEmpty && added.isEmpty }

  /// Keeps `document`, which was parsed from `blob`.
  package mutating func insert(_ document: ParsedDocument, blob: ObjectID) {
    added[Key(path: document.path, blob: blob)] = document
  }

  /// The document that was parsed from `blob` at `path`.
  package func document(blob: ObjectID, path: RepositoryPath) -> ParsedDocument? {
    var place = 0
    return document(blob: blob, path: path, from: &place)
  }

  /// The document that was parsed from `blob` at `path`, looked for at `place` first.
  ///
  /// - Parameter place: Moves behind what was found, so that whoever asks for thousands of documents in
  ///   the order of their paths finds each at once.
  package func document(
    blob: ObjectID, path: RepositoryPath, from place: inout Int
  ) -> ParsedDocument? {
    if let document = added[Key(path: path, blob: blob)] { return document }
    if place >= entries.count || !holds(entries[place], path, blob) {
      place = firstPlace(path: path.bytes, blob: blob.bytes)
      guard place < entries.count, holds(entries[place], path, blob) else { return nil }
    }
    var reader = ByteReader(bytes, entries[place].content)
    place += 1
    do throws(CacheDamage) {
      let document = ParsedDocument(
        path: path, content: try .coded(nil, by: &reader), references: try .coded(nil, by: &reader))
      return reader.isAtEnd ? document : nil
    } catch {
      return nil
    }
  }

  /// The documents that were inserted, as bytes: the same documents make the same bytes.
  ///
  /// What was only read back is left out: whoever inserts what is in use drops what no longer is.
  package func encoded() -> [UInt8] {
    do throws(CacheDamage) {
      return try written()
    } catch {
      return []
    }
  }

  private func written() throws(CacheDamage) -> [UInt8] {
    let sorted = added.sorted { ($0.key.path, $0.key.blob) < ($1.key.path, $1.key.blob) }
    var body = ByteWriter()
    body.number(UInt64(sorted.count))
    for (key, document) in sorted {
      body.block(key.path.bytes)
      body.raw(key.blob.bytes)
      var content = ByteWriter()
      _ = try ParsedDocument.Content.coded(document.content, by: &content)
      _ = try [Reference].coded(document.references, by: &content)
      body.block(content.bytes)
    }
    var head = ByteWriter()
    head.raw(PolicyCache.magic)
    head.number(checksum(body.bytes, from: 0))
    return head.bytes + body.bytes
  }

  private static let magic = Array("countersign policy cache\n".utf8)

  private static func index(_ bytes: [UInt8]) throws(CacheDamage) -> [Entry] {
    var reader = ByteReader(bytes)
    guard try reader.raw(magic.count).elementsEqual(magic) else { throw CacheDamage() }
    let sum = try reader.number()
    guard checksum(bytes, from: reader.position) == sum else { throw CacheDamage() }
    let count = try reader.count()
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for _ in 0..<count {
      entries.append(
        Entry(
          path: try reader.blockRange(), blob: try reader.rawRange(20),
          content: try reader.blockRange()))
    }
    guard reader.isAtEnd else { throw CacheDamage() }
    return entries
  }

  private func holds(_ entry: Entry, _ path: RepositoryPath, _ blob: ObjectID) -> Bool {
    bytes[entry.path].elementsEqual(path.bytes) && ObjectID(bytes: bytes[entry.blob]) == blob
  }

  /// Where the first entry stands that does not come before `path` and `blob`.
  private func firstPlace(path: [UInt8], blob: [UInt8]) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(entries[middle], path: path, blob: blob) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func precedes(_ entry: Entry, path: [UInt8], blob: [UInt8]) -> Bool {
    let own = bytes[entry.path]
    if own.lexicographicallyPrecedes(path) { return true }
    return own.elementsEqual(path) && bytes[entry.blob].lexicographicallyPrecedes(blob)
  }
}

/// A sum that tells damaged bytes from whole ones: FNV-1a over words of eight bytes, the last one
/// filled with zeros, and the length.
///
/// The hashes of the standard library are seeded anew in each run.
private func checksum(_ bytes: [UInt8], from start: Int) -> UInt64 {
  let prime: UInt64 = 0x0000_0100_0000_01B3
  var sum: UInt64 = 0xCBF2_9CE4_8422_2325
  var place = start
  bytes.withUnsafeBytes { bytes in
    while place + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      sum = mixed(sum, UInt64(littleEndian: word), prime)
      place += 8
    }
  }
  var word: UInt64 = 0
  for shift in 0..<(bytes.count - place) {
    word |= UInt64(bytes[place + shift]) << UInt64(8 * shift)
  }
  return mixed(mixed(sum, word, prime), UInt64(bytes.count - start), prime)
}

private func mixed(_ sum: UInt64, _ word: UInt64, _ prime: UInt64) -> UInt64 {
  let product = (sum ^ word) &* prime
  // The product carries nothing downwards; without this, high bytes would touch high bits only.
  return product ^ product >> 32
}
