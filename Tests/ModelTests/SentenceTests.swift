import Model
import Testing

@Suite struct SentenceTests {
  @Test(arguments: [
    ("the policy has no such system", "The policy has no such system."),
    ("Already one.", "Already one."),
    ("`ana.silva` is suspended", "`ana.silva` is suspended."),
    ("billing-db/read-only needs 1 more", "billing-db/read-only needs 1 more."),
    ("ana.silva left", "ana.silva left."),
    ("it is closed!", "It is closed!"),
    ("", ""),
  ])
  func phraseAsASentence(_ phrase: String, _ expected: String) {
    #expect(sentence(phrase) == expected)
  }
}
