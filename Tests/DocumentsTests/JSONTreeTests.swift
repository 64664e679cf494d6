import Documents
import Testing

@Suite("JSON is read strictly")
struct JSONTreeTests {
  static let taken: [(text: String, value: JSONTree)] = [
    (" {} ", .object([:])), ("[]", .array([])),
    ("\t[ 1 , -0.5e+2 ]\r\n", .array([.number(1), .number(-50)])),
    (
      #"{"a":{"b":null},"c":[true,false]}"#,
      .object(["a": .object(["b": .null]), "c": .array([.bool(true), .bool(false)])])
    ),
    (#""\u00e9\ud83d\uDE00\n\/""#, .string("é😀\n/")), ("\"é\"", .string("é")), ("0", .number(0)),
  ]

  @Test(arguments: taken.indices)
  func takes(number: Int) {
    #expect(JSONTree(parsing: Array(Self.taken[number].text.utf8)) == Self.taken[number].value)
  }

  static let refused = [
    "", " ", "nul", "nulls", "01", "+1", ".5", "1.", "1e", "-", "1e400", "NaN", "'a'", "[1,]",
    "[1 2]", "{\"a\":1,}",
    "{a:1}", "{\"a\" 1}", "[1]]", "{\"a\":1", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
    "\"\\ud800\\u0041\"",
    "\"\\udc00\"", "\"\t\"", "\"\n\"", "{\"a\":1,\"a\":1}", "{\"x\":{\"a\":1,\"\\u0061\":2}}",
    "\u{FEFF}{}",
    String(repeating: "[", count: 101) + String(repeating: "]", count: 101),
    String(repeating: "[", count: 1_000_000),
  ]

  @Test(arguments: refused.indices)
  func refuses(number: Int) {
    #expect(JSONTree(parsing: Array(Self.refused[number].utf8)) == nil)
  }

  @Test func refusesWhatIsNoUTF8() {
    #expect(JSONTree(parsing: [0x22, 0xC3, 0x22]) == nil)
    #expect(JSONTree(parsing: [0x22, 0xC3, 0xA9, 0x22]) == .string("é"))
  }

  @Test func takesWhatNestsAHundredDeep() {
    let text = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(JSONTree(parsing: Array(text.utf8)) != nil)
  }
}
