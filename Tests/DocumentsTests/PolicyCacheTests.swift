import Model
import TestSupport
import Testing

@testable import Documents

@Suite("The cache of parsed policies")
struct PolicyCacheTests {
  static func blob(_ number: Int) throws -> ObjectID {
    try #require(ObjectID(bytes: (0..<20).map { UInt8(truncatingIfNeeded: number &+ $0 * 7) }))
  }

  /// Every document that the tests have, each kind and each key of it among them.
  static func documents() throws -> [ParsedDocument] {
    try ExampleRepositoryTests.documents()
      + CompleteDocument.all.filter { $0.path.hasPrefix("policies/") }.map {
        try document($0.path, $0.text).get()
      } + [
        document("policies/keys/ana.asc", "any bytes").get(),
        document("policies/keys/ci.jwks.json", try keys()).get(),
      ]
  }

  /// One key of each kind.
  private static func keys() throws -> String {
    let keys = try TokenAlgorithm.allCases.map {
      try TokenIssuer($0, kid: $0.rawValue).jwk(extra: ",\"use\":\"sig\"")
    }
    return #"{"keys":[\#(keys.joined(separator: ",")),{"kty":"AKP"}]}"#
  }

  static func encode(_ documents: [(blob: ObjectID, document: ParsedDocument)]) -> [UInt8] {
    var cache = PolicyCache()
    for (blob, document) in documents { cache.insert(document, blob: blob) }
    return cache.encoded()
  }

  static func stored() throws -> [(blob: ObjectID, document: ParsedDocument)] {
    try documents().enumerated().map { (try blob($0), $1) }
  }

  @Test("What is written reads back the same, every kind of document")
  func roundTrip() throws {
    let stored = try Self.stored()
    let bytes = Self.encode(stored)
    let back = PolicyCache(decoding: bytes)
    for (blob, document) in stored {
      #expect(back.document(blob: blob, path: document.path) == document)
    }
    #expect(Self.encode(stored.reversed()) == bytes)
  }

  @Test("Documents are found whatever the place where they are looked for first")
  func places() throws {
    let stored = try Self.stored()
    let cache = PolicyCache(decoding: Self.encode(stored))
    var place = 0
    let sorted = stored.sorted { $0.document.path < $1.document.path }
    for (expected, (blob, document)) in sorted.enumerated() {
      #expect(place == expected)
      #expect(cache.document(blob: blob, path: document.path, from: &place) == document)
    }
    for (blob, document) in stored.reversed() {
      #expect(cache.document(blob: blob, path: document.path, from: &place) == document)
    }
    for wrong in [0, stored.count - 1, stored.count, 9999] {
      place = wrong
      let path = RepositoryPath("policies/x.yaml")
      #expect(cache.document(blob: try Self.blob(0), path: path, from: &place) == nil)
    }
  }

  @Test("Another blob or another path is not found")
  func otherKey() throws {
    let stored = try Self.stored()
    let cache = PolicyCache(decoding: Self.encode(stored))
    let first = try #require(stored.first)
    #expect(cache.document(blob: try Self.blob(9999), path: first.document.path) == nil)
    #expect(cache.document(blob: first.blob, path: RepositoryPath("policies/x.yaml")) == nil)
    for (blob, document) in stored where document.path != first.document.path {
      #expect(cache.document(blob: blob, path: first.document.path) == nil)
      #expect(cache.document(blob: first.blob, path: document.path) == nil)
    }
    #expect(PolicyCache(decoding: Self.encode([])).isEmpty)
  }

  @Test("A damaged byte anywhere, a shorter file and a longer one read as empty")
  func damage() throws {
    let bytes = Self.encode(try Self.stored())
    for place in stride(from: 0, to: bytes.count, by: 17) {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      #expect(PolicyCache(decoding: damaged).isEmpty, "byte \(place)")
    }
    for length in stride(from: 0, to: bytes.count, by: 31) {
      #expect(PolicyCache(decoding: Array(bytes.prefix(length))).isEmpty)
    }
    #expect(PolicyCache(decoding: bytes + [0]).isEmpty)
    #expect(PolicyCache(decoding: []).isEmpty)
  }

  @Test("Whatever bytes a document has, reading them back ends", arguments: 0..<8)
  func hostile(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for document in try Self.documents() {
      var writer = ByteWriter()
      _ = try ParsedDocument.Content.coded(document.content, by: &writer)
      for _ in 0..<40 {
        let bytes = mutated(writer.bytes, &random)
        var reader = ByteReader(bytes)
        do throws(CacheDamage) {
          _ = try ParsedDocument.Content.coded(nil, by: &reader)
          #expect(reader.position <= bytes.count)
        } catch {
          #expect(reader.position <= bytes.count)
        }
      }
    }
  }

  @Test("Numbers read back at their limits, and no longer form of them is taken")
  func numbers() throws {
    for value in [0, 1, 127, 128, 16_383, 16_384, UInt64.max - 1, .max] {
      var writer = ByteWriter()
      writer.number(value)
      var reader = ByteReader(writer.bytes)
      #expect(try reader.number() == value)
      #expect(reader.isAtEnd)
    }
    for bytes in [
      [], [0x80], [UInt8](repeating: 0xFF, count: 9) + [2], [UInt8](repeating: 0x80, count: 12),
    ] {
      var reader = ByteReader(bytes)
      #expect(throws: CacheDamage.self) { try reader.number() }
    }
  }
}
