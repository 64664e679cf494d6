import TestSupport
import Testing

@testable import Decisions

/// Plain patterns match what Swift's engine matches, and no others are taken for plain.
@Suite struct PlainPatternTests {
  @Test(arguments: 0..<400 as Range<UInt64>)
  func answersAsTheEngineDoes(seed: UInt64) throws {
    var made = PatternMaker(random: SplitMix64(seed: seed))
    let (pattern, sample) = made.choice(depth: 2)
    let plain = try #require(PlainPattern(pattern), "\(pattern)")
    let engine = try Regex(pattern).matchingSemantics(.unicodeScalar)
    for _ in 0..<30 {
      let ticket = made.mutated(sample)
      guard let answer = plain.matchesWhole(ticket) else { continue }
      #expect(answer == (try engine.wholeMatch(in: ticket) != nil), "\(pattern) and \(ticket)")
    }
    #expect(plain.matchesWhole(sample) ?? true, "\(pattern) and \(sample)")
  }

  @Test(arguments: [
    "", "a|", "|a", "(", ")", "()", "(a", "a)", "a++", "a+?", "a**", "a{2}{3}", "+a", "[^a]", "[]",
    "[a-]", "[-a]", "[z-a]", "[a&&b]", "[[a]]", "[a", ".", "^a", "a$", "\\w", "\\1", "\\", "a{2,1}",
    "a{,2}", "a{", "a{}", "a{1000}", "(?i)a", "(?=a)", "a b", "#", "é",
  ])
  func leavesTheRestToTheEngine(pattern: String) {
    #expect(PlainPattern(pattern) == nil)
  }

  @Test(arguments: [
    ("(OPS|INC)-[0-9]+", "OPS-4312", true), ("(OPS|INC)-[0-9]+", "ops-4312", false),
    ("(OPS|INC)-[0-9]+", "OPS-", false), ("(OPS|INC)-[0-9]+", "OPS-1 ", false),
    ("(?:CHG)\\d{7}", "CHG0012345", true), ("(?:CHG)\\d{7}", "CHG012345", false),
    ("[A-Z][A-Z0-9_]{1,9}-[1-9][0-9]*", "JIRA_2-10", true),
    ("[A-Z][A-Z0-9_]{1,9}-[1-9][0-9]*", "J-10", false), ("a{2,}b?", "aaaa", true),
    ("a{2,}b?", "ab", false), ("a", "", false), ("a*", "", true),
  ])
  func matchesWholeTickets(pattern: String, ticket: String, matches: Bool) {
    #expect(PlainPattern(pattern)?.matchesWhole(ticket) == matches)
  }

  @Test(arguments: ["é", "e\u{301}", String(repeating: "a", count: 64)])
  func leavesOddTextsToTheEngine(text: String) {
    #expect(PlainPattern("[a-z]+")?.matchesWhole(text) == nil)
  }
}

/// Patterns of the plain kind, each with a text that it matches.
///
/// As in documents, only what neither repeats nor chooses is repeated, and at four places at most: the
/// engine tries out all that others can mean.
private struct PatternMaker {
  var random: SplitMix64
  private var repetitions = 0

  init(random: SplitMix64) { self.random = random }

  mutating func choice(depth: Int) -> (pattern: String, sample: String) {
    let options = (0...number(2)).map { _ in sequence(depth: depth) }
    return (
      options.map(\.pattern).joined(separator: "|"), options[number(options.count - 1)].sample
    )
  }

  private mutating func sequence(depth: Int) -> (pattern: String, sample: String) {
    let parts = (0...number(3)).map { _ in repetition(depth: depth) }
    return (parts.map(\.pattern).joined(), parts.map(\.sample).joined())
  }

  private mutating func repetition(depth: Int) -> (pattern: String, sample: String) {
    let (pattern, sample) = atom(depth: depth)
    let isGroup = pattern.hasPrefix("(") && pattern != "(ab)"
    guard !isGroup, repetitions < 4 else { return (pattern, sample) }
    let (suffix, least, most) = [
      ("", 1, 1), ("", 1, 1), ("+", 1, 3), ("*", 0, 3), ("?", 0, 1), ("{2}", 2, 2), ("{1,3}", 1, 3),
      ("{2,}", 2, 4), ("{0}", 0, 0),
    ][number(8)]
    repetitions += suffix.isEmpty ? 0 : 1
    let times = least + number(most - least)
    return (pattern + suffix, String(repeating: sample, count: times))
  }

  private mutating func atom(depth: Int) -> (pattern: String, sample: String) {
    switch number(depth > 0 ? 6 : 4) {
    case 0: return [("a", "a"), ("B", "B"), ("0", "0"), ("-", "-"), ("_", "_")][number(4)]
    case 1: return [("\\d", "7"), ("\\.", "."), ("\\-", "-"), ("\\/", "/"), (":", ":")][number(4)]
    case 2:
      return [("[a-c]", "b"), ("[0-9]", "3"), ("[A-Za-z0-9_]", "_"), ("[ab0]", "0")][number(3)]
    case 3: return ("b", "b")
    case 4: return ("(ab)", "ab")
    default:
      let inside = choice(depth: depth - 1)
      return ((number(1) == 0 ? "(" : "(?:") + inside.pattern + ")", inside.sample)
    }
  }

  /// The text as it is, or with something in it changed, added or taken away.
  mutating func mutated(_ text: String) -> String {
    var characters = Array(text)
    for _ in 0..<number(2) {
      let place = number(characters.count)
      switch number(2) {
      case 0: characters.insert(Array("abB07-_./:")[number(9)], at: place)
      case 1: if place < characters.count { characters.remove(at: place) }
      default: characters = Array(characters.prefix(place))
      }
    }
    return String(characters)
  }

  private mutating func number(_ most: Int) -> Int { Int.random(in: 0...most, using: &random) }
}
