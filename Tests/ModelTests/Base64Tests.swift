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
}
