import FoundationEssentials
import Model
import Reports
import Testing

@Suite struct JSONTests {
  private let document: JSONValue = [
    "b": .array([.integer(-1), .integer(.max), .bool(true)]), "a": .object([:]),
    "Z": .array([]), "é": .string("\u{1F600}"), "aa": ["x": .string("y")],
  ]

  @Test func sortsNamesByBytesAndIndentsByTwo() {
    #expect(
      document.rendered(.pretty) == """
        {
          "Z": [],
          "a": {},
          "aa": {
            "x": "y"
          },
          "b": [
            -1,
            9223372036854775807,
            true
          ],
          "é": "\u{1F600}"
        }
        """)
    #expect(
      document.rendered(.line)
        == #"{"Z":[],"a":{},"aa":{"x":"y"},"b":[-1,9223372036854775807,true],"é":"😀"}"#)
  }

  static let texts: [(text: String, rendered: String)] = [
    ("quote \" slash / back \\", #""quote \" slash / back \\""#),
    ("\u{0}\n\r\t\u{1B}\u{7F}", #""\u0000\u000a\u000d\u0009\u001b\u007f""#),
    ("\u{202E}\u{200B}\u{2028}", #""\u202e\u200b\u2028""#),
    ("\u{E0041}\u{10FFFF}", #""\udb40\udc41\udbff\udfff""#),
    ("##[error] ##vso[x] ## y", ##""#\u0023[error] #\u0023vso[x] ## y""##),
    ("::error::", #""::error::""#),
    ("e\u{301} é", "\"e\u{301} é\""),
  ]

  @Test(arguments: texts.indices)
  func escapesWhatMustNotReachALog(number: Int) {
    let (text, rendered) = JSONTests.texts[number]
    #expect(Array(JSONValue.string(text).rendered(.line).utf8) == Array(rendered.utf8))
  }

  @Test(arguments: [JSONForm.pretty, .line])
  func isReadBackByFoundation(form: JSONForm) throws {
    #expect(try JSONTree(reading: document.rendered(form)) == JSONTree(document))
  }

  @Test func readsBackEveryScalar() throws {
    let value = JSONValue.string(String(String.UnicodeScalarView(scalarsToTry)))
    #expect(try JSONTree(reading: value.rendered(.line)) == JSONTree(value))
  }

  @Test func writesGrantsAsTheLedgerHoldsThem() throws {
    let grants = try Fixtures().grants()
    let report = GrantsReport(grants: grants)
    let decoder = JSONDecoder()
    let text = Data(report.json(.pretty).utf8)
    #expect(try decoder.decode([Grant].self, from: text) == grants.sorted { $0.id < $1.id })
    let ledger = try JSONEncoder().encode(grants.sorted { $0.id < $1.id })
    #expect(
      try decoder.decode(JSONTree.self, from: ledger) == decoder.decode(JSONTree.self, from: text))
  }

  @Test func writesReasonsAsRecordsHoldThem() throws {
    let fixtures = try Fixtures()
    let reasons = [fixtures.notEligible, fixtures.rewound, fixtures.voidedPolicy]
    let text = ReasonReport(label: "refused", reasons: reasons).json(.line)
    #expect(try JSONDecoder().decode([Reason].self, from: Data(text.utf8)) == reasons)
  }
}

/// Every scalar where controls, formats and separators are, and one of 97 of the others.
private let scalarsToTry: [Unicode.Scalar] = (UInt32(0)...0x10FFFF)
  .filter {
    $0 < 0x3000 || (0xF900..<0x10000).contains($0) || (0xE0000..<0xE0200).contains($0)
      || $0 % 97 == 0
  }
  .compactMap(Unicode.Scalar.init)
