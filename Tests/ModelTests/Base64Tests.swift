import Model
import Testing

@Suite("Base64")
struct Base64Tests {
  /// RFC 4648, section 10.
  @Test(
    "The examples of the RFC",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func examples(plain: String, text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == Array(text.utf8))
    #expect(Base64.decode(Array(text.utf8)[...]) == Array(plain.utf8))
  }

  @Test("All four-character texts that decode are their bytes' one text")
  func canonical() {
    let characters = Array("AQgwZz09+/=-_ \n".utf8)
    var decoded = 0
    for number in 0..<(15 * 15 * 15 * 15) {
      let text = [number % 15, number / 15 % 15, number / 225 % 15, number / 3375].map {
        characters[$0]
      }
      guard let bytes = Base64.decode(text[...]) else { continue }
      decoded += 1
      #expect(Base64.encode(bytes) == text)
    }
    // Four digits; three and `=`, of which five end in two zero bits; two and `==`, four end in four.
    #expect(decoded == 10_000 + 100 * 5 + 10 * 4)
  }

  @Test("Lengths that are no multiple of four", arguments: ["Z", "Zg", "Zg=", "Zm9vY", "Zm9vYg="])
  func lengths(text: String) {
    #expect(Base64.decode(Array(text.utf8)[...]) == nil)
  }

  @Test("base64url is that of the other alphabet, without padding, and of one text too")
  func url() {
    for length in 0..<70 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: 251 &- $0 * 7) }
      let text = Base64.encodeURL(bytes)
      #expect(!text.contains { "+/=".utf8.contains($0) })
      #expect(Base64.decodeURL(text[...]) == bytes)
    }
    for text in ["e30=", "e31", "e", "e30A=", "+-__", "/-__", "e 30", "e30\n", "é"] {
      #expect(Base64.decodeURL(Array(text.utf8)[...]) == nil, "\(text)")
    }
    #expect(Base64.decodeURL(Array("-_-_".utf8)[...]) == [0xFB, 0xFF, 0xBF])
  }
}
