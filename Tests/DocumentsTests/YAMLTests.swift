import Documents
import Model
import Testing

/// What YAML allows and a document does not (THREATS row 27).
@Suite("Strict YAML")
struct YAMLTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let faults: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ faults: [String]) {
      self.name = name
      self.text = text
      self.faults = faults
    }
  }

  static let refused: [Case] = [
    Case("empty", "", ["-: the file is empty (write the document or delete the file)"]),
    Case(
      "only a comment", "# nothing\n",
      ["-: the file is empty (write the document or delete the file)"]),
    Case(
      "a list", "- a\n",
      [
        "1:1: found a list, where a request is a mapping of keys to values (write `subject: …`)"
      ]),
    Case(
      "a text", "hello\n",
      [
        "1:1: found `hello`, where a request is a mapping of keys to values (write `subject: …`)"
      ]),
    Case(
      "an anchor", "subject: &a ana.silva\n",
      [
        "1:10: a YAML anchor, where every value is written out"
          + " (write the value itself, or put the text in quotes)"
      ]),
    Case(
      "an anchor on a mapping", "a: &b\n  c: d\n",
      [
        "1:4: a YAML anchor, where every value is written out"
          + " (write the value itself, or put the text in quotes)"
      ]),
    Case(
      "an anchor on a key", "&a subject: ana.silva\n",
      [
        "1:1: a YAML anchor, where every value is written out"
          + " (write the value itself, or put the text in quotes)"
      ]),
    Case(
      "an alias", "a: &x [1]\nb: *x\n",
      [
        "1:4: a YAML anchor, where every value is written out"
          + " (write the value itself, or put the text in quotes)",
        "2:4: a YAML alias, where every value is written out"
          + " (write the value itself, or put the text in quotes)",
      ]),
    Case(
      "an alias of nothing", "a: *x\n",
      [
        "1:4: a YAML alias, where every value is written out"
          + " (write the value itself, or put the text in quotes)"
      ]),
    Case(
      "a tag", "subject: !!str ana.silva\n",
      ["1:10: a YAML tag, where values have none (remove the tag)"]),
    Case(
      "a tag on quotes", "subject: !!str \"ana.silva\"\n",
      ["1:10: a YAML tag, where values have none (remove the tag)"]),
    Case(
      "a tag without name", "subject: ! ana.silva\n",
      ["1:10: a YAML tag, where values have none (remove the tag)"]),
    Case(
      "a tag on a list", "subject: ! [a]\n",
      [
        "1:10: a YAML tag, where values have none (remove the tag)",
        "1:10: found a list, where `subject` takes a name of small letters, digits, `.`, `_` and `-`",
      ]),
    Case(
      "tags on nothing and on a key, in text beyond ASCII", "é: !x\n!!str ü: a\n",
      [
        "1:4: a YAML tag, where values have none (remove the tag)",
        "2:1: a YAML tag, where values have none (remove the tag)",
      ]),
    Case(
      "a second document", "a: b\n---\nc: d\n",
      [
        "2:1: a second YAML document begins here, where a file holds one"
          + " (put each document into a file of its own)"
      ]),
    Case(
      "a second document after an empty one", "---\n---\nc: d\n",
      [
        "2:1: a second YAML document begins here, where a file holds one"
          + " (put each document into a file of its own)"
      ]),
    Case(
      "an end of the document", "a: b\n...\n",
      ["2:1: `...` ends a YAML document, where the end of the file does (remove the line)"]),
    Case(
      "a directive", "%YAML 1.1\n---\na: b\n",
      ["1:1: a YAML directive, where a document has none (remove the line)"]),
    Case(
      "a key twice", "reason: one\nsubject: a\nreason: two\n",
      ["3:1: the key `reason` stands twice in one mapping, first in line 1 (keep one of the two)"]
    ),
    Case(
      "a key twice, in quotes", "a: {\"b\": 1, b: 2}\n",
      ["1:13: the key `b` stands twice in one mapping, first in line 1 (keep one of the two)"]),
    Case(
      "a key that is a list", "[a]: b\n",
      ["1:1: a list as a key, where keys are text"]),
    Case(
      "a key that is a mapping", "? {a: b}\n: c\n",
      ["1:3: a mapping as a key, where keys are text"]),
    Case(
      "an open quote", "reason: \"text\n",
      [
        "2:1: not readable as YAML: found unexpected end of stream while scanning a quoted scalar"
          + " (put text that holds `: `, ` #` or begins with a special character in quotes)"
      ]),
    Case(
      "a colon in text", "reason: see: this\n",
      [
        "1:12: not readable as YAML: mapping values are not allowed in this context"
          + " (put text that holds `: `, ` #` or begins with a special character in quotes)"
      ]),
    Case(
      "tabs, one fault a line", "a:\tb\t\n\tc: d\n",
      [
        "1:3: a tab, where YAML documents here have blanks (replace the tab by blanks)",
        "2:1: a tab, where YAML documents here have blanks (replace the tab by blanks)",
      ]),
    Case(
      "carriage returns", "a: b\r\nc: d\r\n",
      [
        "1:5: a carriage return, where lines end in a line feed alone"
          + " (save the file with Unix line ends (LF))",
        "2:5: a carriage return, where lines end in a line feed alone"
          + " (save the file with Unix line ends (LF))",
      ]),
    Case(
      "a byte order mark", "\u{FEFF}a: b\n",
      ["1:1: a byte order mark (save the file as UTF-8 without a byte order mark)"]),
  ]

  @Test("What a document may not hold is refused at its place", arguments: refused)
  func refuses(one: Case) {
    // Keys that are missing or unknown are not what these texts are about.
    #expect(faultLines(request(one.text)).filter { !$0.contains(" a request (") } == one.faults)
  }

  @Test(
    "Characters that hide are refused wherever they stand, also as an escape",
    arguments: [
      0x00, 0x01, 0x08, 0x0B, 0x1B, 0x7F, 0x80, 0x85, 0x9F, 0xAD, 0x61C, 0x200B, 0x200D, 0x200E,
      0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFDD0, 0xFEFF, 0xFFFE,
      0xFFFF, 0x1FFFE, 0xE0001, 0xE0041, 0x10FFFF,
    ] as [UInt32])
  func hiddenCharacters(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let digits = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let told = "the character \(name), which cannot be seen or changes what is seen"
    for place in ["# é \(scalar)\na: b\n", "a: é'\(scalar)'\n", "a: 'é \(scalar)'\n"] {
      let column = place.hasPrefix("#") ? 5 : place.hasPrefix("a: é") ? 6 : 7
      #expect(faultLines(request(place)).first == "1:\(column): \(told) (remove the character)")
    }
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    #expect(
      faultLines(request("reason: \"\\U\(padded)\"\n")).contains(
        "1:9: an escape for \(told) (remove the escape)"))
  }

  @Test("Bytes that are not UTF-8 are refused where they begin")
  func invalidUTF8() {
    for bad in [[0xC3], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      let bytes = Array("a: é\nb: ü".utf8) + bad.map { UInt8($0) } + Array("\n".utf8)
      let result = readRequest(bytes, at: RepositoryPath("requests/billing-db/one.yaml"))
      #expect(
        faultLines(result) == [
          "2:5: the file is not UTF-8 (save the file as UTF-8 without a byte order mark)"
        ])
    }
  }

  @Test("The size is looked at first, at 64 KiB")
  func size() {
    let path = RepositoryPath("requests/billing-db/one.yaml")
    let head = Array(RequestReaderTests.example.utf8)
    let full = head + [UInt8](repeating: UInt8(ascii: "#"), count: 65536 - head.count)
    #expect(faultLines(readRequest(full, at: path)) == [])
    #expect(
      faultLines(readRequest(full + [0x0A], at: path)) == [
        "-: the file has 65537 bytes, more than the 65536 that a document may have"
          + " (a document has at most 65536 bytes)"
      ])
    let huge = [UInt8](repeating: 0xFF, count: 10_000_000)
    #expect(faultLines(readRequest(huge, at: path)).count == 1)
  }

  @Test(
    "10,000 levels of nesting are refused, and so are 17, on a thread with an ordinary stack",
    arguments: [17, 300, 900, 999, 1000, 10_000])
  func nesting(levels: Int) async {
    let shapes: [(String) -> String] = [
      { _ in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) },
      { _ in String(repeating: "[", count: levels) },
      { _ in
        String(repeating: "{a: ", count: levels) + "b" + String(repeating: "}", count: levels)
      },
      { _ in String(repeating: "[a: ", count: levels) + String(repeating: "]", count: levels) },
      { _ in String(repeating: "- ", count: levels) + "a" },
      { _ in String(repeating: "? ", count: levels) + "a" },
      { _ in (0..<min(levels, 350)).map { String(repeating: " ", count: $0) + "a:\n" }.joined() },
      { _ in
        (0..<min(levels, 250)).map { String(repeating: " ", count: $0) + "- a:\n" }.joined()
      },
    ]
    for shape in shapes {
      let text = shape("") + "\n"
      let faults = await Task.detached { faultLines(request(text)) }.value
      #expect(
        faults.contains {
          $0.contains("nested deeper than 16 levels") || $0.contains("not readable as YAML")
        }, "\(text.prefix(40)) → \(faults)")
    }
  }

  @Test(
    "An alias, an anchor or a tag hides no other fault",
    arguments: ["reason: *x", "reason: &y z", "reason: !!str z", "reason: {a: [*x]}"])
  func allFaultsTogether(line: String) {
    let faults = faultLines(
      request("entitlment: read-only\nduration: 4x\nticket: &x OPS-1\n\(line)\n"))
    for (place, what) in [
      ("1:1", "entitlment"), ("2:11", "4x"), ("3:9", "anchor"), ("4:", "YAML"),
    ] {
      #expect(
        faults.contains { $0.hasPrefix(place) && $0.contains(what) }, "\(place): \(faults)")
    }
  }

  @Test("A bomb of aliases is refused before anything grows, also in keys")
  func aliasBomb() {
    var bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    var keys = "? &k0 [lol]\n: x\n"
    for level in 1...60 {
      let uses = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(uses)]\n"
      keys += "? &k\(level) [*k\(level - 1), *k\(level - 1)]\n: x\n"
    }
    let alias = "a YAML alias, where every value is written out"
    let clock = ContinuousClock()
    for text in [bomb, keys] {
      var faults: [String] = []
      let time = clock.measure { faults = faultLines(request(text)) }
      #expect(faults.contains { $0.contains(alias) })
      #expect(time < .seconds(5))
    }
  }

  @Test(
    "Texts stay the texts they are",
    arguments: ["no", "012", "1e3", "0x10", "2026-11-21", "yes", "on", "1_000", "12:30", ".5"])
  func plainTexts(text: String) throws {
    let value = try request(
      "subject: ana.silva\nentitlement: read-only\nduration: 8h\nticket: \(text)\nreason: \(text)\n"
    ).get()
    #expect(value.ticket == text)
    #expect(value.reason == text)
  }

  @Test("An id may be `no`, and text may hold what looks like YAML")
  func looksLikeYAML() throws {
    let reason = "R&D asks *twice* & loudly: \"no\" -- see [1] {2} !important, 100%"
    let value = try request(
      """
      ---
      "subject": 'no'
      entitlement: 0
      duration: PT8H
      reason: '\(reason)'

      """
    ).get()
    #expect(value.subject.text == "no")
    #expect(value.entitlement == "0")
    #expect(value.reason == reason)
    let plain = try request(
      "subject: a\nentitlement: b\nduration: 1m\nreason: R&D *asks* a & b, !c -- d? [e] {f} 100%\n"
    ).get()
    #expect(plain.reason == "R&D *asks* a & b, !c -- d? [e] {f} 100%")
  }

  @Test("A reason may run over many lines, in each of YAML's ways")
  func manyLines() throws {
    func reason(_ text: String) throws -> String {
      try request("subject: a\nentitlement: b\nduration: 1m\nreason: \(text)").get().reason
    }
    #expect(try reason("|\n  one\n  two\n") == "one\ntwo\n")
    #expect(try reason("|-\n  one\n  two") == "one\ntwo")
    #expect(try reason(">\n  one\n  two\n") == "one two\n")
    #expect(try reason("one\n  two\n") == "one two")
    #expect(try reason("\"one\n  two\\nthree\"\n") == "one two\nthree")
    #expect(try reason("Grüße, 世界 ❤️\n") == "Grüße, 世界 ❤️")
  }

  @Test("Texts have limits")
  func limits() throws {
    func faults(_ line: String) -> [String] {
      faultLines(request("subject: a\nentitlement: b\nduration: 1m\nreason: x\n\(line)\n"))
    }
    let head = "subject: a\nentitlement: b\nduration: 1m\n"
    #expect(faults("ticket: " + String(repeating: "x", count: 128)) == [])
    #expect(
      faults("ticket: " + String(repeating: "é", count: 65)) == [
        "5:9: `ticket` has 130 bytes, more than the 128 that it may have"
      ])
    #expect(faultLines(request(head + "reason: " + String(repeating: "é", count: 2000))) == [])
    #expect(
      faultLines(request(head + "reason: " + String(repeating: "é", count: 2001))) == [
        "4:9: `reason` has 2001 characters, more than the 2000 that it may have"
      ])
    let many = (0...10_000).map { "p\($0)" }
    let group = "members: [" + many.joined(separator: ",") + "]\n"
    #expect(
      faultLines(document("policies/groups/all.yaml", group)).first
        == "1:10: 10001 entries, more than the 10000 that a list or mapping may have")
  }

  @Test("A file with very many faults lists a hundred and counts the rest")
  func manyFaults() {
    let lines = faultLines(request((0..<500).map { "key-\($0): x\n" }.joined()))
    #expect(lines.count == 101)
    #expect(lines.last == "-: 404 more faults are not listed (mend the faults listed first)")
  }
}
