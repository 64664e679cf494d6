import FoundationEssentials
import Model
import TestSupport
import Testing

/// What a governance line that asks for the sponsor makes of changes of people's files.
@Suite struct SponsorTests {
  /// Part of what `check --format json` prints.
  private struct CheckAnswer: Decodable {
    struct Line: Decodable {
      let from: [String]
      let missing: Int
      let candidates: [String]
    }
    struct Requirement: Decodable {
      let satisfied: Bool
      let lines: [Line]
    }
    struct Governed: Decodable {
      let path: String
      let requirements: [Requirement]
    }
    let governed: [Governed]
  }

  /// People operations and, where a contract would end later, the sponsor.
  private func repository(
    _ change: (inout Policies) -> Void = { _ in }
  ) async throws -> AccessRepository {
    var policies = Policies()
    policies.governance[1] =
      #"{paths: ["policies/people/**"], approvals: [{count: 1, from: [group:people-ops]}, {count: 1, from: [sponsor]}]}"#
    change(&policies)
    return try await AccessRepository(policies)
  }

  /// What the line of a person's file makes of `person` becoming so, written by `author` and merged by `approvers`.
  private func requirement(
    of person: Person, in repository: AccessRepository, by author: Person = .nora,
    approvedBy approvers: [Person]
  ) async throws -> CheckAnswer.Requirement {
    var tip = try await repository.commit(
      [.file(person.path, person.yaml(repository.keys))], by: author)
    for approver in approvers { tip = try await repository.merge(tip, by: approver) }
    let answer = try await repository.countersign(
      ["check", tip, "--base", "main", "--format", "json", "--now", "\(Instant.drill())"],
      environment: ["COUNTERSIGN_ANCHOR": repository.anchor])
    let check = try JSONDecoder().decode(CheckAnswer.self, from: Data(answer.result.output))
    return try #require(check.governed.first?.requirements.first)
  }

  private var extended: Person {
    var ana = Person.ana
    ana.contractEnds = "2027-06-30T00:00:00Z"
    return ana
  }

  @Test("whoever extends a contract hears from the sponsor as well")
  func extending() async throws {
    let repository = try await repository()
    let one = try await requirement(of: extended, in: repository, approvedBy: [.kim])
    #expect(!one.satisfied)
    let missing = one.lines.filter { $0.missing > 0 }
    #expect(missing.map(\.from) == [["sponsor"]] && missing.first?.candidates == ["priya.nair"])
    let other = try await requirement(of: extended, in: repository, approvedBy: [.priya])
    #expect(!other.satisfied)
    #expect(other.lines.filter { $0.missing > 0 }.map(\.from) == [["group:people-ops"]])
    let both = try await requirement(of: extended, in: repository, approvedBy: [.kim, .priya])
    #expect(both.satisfied)
    // Another employee is no sponsor of hers.
    let wrong = try await requirement(of: extended, in: repository, approvedBy: [.kim, .tom])
    #expect(!wrong.satisfied)
    // And the sponsor who wrote it does not approve it.
    let own = try await requirement(
      of: extended, in: repository, by: .priya, approvedBy: [.kim, .priya])
    #expect(!own.satisfied)
  }

  @Test("the sponsor is who is one by the policy in force, whatever the change says")
  func namedByTheChange() async throws {
    let repository = try await repository()
    var moved = extended
    moved.sponsor = "tom.berg"
    let new = try await requirement(of: moved, in: repository, approvedBy: [.kim, .tom])
    #expect(!new.satisfied && new.lines.last?.candidates == ["priya.nair"])
    let old = try await requirement(of: moved, in: repository, approvedBy: [.kim, .priya])
    #expect(old.satisfied)
  }

  enum Harmless: String, CaseIterable {
    case shortened, suspended, reverified, readdressed, ofAnEmployee
  }

  @Test("what extends no contract is the line's alone", arguments: Harmless.allCases)
  func harmless(_ change: Harmless) async throws {
    var person = Person.ana
    switch change {
    case .shortened: person.contractEnds = "2026-12-31T00:00:00Z"
    case .suspended: person.status = "suspended"
    case .reverified: person.verified = "2026-11-20T00:00:00Z"
    case .readdressed: person.emails.append("ana@home.example")
    case .ofAnEmployee:
      person = .tom
      person.verified = "2026-11-20T00:00:00Z"
    }
    let repository = try await repository()
    #expect(try await requirement(of: person, in: repository, approvedBy: [.kim]).satisfied)
    #expect(try await !requirement(of: person, in: repository, approvedBy: [.mia]).satisfied)
  }

  @Test("a sponsor who has left is stood in for by those who govern the settings")
  func gone() async throws {
    let repository = try await repository { policies in
      for place in policies.people.indices where policies.people[place].id == "priya.nair" {
        policies.people[place].status = "offboarded"
      }
    }
    let alone = try await requirement(of: extended, in: repository, approvedBy: [.kim])
    #expect(!alone.satisfied && alone.lines.last?.candidates == ["leo.ruiz", "mia.chen"])
    #expect(
      try await requirement(of: extended, in: repository, approvedBy: [.kim, .leo]).satisfied)
    #expect(
      try await !requirement(of: extended, in: repository, approvedBy: [.kim, .lena]).satisfied)
  }
}
