import Model
import TestSupport
import Testing

@Suite struct NameTests {
  @Test(arguments: [
    ("ana.silva", true), ("a", true), ("0", true), ("a-b_c.d", true), ("", false), ("A", false),
    ("-a", false), (".a", false), ("_a", false), ("a/b", false), ("a b", false), ("a\n", false),
    ("\u{e9}", false), ("a\u{301}", false), ("\u{212A}", false), ("a\u{0}", false),
  ])
  func anIDIsAPlainName(_ text: String, _ isPlain: Bool) {
    #expect((IdentityID(text) != nil) == isPlain)
    #expect(isPlainName(Array(text.utf8)) == isPlain)
  }

  @Test func pathsAreBytes() {
    #expect(RepositoryPath("caf\u{e9}") != RepositoryPath("cafe\u{301}"))
    #expect(Set([RepositoryPath("caf\u{e9}"), RepositoryPath("cafe\u{301}")]).count == 2)
    #expect(RepositoryPath("a/b") < RepositoryPath("a0"))
    #expect(RepositoryPath("Z") < RepositoryPath("a"))
    #expect(RepositoryPath("a/b/c").isInside("a/b"))
    #expect(RepositoryPath("a/b").isInside("a/b"))
    #expect(!RepositoryPath("a/bc").isInside("a/b"))
    #expect(RepositoryPath("requests/a.b/c").isPlain)
    #expect(!RepositoryPath("requests//c").isPlain)
    #expect(!RepositoryPath("requests/../c").isPlain)
    #expect(!RepositoryPath("requests/C").isPlain)
  }

  @Test(arguments: [
    ("a/b.yaml", "a/b.yaml"), ("a\\b", "a\\x5cb"), ("caf\u{e9}", "caf\\xc3\\xa9"),
    ("a\nb\u{1B}[0m", "a\\x0ab\\x1b[0m"), ("a\u{7F}", "a\\x7f"), ("a b", "a b"), ("", ""),
  ])
  func aPathIsShownInPlainASCII(_ path: String, _ shown: String) {
    #expect(RepositoryPath(path).description == shown)
    #expect(RepositoryPath(description: shown) == RepositoryPath(path))
  }

  @Test func anyPathCanBeReadBack() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let path = RepositoryPath(bytes)
      #expect(path.description.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
      #expect(RepositoryPath(description: path.description) == path)
    }
  }

  @Test(arguments: ["\\", "\\x", "\\x5", "\\xZZ", "\\x5C", "\\n", "\u{e9}", "a\nb"])
  func whatNoPathIsShownAs(_ text: String) {
    #expect(RepositoryPath(description: text) == nil)
  }

  @Test func anObjectIDIsItsBytesAndItsDigits() throws {
    var random = SplitMix64(seed: 7)
    var last: (ObjectID, [UInt8])?
    for _ in 0..<5000 {
      let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }
      let object = try #require(ObjectID(bytes: bytes))
      #expect(object.bytes == bytes)
      #expect(object.description == hexadecimal(bytes))
      #expect(ObjectID(hex: object.description) == object)
      #expect(object.short == String(object.description.prefix(12)))
      if let (other, theirs) = last {
        #expect((other < object) == theirs.lexicographicallyPrecedes(bytes))
        #expect((other == object) == (theirs == bytes))
      }
      last = (object, bytes)
    }
    #expect(ObjectID.null.description == String(repeating: "0", count: 40))
  }

  @Test(arguments: [
    "", "0", String(repeating: "a", count: 39), String(repeating: "a", count: 41),
    String(repeating: "A", count: 40), String(repeating: "g", count: 40),
    String(repeating: "\u{661}", count: 20), String(repeating: "a", count: 64),
  ])
  func whatIsNoObjectID(_ text: String) {
    #expect(ObjectID(hex: text) == nil)
  }

  @Test func twentyBytesAndNoOtherNumber() {
    for count in [0, 19, 21, 32] {
      #expect(ObjectID(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
  }

  @Test func aGrantIDHasThirtyTwoDigits() throws {
    let made = GrantID(digest: 0..<32)
    #expect(made.description == "g-000102030405060708090a0b0c0d0e0f")
    #expect(GrantID(made.description) == made)
    for text in ["", "g-", "g-0001", made.description + "0", made.description.uppercased()] {
      #expect(GrantID(text) == nil)
    }
  }

  /// The codes as DESIGN section 9 lists them: programs match on them.
  @Test func reasonCodesKeepTheirNames() {
    let names = """
      not-a-merge octopus-merge unsigned-merge bad-signature unknown-key wrong-namespace weak-key
      malformed-commit retired-key compromised-key expired-key inactive-approver assurance-too-low
      evil-merge mixed-landing foxtrot-merge self-approval author-approval unmapped-author
      not-an-approver short-of-approvals approval-too-old approval-in-future too-large bad-token unknown-issuer invalid-document
      unknown-subject inactive-subject contract-ended outlives-contract sponsor-missing
      sponsor-inactive stale-identity unknown-system unknown-entitlement not-eligible
      duration-too-long window-over ticket-missing ticket-closed denied-by-rule conflicting-grant
      renewal-limit review-overdue request-reused unsigned-request issued-too-late starts-too-late
      withdrawn mandate-used-up mandate-ended request-deleted request-edited no-longer-allowed subject-inactive frozen-policy
      policy-not-accepted removed-by-review review-lapsed
      rewound-mainline shallow-clone ledger-untrusted clock-behind no-anchor race-lost
      ungoverned-change
      """
    let listed = names.split { $0 == " " || $0 == "\n" }.map(String.init)
    #expect(Set(listed) == Set(ReasonCode.allCases.map(\.rawValue)))
  }
}
