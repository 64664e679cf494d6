import Model
import TestSupport
import Testing

@Suite struct PathPatternTests {
  @Test(arguments: [
    ("policies/**", "policies/people/a.yaml", true), ("policies/**", "policies/a", true),
    ("policies/**", "policies", false), ("policies/**", "xpolicies/a", false),
    ("policies/**", "policies2/a", false), ("policies/*", "policies/a", true),
    ("policies/*", "policies/a/b", false), ("policies/*", "policies", false),
    ("**", "a", true), ("**", "a/b/c", true), ("*", "a", true), ("*", "a/b", false),
    ("**/CODEOWNERS", "CODEOWNERS", true), ("**/CODEOWNERS", "a/b/CODEOWNERS", true),
    ("**/CODEOWNERS", "CODEOWNERS/a", false), ("a/**/b", "a/b", true),
    ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/x/y/c", false), ("a/**/b/**", "a/b/c", true),
    ("a/**/b/**", "a/x/b", false), ("a/**/b/**", "a/b/b", true), ("a/**/b/**", "a/b", false),
    ("**/**", "a", true), ("**/a/**/a", "a/a", true), ("**/a/**/a", "a", false),
    ("*.yaml", "a.yaml", true), ("*.yaml", ".yaml", true), ("*.yaml", "a.yaml.txt", false),
    ("*.yaml", "a.YAML", false), ("a*b*c", "abc", true), ("a*b*c", "axxbyybzc", true),
    ("a*b*c", "axxbyyb", false), (".gitlab-ci.yml", ".gitlab-ci.yml", true),
    (".gitlab-ci.yml", "xgitlab-ciyyml", false), ("a?", "ab", false), ("a?", "a?", true),
    ("[ab]", "a", false), ("caf\u{e9}", "cafe\u{301}", false), ("caf\u{e9}", "caf\u{e9}", true),
    ("a", "a\n", false), ("*", "\n", true),
  ])
  func aPatternMatchesWholePaths(_ pattern: String, _ path: String, _ isMatch: Bool) throws {
    let pattern = try #require(PathPattern(pattern))
    #expect(pattern.matches(RepositoryPath(path)) == isMatch)
  }

  @Test(arguments: [
    "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a**", "**a", "a/**b", "***", "a**b/c",
  ])
  func whatIsNoPattern(_ text: String) {
    #expect(PathPattern(text) == nil)
  }

  @Test func itAgreesWithTryingEverything() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      let pattern = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        ["a", "b", "*", "a*", "*b", "**"].randomElement(using: &random) ?? "a"
      }
      let path = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        ["a", "b", "ab", "aab"].randomElement(using: &random) ?? "a"
      }
      let text = pattern.joined(separator: "/")
      let isMatch = PathPattern(text)?.matches(RepositoryPath(path.joined(separator: "/")))
      #expect(isMatch == matches(pattern[...], path[...]), "\(text) against \(path)")
    }
  }

  /// The meaning of patterns, tried out without any thrift.
  private func matches(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    if first == "**" {
      let least = pattern.count == 1 ? 1 : 0
      return (least...max(least, path.count)).contains {
        $0 <= path.count && matches(pattern.dropFirst(), path.dropFirst($0))
      }
    }
    guard let segment = path.first, isMatch(Array(first), Array(segment)) else { return false }
    return matches(pattern.dropFirst(), path.dropFirst())
  }

  private func isMatch(_ pattern: [Character], _ text: [Character]) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == "*" {
      return (0...text.count).contains {
        isMatch(Array(pattern.dropFirst()), Array(text.dropFirst($0)))
      }
    }
    return text.first == first && isMatch(Array(pattern.dropFirst()), Array(text.dropFirst()))
  }

  @Test func aHostilePathCostsNoMoreThanItsLength() throws {
    let pattern = try #require(
      PathPattern(Array(repeating: "**/a*a*a*b", count: 12).joined(separator: "/")))
    let path = Array(repeating: String(repeating: "a", count: 30), count: 120)
    #expect(!pattern.matches(RepositoryPath(path.joined(separator: "/"))))
  }

  @Test func theLastLineThatMatchesGoverns() throws {
    func line(_ count: Int, _ patterns: String...) throws -> GovernanceLine {
      GovernanceLine(
        patterns: try patterns.map { try #require(PathPattern($0)) },
        approvals: [ApprovalLine(count: count, from: [.group(id("g"))], mark: somewhere)],
        mark: somewhere)
    }
    let settings = Settings(
      mainline: "main", ledger: "ledger", witness: nil, processorKeys: [],
      staleAfter: .seconds(1), expireAfter: .seconds(1), issueWithin: .seconds(1),
      governance: [
        try line(1, "policies/**"), try line(2, "policies/people/**", ".github/**"),
      ])
    func count(_ path: String) -> Int? {
      settings.governance(of: RepositoryPath(path))?.approvals[0].count
    }
    #expect(count("policies/rules/a.yaml") == 1)
    #expect(count("policies/people/a.yaml") == 2)
    #expect(count(".github/workflows/ci.yml") == 2)
    #expect(count("README.md") == nil)
  }
}
