import Model
import TestSupport
import Testing

/// The settings' `mass_revocation`: what a change of policy takes away from many must be meant.
@Suite struct MassRevocationTests {
  private static let freeze = FileChange.file(
    "policies/rules/freeze.yaml",
    """
    description: No outsiders.
    applies_to: {class: [contractor]}
    deny: {message: Closed.}

    """)

  private static func review(_ grants: Int, _ name: String = "freeze") -> FileChange {
    .file("reviews/\(name).yaml", "revocation: {grants: \(grants)}\nreason: It is meant.\n")
  }

  /// Two of three live grants are an outsider's.
  private func repository(_ setting: String?) async throws -> AccessRepository {
    var policies = Policies()
    policies.settingsMore = setting.map { "mass_revocation: \($0)\n" } ?? ""
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

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let setting: String?
    var review: FileChange?
    let isAccepted: Bool

    init(
      _ description: String, _ setting: String?, review: FileChange? = nil, isAccepted: Bool
    ) {
      testDescription = description
      self.setting = setting
      self.review = review
      self.isAccepted = isAccepted
    }
  }

  @Test(arguments: [
    Case("no limit is set", nil, isAccepted: true),
    Case("more than half", "50%", isAccepted: false),
    Case("written as a fraction", "0.5", isAccepted: false),
    Case("two thirds are no more than two thirds and a bit", "67%", isAccepted: true),
    Case("two thirds are more than two thirds less a bit", "0.6666", isAccepted: false),
    Case("nothing unreviewed", "0%", isAccepted: false),
    Case("reviewed", "50%", review: review(2), isAccepted: true),
    Case("reviewed for more", "50%", review: review(9), isAccepted: true),
    Case("reviewed for less", "50%", review: review(1), isAccepted: false),
    Case(
      "a review of another kind", "50%",
      review: .file(
        "reviews/freeze.yaml", "system: billing-db\nas_of: 2026-11-21T09:00:00Z\naccess: []\n"),
      isAccepted: false),
    Case(
      "a review that cannot be read", "50%",
      review: .file("reviews/freeze.yaml", "revocation: {grants: all}\n"), isAccepted: false),
  ])
  func isAcceptedOnlyWhereItIsMeant(example: Case) async throws {
    let repository = try await repository(example.setting)
    try await run(repository)
    try await propose([Self.freeze] + [example.review].compactMap(\.self), to: repository)
    let answer = try await run(
      repository, exits: example.isAccepted ? 0 : 77,
      naming: example.isAccepted ? nil : .frozenPolicy)
    if example.isAccepted {
      #expect(answer.events.filter { $0 == "revoked" }.count == 2, "\(answer.events)")
      #expect(answer.events.contains("policy-accepted"))
    } else {
      // A review of another kind is judged for what it is.
      #expect(
        answer.events.filter { $0 != "review-refused" } == ["frozen"], "\(answer.events)")
      #expect(
        answer.reasons.contains {
          $0.code == .shortOfApprovals && $0.message.contains("revoke 2 of 3 live grants")
        }, "\(answer.reasons)")
      #expect(try await repository.liveGrants().count == 3)
    }
    try await expectSound(repository)
  }

  /// What `check` and `impact` find on a branch before anybody merges it.
  enum Branch: CaseIterable {
    case unreviewed, reviewed, reviewedForLess, signedOnce, unmappedAuthor, small

    var isOK: Bool { [.reviewed, .signedOnce, .small].contains(self) }
  }

  @Test("check and impact say before the landing what it takes", arguments: Branch.allCases)
  func saidBefore(_ kind: Branch) async throws {
    let repository = try await repository(kind == .small ? "67%" : "50%")
    try await run(repository)
    let review: FileChange? =
      switch kind {
      case .unreviewed, .small: nil
      case .reviewedForLess: Self.review(1)
      case .reviewed, .signedOnce, .unmappedAuthor: Self.review(2)
      }
    let author = kind == .unmappedAuthor ? Person.nora.writing(from: "who@else.example") : .nora
    var branch = try await repository.commit(
      [Self.freeze] + [review].compactMap(\.self), by: author)
    if kind == .signedOnce { branch = try await repository.merge(branch, by: .mia) }
    for command in [["check", branch], ["policy", "impact", branch]] {
      let answer = try await repository.countersign(
        command + ["--anchor", repository.anchor, "--now", "\(Instant.drill())"])
      #expect(answer.status == (kind.isOK ? 0 : 1), "\(answer)")
      let text = answer.description
      switch kind {
      case .unreviewed: #expect(text.contains("revoke 2 of 3 live grants"), "\(answer)")
      case .reviewedForLess:
        #expect(text.contains("revoke 2 of 3 live grants"), "\(answer)")
        #expect(text.contains("reviews/freeze.yaml speaks of 1 grants"), "\(answer)")
      case .reviewed, .signedOnce:
        #expect(text.contains("governed  reviews/freeze.yaml"), "\(answer)")
        #expect(text.contains("revoking 2 of 3 live grants asks for"), "\(answer)")
        let isSigned = kind == .signedOnce
        #expect(
          text.contains("missing  \(isSigned ? 1 : 2) of 2 from group:security"), "\(answer)")
        #expect(
          text.contains(
            isSigned ? "could come from leo.ruiz" : "could come from leo.ruiz or mia.chen"),
          "\(answer)")
      case .unmappedAuthor: #expect(text.contains("unmapped-author"), "\(answer)")
      case .small: #expect(!text.contains("live grants, more than"), "\(answer)")
      }
    }
  }

  @Test("what one run grants counts for the change it reads behind, as if two runs had seen them")
  func countsWhatLandedBefore() async throws {
    let repository = try await repository("50%")
    try await propose([Self.freeze], to: repository)
    let answer = try await run(repository, exits: 1, naming: .policyNotAccepted)
    #expect(answer.events.filter { $0 == "issued" }.count == 3, "\(answer.events)")
    #expect(try await repository.liveGrants().count == 3)
    try await expectSound(repository)
  }

  @Test("a review that landed before speaks of nothing that lands later")
  func earlierReview() async throws {
    let repository = try await repository("50%")
    try await run(repository)
    try await propose([Self.review(2)], to: repository)
    try await propose([Self.freeze], to: repository)
    _ = try await run(repository, exits: 1, naming: .policyNotAccepted)
    #expect(try await repository.liveGrants().count == 3)
  }

  @Test("what falls due anyway does not count, and never waits")
  func dueExpiriesGoOn() async throws {
    let repository = try await repository("50%")
    try await run(repository)
    try await propose([Self.freeze], to: repository)
    _ = try await run(repository, exits: 1, naming: .policyNotAccepted)
    let ended = try await run(repository, at: .drill(.hours(8)), exits: 77)
    #expect(ended.events == ["expired", "expired", "expired"])
  }

  @Test("impact says beforehand whether it would be accepted")
  func impactSaysSo() async throws {
    let repository = try await repository("50%")
    try await run(repository)
    for (changes, status) in [([Self.freeze], 1), ([Self.freeze, Self.review(2)], 0)] {
      let branch = try await repository.commit(changes, by: .nora)
      let answer = try await repository.countersign([
        "policy", "impact", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())",
      ])
      #expect(answer.status == status, "\(answer)")
      #expect(answer.result.text.contains("2 of 3 live grants would be revoked"), "\(answer)")
    }
  }
}
