import FoundationEssentials
import Model
import Testing

@testable import Git

@Suite struct OIDTests {
  static let text = "00ff10a5b6c7d8e9f0a1b2c3d4e5f60718293a4b"

  @Test func hexAndBytesGoBothWays() throws {
    let id = try #require(ObjectID(hex: Self.text))
    #expect(id.hex == Self.text)
    #expect("\(id)" == Self.text)
    #expect(id.bytes.count == 20)
    #expect(id.bytes.prefix(4) == [0x00, 0xFF, 0x10, 0xA5])
    #expect(ObjectID(bytes: id.bytes) == id)
    #expect(ObjectID(id.raw) == id)
  }

  @Test(arguments: [
    "", "00ff", text + "0", String(text.dropLast()), text.uppercased(),
    String(text.dropLast()) + "g", " " + text.dropLast(), "０" + text.dropFirst(),
  ])
  func otherTextIsNoID(_ text: String) {
    #expect(ObjectID(hex: text) == nil)
  }

  @Test(arguments: [0, 19, 21, 32]) func otherLengthsAreNoID(_ count: Int) {
    #expect(ObjectID(bytes: [UInt8](repeating: 0, count: count)) == nil)
  }

  @Test func theOrderIsTheOrderOfTheBytes() throws {
    let ids = try (0..<200).map { _ in
      try #require(ObjectID(bytes: (0..<20).map { _ in UInt8.random(in: 0...3) }))
    }
    #expect(ids.sorted().map(\.hex) == ids.map(\.hex).sorted())
  }

  @Test func codesAsText() throws {
    let id = try #require(ObjectID(hex: Self.text))
    let data = try JSONEncoder().encode([id])
    #expect(String(decoding: data, as: UTF8.self) == "[\"\(Self.text)\"]")
    #expect(try JSONDecoder().decode([ObjectID].self, from: data) == [id])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ObjectID].self, from: Data("[\"00\"]".utf8))
    }
  }

  @Test func theEmptyTreeIsTheOneOfGit() {
    #expect(ObjectID.emptyTree.hex == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
  }
}
