import Model
import TestSupport
import Testing

/// The settings' `mass_revocation`: what takes away from many within a day must be meant (DESIGN section 6).
///
/// The change or the brake itself counts at once. Only the ending of others' grants beyond the share waits, for a review
/// that names the number.
@Suite struct MassRevocationTests {
  private static let denial = FileChange.file(
    "policies/rules/outsiders.yaml",
    """
    description: No outsiders.
    applies_to: {class: [contractor]}
    deny: {message: Closed.}

    """)

  private static func review(_ grants: Int, _ name: String = "outsiders") -> FileChange {
    .file("reviews/\(name).yaml", "revocation: {grants: \(grants)}\nreason: It is meant.\n")
  }

  /// Two of three live grants are an outsider's.
  private func repository(
    _ setting: String?, change: (inout Policies) -> Void = { _ in }
  ) async throws -> AccessRepository {
    var policies = Policies()
    policies.settingsMore = setting.map { "mass_revocation: \($0)\n" } ?? ""
    change(&policies)
    let repository = try await AccessRepository(policies)
    for (name, subject, author, approver) in [
      ("ana", "ana.silva", Person.ana, Person.priya), ("ben", "ben.cole", .ben, .tom),
      ("nora", "nora.lind", .nora, .tom),
    ] {
      try await repository.grant(
        Request(name, for: subject), by: author, approvedBy: [approver])
    }
    return repository
  }

  private func propose(
    _ changes: [FileChange], to repository: AccessRepository, by people: [Person] = [.mia, .leo]
  ) async throws {
    try await repository.approve(
      try await repository.commit(changes, by: .nora), by: people)
  }

  /// Lands the suspension of `person` as anybody can: unsigned, and approved by nobody.
  private func brake(_ person: Person, in repository: AccessRepository) async throws {
    var person = person
    person.status = "suspended"
    try await repository.land(
      try await repository.commit(
        [.file(person.path, person.yaml(repository.keys))], by: .nora))
  }

  private func live(_ repository: AccessRepository) async throws -> [String] {
    try await repository.liveGrants().map(\.subject).sorted()
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let setting: String?
    var review: FileChange?
    /// How many of the two end.
    let ended: Int

    init(_ description: String, _ setting: String?, review: FileChange? = nil, ended: Int) {
      testDescription = description
      self.setting = setting
      self.review = review
      self.ended = ended
    }
  }

  @Test(
    "a change is in force at once; beyond the share grants wait for the review that names them",
    arguments: [
      Case("no limit is set", nil, ended: 2),
      Case("one of three is within half, two are not", "50%", ended: 1),
      Case("written as a fraction", "0.5", ended: 1),
      Case("two thirds are no more than two thirds and a bit", "67%", ended: 2),
      Case("two thirds are more than two thirds less a bit", "0.6666", ended: 1),
      Case("nothing unreviewed", "0%", ended: 0),
      Case("reviewed", "0%", review: review(2), ended: 2),
      Case("reviewed for more", "0%", review: review(9), ended: 2),
      Case("reviewed for less", "0%", review: review(1), ended: 1),
      Case("the rest is reviewed", "50%", review: review(1), ended: 2),
      Case(
        "a review of another kind", "0%",
        review: .file(
          "reviews/outsiders.yaml",
          "system: billing-db\nas_of: 2026-11-21T09:00:00Z\naccess: []\n"),
        ended: 0),
      Case(
        "a review that cannot be read", "0%",
        review: .file("reviews/outsiders.yaml", "revocation: {grants: all}\n"), ended: 0),
    ])
  func change(example: Case) async throws {
    let repository = try await repository(example.setting)
    try await run(repository)
    try await propose([Self.denial] + [example.review].compactMap(\.self), to: repository)
    let answer = try await run(repository)
    #expect(answer.events.contains("policy-accepted"), "\(answer.events)")
    #expect(answer.events.filter { $0 == "revoked" }.count == example.ended, "\(answer.events)")
    #expect(try await repository.liveGrants().count == 3 - example.ended)
    #expect(try await live(repository).contains("nora.lind"))
    // Nobody else gets what the new rule denies, whatever waits.
    let more = Request("ben-more", for: "ben.cole", of: "ledger-db")
    try await repository.grant(more, by: .ben, approvedBy: [.tom])
    #expect(try await run(repository).events == ["refused"])
    try await expectSound(repository)
  }

  @Test("what waits goes on waiting, and a review that lands later ends it", arguments: [1, 2])
  func laterReview(_ number: Int) async throws {
    let repository = try await repository("0%")
    try await run(repository)
    try await propose([Self.denial], to: repository)
    #expect(try await run(repository).events == ["policy-accepted"])
    #expect(try await run(repository, at: .drill(.hours(1))).decisions.isEmpty)
    #expect(try await repository.liveGrants().count == 3)
    try await propose([Self.review(number)], to: repository)
    let answer = try await run(repository, at: .drill(.hours(1)))
    #expect(answer.events.filter { $0 == "revoked" }.count == number, "\(answer.events)")
    #expect(answer.events.contains("reviewed"))
    #expect(try await repository.liveGrants().count == 3 - number)
    try await expectSound(repository)
  }

  @Test(
    "the review takes the approvals that govern the settings",
    arguments: [[Person.mia, .leo], [.mia], [.kim, .lena]])
  func approvals(_ people: [Person]) async throws {
    let repository = try await repository("0%")
    try await run(repository)
    try await propose([Self.denial], to: repository)
    try await run(repository)
    try await propose([Self.review(2)], to: repository, by: people)
    let answer = try await run(repository)
    let isEnough = people.count == 2 && people[0].id == "mia.chen"
    #expect(answer.events.contains(isEnough ? "reviewed" : "review-refused"), "\(answer.events)")
    #expect(try await repository.liveGrants().count == (isEnough ? 1 : 3))
    try await expectSound(repository)
  }

  @Test("whoever is stopped themselves loses their access at once, however large the share")
  func ownGrants() async throws {
    let repository = try await repository("0%")
    try await run(repository)
    try await brake(.ana, in: repository)
    try await brake(.ben, in: repository)
    let answer = try await run(repository, exits: 1, naming: .policyNotAccepted)
    #expect(answer.events.filter { $0 == "revoked" }.count == 2, "\(answer.events)")
    #expect(try await live(repository) == ["nora.lind"])
    try await expectSound(repository)
  }

  @Test(
    "65: brakes on sponsors, one after the other, end no more of others' grants within a day",
    arguments: ["34%", "67%"])
  func sliced(_ setting: String) async throws {
    let repository = try await repository(setting)
    try await run(repository)
    try await brake(.priya, in: repository)
    let first = try await run(repository, exits: 1)
    #expect(first.events.filter { $0 == "revoked" }.count == 1, "\(first.events)")
    #expect(try await live(repository) == ["ben.cole", "nora.lind"])
    try await brake(.tom, in: repository)
    let second = try await run(repository, at: .drill(.hours(1)), exits: 1)
    #expect(second.events.contains("braked"), "\(second.events)")
    #expect(
      try await live(repository) == (setting == "34%" ? ["ben.cole", "nora.lind"] : ["nora.lind"]))
    try await expectSound(repository)
  }

  @Test("brakes and changes are counted apart")
  func apart() async throws {
    let repository = try await repository("34%")
    try await run(repository)
    try await brake(.priya, in: repository)
    try await run(repository, exits: 1)
    #expect(try await live(repository) == ["ben.cole", "nora.lind"])
    let tip = try await repository.tip()
    // The change is made where the brake stands not, so that its approvals speak for it alone.
    try await repository.putBackPolicies()
    try await propose([Self.denial], to: repository)
    let answer = try await run(repository, at: .drill(.hours(1)))
    #expect(answer.events == ["policy-accepted", "revoked"], "\(answer.events) behind \(tip)")
    #expect(try await live(repository) == ["nora.lind"])
    try await expectSound(repository)
  }

  @Test("impact says beforehand what a branch would take")
  func impact() async throws {
    let repository = try await repository("50%")
    try await run(repository)
    let branch = try await repository.commit([Self.denial], by: .nora)
    let answer = try await repository.countersign([
      "policy", "impact", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())",
    ])
    #expect(answer.description.contains("1 of 3 live grants would be revoked"), "\(answer)")
  }

  @Test("what one run grants counts for the change it reads behind, as if two runs had seen them")
  func countsWhatLandedBefore() async throws {
    let repository = try await repository("0%")
    try await propose([Self.denial], to: repository)
    let answer = try await run(repository)
    #expect(answer.events.filter { $0 == "issued" }.count == 3, "\(answer.events)")
    #expect(try await repository.liveGrants().count == 3)
    try await expectSound(repository)
  }

  @Test("a review that landed before speaks for what comes while an approval lasts, and no longer")
  func earlierReview() async throws {
    let repository = try await repository("0%")
    try await run(repository)
    try await propose([Self.review(2)], to: repository)
    #expect(try await run(repository).events == ["reviewed"])
    try await propose([Self.denial], to: repository)
    let answer = try await run(repository, at: .drill(.hours(1)))
    #expect(answer.events.filter { $0 == "revoked" }.count == 2, "\(answer.events)")
    try await expectSound(repository)
  }

  @Test("what falls due anyway does not count, and never waits")
  func dueExpiriesGoOn() async throws {
    let repository = try await repository("0%")
    try await run(repository)
    try await propose([Self.denial], to: repository)
    #expect(try await run(repository).events == ["policy-accepted"])
    let ended = try await run(repository, at: .drill(.hours(8)))
    #expect(ended.events == ["expired", "expired", "expired"])
  }
}
