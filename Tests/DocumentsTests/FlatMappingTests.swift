import Model
import TestSupport
import Testing

@testable import Documents

/// The short cut past libyaml, with libyaml as the judge of it.
@Suite("Flat mappings")
struct FlatMappingTests {
  private static let examples = [
    """
    subject: ana.silva
    entitlement: read-only
    duration: 8h
    starts: 2026-11-21T09:00:00Z
    ticket: OPS-4312
    reason: Reconcile the November invoices that failed on the 19th.
    emergency: false

    """,
    """
    # Why: see the ticket.

    subject:   p00017
    duration: PT8H

    ticket: 17
    reason: She said "yes", (a,b) [c] {d} 50% @home it's no#1; R&D *asks* a\\b:c <x> | y ! z ? - = ~
    """,
  ]

  /// What both readings say of `bytes`: nil where the short cut leaves them alone.
  private func readings(_ bytes: [UInt8]) -> (flat: String, composed: String)? {
    guard let flat = readFlatMapping(bytes) else { return nil }
    var findings = Findings(file: "one.yaml")
    let composed = readComposedYAML(bytes, &findings)
    let faults = findings.faults.reasons.map(\.message)
    return (shape(flat), composed.map(shape).map { "\($0)\(faults)" } ?? "\(faults)")
  }

  /// Everything that an element says, in words.
  private func shape(_ element: Element) -> String {
    let mark = "\(element.mark.line):\(element.mark.column)"
    switch element.content {
    case .scalar(let text, let isPlain): return "\(mark) \(Array(text.utf8)) \(isPlain)"
    case .list(let items): return "\(mark) [\(items.map(shape))]"
    case .refused: return "\(mark) refused"
    case .mapping(let entries):
      let parts = entries.map {
        "\($0.keyMark.line):\($0.keyMark.column) \($0.key) = \(shape($0.value))"
      }
      return "\(mark) {\(parts)}"
    }
  }

  private func agree(_ bytes: [UInt8]) -> Bool? {
    readings(bytes).map { $0.composed == $0.flat + "[]" }
  }

  @Test("What the short cut takes, YAML reads the same", arguments: 0..<8)
  func mutations(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var taken = 0
    for example in Self.examples {
      for _ in 0..<500 {
        let bytes = mutated(Array(example.utf8), &random)
        guard let agree = agree(bytes) else { continue }
        taken += 1
        #expect(agree, "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
    #expect(taken > 100)
  }

  @Test("Every text of three telling characters, alone and before another line")
  func exhaustive() {
    let telling = Array("a0 :#-'\",[{}]|>%@!?`~<=./&*\\_".utf8)
    var taken = 0
    for number in 0..<(telling.count * telling.count * telling.count) {
      let text = [
        telling[number % telling.count], telling[number / telling.count % telling.count],
        telling[number / telling.count / telling.count],
      ]
      for bytes in [Array("k: ".utf8) + text, Array("k: b\n".utf8) + text + Array("v\nl: c".utf8)] {
        guard let agree = agree(bytes) else { continue }
        taken += 1
        #expect(agree, "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
    #expect(taken > 1000)
  }

  @Test("The examples are taken", arguments: examples)
  func taken(example: String) {
    #expect(agree(Array(example.utf8)) == true)
  }

  @Test(
    "Whatever YAML could mean something by is left to YAML",
    arguments: [
      "", "\n", "# only a comment\n", "a:b\n", "a:\n", "a: \n", "a: b \n", "a: b: c\n", "a: b:\n",
      "a: b # c\n", "a: b\n c\n", " a: b\n", "a: b\na: c\n", "a: \"b\"\n", "a: 'b'\n", "a: -b\n",
      "a: .b\n", "a: ~\n", "a: [b]\n", "a: |\n", "a: &b\n", "a: *b\n", "a: \\b\n",
      "a: b\u{E9}\n", "a:\tb\n", "a: b\r\n", "a : b\n", "A: b\n", "a_b: c\n", "\"a\": b\n",
      "? a\n: b\n", "- a: b\n", "{a: b}\n", "---\na: b\n", "a: b\n---\n", "a: b\n...\n",
      "%YAML 1.2\na: b\n", "a: b\n \n", "a: b\n\u{0}", "\u{FEFF}a: b\n",
    ])
  func left(text: String) {
    #expect(agree(Array(text.utf8)) == nil)
  }

  @Test("A file that is too large, or has too many keys, is left to what reports it")
  func large() {
    let long = "a: " + String(repeating: "b", count: Limits.file)
    #expect(agree(Array(long.utf8)) == nil)
    let many = (UInt8(ascii: "a")...UInt8(ascii: "z")).map { "\(UnicodeScalar($0)): b\n" }.joined()
    #expect(agree(Array(many.utf8)) == nil)
  }
}
