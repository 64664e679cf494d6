import Model
import Testing

@Suite("JSON is read strictly")
struct JSONTreeTests {
  static let taken: [(text: String, value: JSONTree)] = [
    (" {} ", .object([:])), ("[]", .array([])),
    ("\t[ 1 , -0.5e+2 ]\r\n", .array([.integer(1), .number(-50)])),
    (
      #"{"a":{"b":null},"c":[true,false]}"#,
      .object(["a": .object(["b": .null]), "c": .array([.bool(true), .bool(false)])])
    ),
    (#""\u00e9\ud83d\uDE00\n\/""#, .string("é😀\n/")), ("\"é\"", .string("é")), ("0", .integer(0)),
    ("-0", .number(-0.0)), ("1.0", .number(1)), ("1e0", .number(1)),
    ("9007199254740993", .integer(9_007_199_254_740_993)),
    ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(0x1p63)),
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

  @Test func findsMembersByBytes() {
    let tree = JSONTree(parsing: Array("{\"\u{212A}\":1,\"e\u{301}\":2}".utf8))
    #expect(tree?.member("K") == nil)
    #expect(tree?.member("\u{212A}") == .integer(1))
    #expect(tree?.member("\u{E9}") == nil)
    #expect(JSONTree.null.member("a") == nil)
  }
}
