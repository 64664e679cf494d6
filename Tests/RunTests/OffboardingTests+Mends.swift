import Model
import TestSupport
import Testing

extension OffboardingTests {
  /// A sign-off that is refused, and what its mend says; followed, the list is complete.
  enum Refused: CaseIterable {
    case otherPerson, unknownLine, notOwner

    var text: String {
      switch self {
      case .otherPerson: "person: ben.cole\ndone: [1]\n"
      case .unknownLine: "person: ana.silva\ndone: [9]\n"
      case .notOwner: "person: ana.silva\ndone: [1, 2]\n"
      }
    }

    var mend: String {
      switch self {
      case .otherPerson: "`countersign status` lists those that are."
      case .unknownLine: "`countersign explain ana.silva` shows the lines."
      case .notOwner:
        "It counts as it lands: let them merge its branch with `git merge --no-ff -S`; where it has landed already, "
          + "change it on another branch first."
      }
    }
  }

  @Test("what a refused sign-off of an offboarding says helps", arguments: Refused.allCases)
  func mends(_ refused: Refused) async throws {
    var policies = Policies()
    policies.settingsMore = "offboarding: \(settings)\n"
    let repository = try await AccessRepository(policies)
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    try await leave(repository, .ana)
    try await run(repository)
    try await signOff(
      repository, "left", refused.text, by: refused == .notOwner ? .tom : .kim)
    let answer = try await run(repository)
    let hints = answer.decisions.flatMap(\.reasons).compactMap(\.hint)
    #expect(hints.contains(refused.mend), "\(answer)")

    // Who has left, and which lines there are, are what the commands show.
    let status = try await repository.countersign([
      "status", "--repository", repository.sandbox.path, "--anchor", repository.anchor,
    ])
    let leaving = #/leaving  ([a-z.]+): /#
    let person = try #require(status.description.firstMatch(of: leaving)?.output.1)
    let shown = try await explain(repository, String(person))
    let done = #/done: (\[[0-9, ]+\])/#
    let lines = try #require(shown.description.firstMatch(of: done)?.output.1)
    try await signOff(
      repository, "left", "person: \(person)\ndone: \(lines)\n# Again.\n", by: .kim)
    let again = try await run(repository)
    #expect(again.events.contains("reviewed"), "\(again)")
    #expect(try await explain(repository, String(person)).description.contains("complete"))
  }
}
