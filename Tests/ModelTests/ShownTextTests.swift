import Model
import Testing

/// THREATS row 30: texts from outside are shown and do nothing.
@Suite struct ShownTextTests {
  /// What comes in, and what is shown.
  ///
  /// Tests take them by number, so that the names of tests do not carry them into a log.
  static let cases: [(text: String, shown: String)] = [
    ("Reconcile the invoices.", "Reconcile the invoices."),
    ("", ""),
    ("Ärger in 東京 naïve", "Ärger in 東京 naïve"),
    ("\u{1B}[2J\u{1B}]0;owned\u{07}", "\\u{1b}[2J\\u{1b}]0;owned\\u{7}"),
    ("one\ntwo\r\nthree\ttab", "one\\u{a}two\\u{d}\\u{a}three\\u{9}tab"),
    ("\u{9B}31mC1\u{85}", "\\u{9b}31mC1\\u{85}"),
    ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
    ("\u{202E}txt.exe\u{2066}\u{200F}\u{61C}", "\\u{202e}txt.exe\\u{2066}\\u{200f}\\u{61c}"),
    ("zero\u{200B}width\u{200D}\u{FEFF}\u{2060}", "zero\\u{200b}width\\u{200d}\\u{feff}\\u{2060}"),
    ("soft\u{AD}hyphen \u{E0041}tag \u{FE0F}", "soft\\u{ad}hyphen \\u{e0041}tag \\u{fe0f}"),
    ("\u{E000}\u{10FFFF}\u{3164}", "\\u{e000}\\u{10ffff}\\u{3164}"),
    ("::error::x", "\\u{3a}:error::x"),
    ("  \u{3000}::error::x", "  \u{3000}\\u{3a}:error::x"),
    ("say ::add-mask::x", "say \\u{3a}:add-mask::x"),
    ("std::vector, a: b", "std::vector, a: b"),
    ("x ##[error]no", "x #\\u{23}[error]no"),
    ("##vso[task.setvariable]", "#\\u{23}vso[task.setvariable]"),
    ("###[a] ## heading #1", "##\\u{23}[a] ## heading #1"),
    ("##teamcity[buildStop] C#[1]", "#\\u{23}teamcity[buildStop] C#[1]"),
    ("#[error]no", "\\u{23}[error]no"),
    (
      "section_start:1:a[collapsed=true] section_x:",
      "section\\u{5f}start:1:a[collapsed=true] section_x:"
    ),
    ("travis_fold:end:a travis_time:start:b", "travis\\u{5f}fold:end:a travis\\u{5f}time:start:b"),
    ("--- hidden --- x", "\\u{2d}-- hidden --- x"),
    ("+++ a", "\\u{2b}++ a"),
    ("---- a, --- b", "---- a, --- b"),
    ("literal \\u{1b} \\d+ C:\\dir", "literal \\u{5c}u{1b} \\d+ C:\\dir"),
  ]

  @Test(arguments: cases.indices)
  func showsWhatCouldDoHarm(number: Int) {
    let (text, shown) = ShownTextTests.cases[number]
    #expect(Array(shownText(text).utf8) == Array(shown.utf8))
  }

  @Test func neverShowsTwoTextsAlike() {
    let texts = ["\u{1B}", "\\u{1b}", "\\u{5c}u{1b}", "\\\\u{1b}", "::", "\\u{3a}:"]
    #expect(Set(texts.map { shownText($0) }).count == texts.count)
  }

  @Test func leavesNoScalarThatMovesOrHides() {
    for scalar in scalarsToTry where shownText(String(scalar)) == String(scalar) {
      let isHarmless =
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
        default: !scalar.properties.isBidiControl
        }
      if !isHarmless { Issue.record("U+\(String(scalar.value, radix: 16)) is shown as it is") }
    }
    #expect(scalarsToTry.contains("\u{202E}") && scalarsToTry.contains("\u{E0041}"))
  }
}

/// The one table of harmful text.
@Suite struct HarmfulTextTests {
  @Test func knowsWhatUnicodeCallsUnseen() {
    for scalar in scalarsToTry {
      let properties = scalar.properties
      let isUnseen =
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: true
        default: properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
        }
      // What is assigned and seen must stay readable; the highest planes have nothing of it.
      let isKnown = isUnseen || properties.generalCategory != .unassigned
      if isKnown, HarmfulText.isUnseen(scalar) != isUnseen {
        Issue.record("U+\(String(scalar.value, radix: 16)): \(!isUnseen)")
      }
    }
  }

  @Test func leavesWhatDocumentsMayHoldToBeShown() {
    for scalar in scalarsToTry where HarmfulText.isHidden(scalar) {
      #expect(HarmfulText.isUnseen(scalar), "U+\(String(scalar.value, radix: 16))")
    }
    #expect(!HarmfulText.isHidden("\u{FE0F}") && HarmfulText.isUnseen("\u{FE0F}"))
    #expect(!HarmfulText.isHidden("é") && !HarmfulText.isUnseen("é"))
  }

  @Test func writesMessagesAlikeWhateverUnicodeHasAssigned() {
    // U+0378 may be assigned one day; it is escaped where a person reads, and never where bytes are compared.
    #expect(recordedText("\u{378}") == "\u{378}" && shownText("\u{378}") == "\\u{378}")
    #expect(
      recordedText("::error::x ##[a]\u{202E}\n") == "\\u{3a}:error::x #\\u{23}[a]\\u{202e}\\u{a}")
    #expect(recordedText(String(repeating: "é", count: 1000)).unicodeScalars.count == 1000)
    #expect(recordedText(String(repeating: "é", count: 1001)).hasSuffix("é…"))
    #expect(recordedWord("a b\u{e9}##[x]") == "a\\u{20}b\\u{e9}#\\u{23}[x]")
  }

  @Test(arguments: ["a b", "x/##[error]y", "::e", "section_end:1", "é\\", "plain/path.yaml"])
  func writesPathsAsOneWordThatReadsBack(text: String) {
    let path = RepositoryPath(text)
    #expect(RepositoryPath(description: path.recorded) == path)
    #expect(!path.recorded.contains(" ") && !path.recorded.contains("##["))
    #expect((path.recorded == text) == (text == "plain/path.yaml"))
  }

  @Test func cutsBytesShort() {
    #expect(shortlyEscaped(Array("a\u{1B}[31m\\".utf8)) == "a\\x1b[31m\\x5c")
    #expect(
      shortlyEscaped([UInt8](repeating: 0x61, count: 65)) == String(repeating: "a", count: 64) + "…"
    )
  }
}

/// Every scalar where controls, formats and separators are, and one of 97 of the others.
let scalarsToTry: [Unicode.Scalar] = (UInt32(0)...0x10FFFF)
  .filter {
    $0 < 0x3000 || (0xF900..<0x10000).contains($0) || (0xE0000..<0xE0200).contains($0)
      || $0 % 97 == 0
  }
  .compactMap(Unicode.Scalar.init)
