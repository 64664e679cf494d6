import Model

/// A set of a policy's rules by their places, small enough to be met with thousands of others.
struct RuleSet: Hashable {
  private let words: [UInt64]

  private init(words: [UInt64]) { self.words = words }

  /// Those of `rules` that `isElement` takes.
  init(_ rules: [Rule], where isElement: (Rule) -> Bool) {
    var words = [UInt64](repeating: 0, count: (rules.count + 63) / 64)
    for (place, rule) in rules.enumerated() where isElement(rule) {
      words[place / 64] |= 1 << UInt64(place % 64)
    }
    self.words = words
  }

  func intersection(_ other: RuleSet) -> RuleSet {
    RuleSet(words: zip(words, other.words).map { $0 & $1 })
  }

  /// The rules themselves, in their order.
  func elements(of rules: [Rule]) -> [Rule] {
    var found: [Rule] = []
    forEach { found.append(rules[$0]) }
    return found
  }

  /// Calls `body` with the place of each rule, in their order.
  func forEach(_ body: (Int) -> Void) {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        body(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
