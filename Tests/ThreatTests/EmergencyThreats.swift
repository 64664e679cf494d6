import Model
import TestSupport
import Testing

/// Row 47: emergencies that nobody signed, that nobody looked at, or that their subject looked at; and row 46
/// where a rule speaks of renewals.
@Suite struct EmergencyThreats {
  private static func request(_ name: String, _ duration: String = "30m") -> Request {
    var request = Request(name, "superuser", for: "tom.berg", duration: duration)
    request.more = ["emergency: true"]
    return request
  }

  /// The usual policies, with an emergency on the entitlement that most harm can be done with.
  private static func policies(approvals: String = "[]") -> Policies {
    var policies = Policies()
    let path = "policies/systems/billing-db.yaml"
    policies.texts[path] = policies.texts[path]?.replacing(
      "    conflicts_with: [ledger-db/approve-payments]\n",
      with: """
            conflicts_with: [ledger-db/approve-payments]
            emergency: {eligible: [group:dba], approvals: \(approvals), maximum_duration: 30m, review_within: 24h}

        """)
    return policies
  }

  private static func review(_ grant: String) -> FileChange {
    .file(
      "reviews/\(grant).yaml",
      "grant: \(grant)\nfinding: The replica was stuck.\nactions: [Alert on lag.]\n")
  }

  /// Pushes an emergency of Tom's straight to the mainline, as somebody does who cannot wait.
  private func push(
    _ request: Request, to repository: AccessRepository,
    signed: AccessRepository.Signing = .own, at date: Instant = .drill(.minutes(-10))
  ) async throws {
    try await repository.land(
      try await repository.commit([request.file], by: .tom, signed: signed, at: date))
  }

  /// Tom's emergency, over and not reviewed; the clock stands at 13:00.
  private func used() async throws -> (AccessRepository, String) {
    let repository = try await AccessRepository(Self.policies())
    let request = Self.request("tom-pager-1")
    try await push(request, to: repository)
    try await run(repository)
    let grant = try await expectAccess(request.path, in: repository)
    #expect(grant.end == .drill(.minutes(30)))
    try await run(repository, at: .drill(.hours(1)))
    #expect(try await repository.liveGrants().isEmpty)
    return (repository, grant.id)
  }

  @Test("47: an emergency pushed without any signature, or with another's")
  func unsigned() async throws {
    let repository = try await AccessRepository(Self.policies())
    let attempts: [(String, AccessRepository.Signing)] = [
      ("tom-unsigned", .unsigned), ("tom-by-priya", .with(.priya)),
      ("tom-stranger", .with(.stranger)),
    ]
    for (name, signing) in attempts {
      try await push(Self.request(name), to: repository, signed: signing)
      try await run(repository)
      try await expectNoAccess(
        Self.request(name).path, in: repository, "refused", [.unsignedRequest])
    }
    let twin = Self.request("tom-signed")
    try await push(twin, to: repository)
    try await run(repository)
    try await expectAccess(twin.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test(
    "81: an emergency that was signed in a copy of the repository, or before it began, is landed here",
    arguments: ["copy", "older", "here"])
  func signedElsewhere(_ place: String) async throws {
    let repository = try await AccessRepository(Self.policies())
    let tip = try await repository.tip()
    let request = Self.request("tom-\(place)")
    let draft = try await repository.commit([request.file], by: .tom)
    let parents: [String] =
      switch place {
      case "copy": []
      // A history that this one took in before its anchor knows nothing of it either.
      case "older":
        [try await repository.commit(tree: "\(tip)^{tree}", parents: [], by: .nora)]
      default: [tip]
      }
    let signed = try await repository.commit(tree: "\(draft)^{tree}", parents: parents, by: .tom)
    try await repository.land(
      try await repository.commit(
        tree: "\(draft)^{tree}", parents: [tip, signed], by: .leo, signed: .unsigned))
    try await run(repository)
    if place == "here" {
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(request.path, in: repository, "refused", [.unsignedRequest])
    }
    try await expectUnharmed(repository)
  }

  @Test("47: an old signed emergency that somebody finds and lands")
  func found() async throws {
    let repository = try await AccessRepository(Self.policies())
    let old = Self.request("tom-old")
    try await push(old, to: repository, at: .drill(.days(-8)))
    try await run(repository)
    try await expectNoAccess(old.path, in: repository, "refused", [.approvalTooOld])
    try await expectUnharmed(repository)
  }

  @Test("47: an emergency whose landing is evil or mixed grants nothing")
  func flawed() async throws {
    let repository = try await AccessRepository(Self.policies())
    let evil = Self.request("tom-evil")
    let draft = try await repository.propose(evil, by: .tom, signed: .own)
    try await repository.land(
      try await repository.merge(
        draft, changing: [.file("README.md", "Changed.\n")], by: .tom))
    try await run(repository)
    try await expectNoAccess(evil.path, in: repository, "refused", [.evilMerge])
    let mixed = Self.request("tom-mixed")
    try await repository.land(
      try await repository.commit(
        [mixed.file, .file("README.md", "More.\n")], by: .tom, signed: .own))
    try await run(repository)
    try await expectNoAccess(mixed.path, in: repository, "refused", [.mixedLanding])
    try await expectUnharmed(repository)
  }

  @Test("47: a second emergency while the first is unreviewed, and the subject's own review")
  func unreviewed() async throws {
    let (repository, grant) = try await used()
    let second = Self.request("tom-pager-2")
    let now = Instant.drill(.hours(1))
    try await push(second, to: repository)
    try await run(repository, at: now)
    try await expectNoAccess(second.path, in: repository, "refused", [.reviewOverdue])

    // The subject merges a review that somebody else wrote: that is no review.
    let review = try await repository.commit([Self.review(grant)], by: .mia, signed: .own)
    try await repository.land(try await repository.merge(review, by: .tom))
    let refused = try await run(repository, at: now)
    #expect(refused.names(.selfApproval) && refused.description.contains("review-refused"))

    // Nor is one that was pushed without a merge, or that an unknown key merged.
    let changed = try await repository.commit(
      [.file("reviews/\(grant).yaml", "grant: \(grant)\nfinding: Needed.\nactions: []\n")],
      by: .mia, signed: .own)
    try await repository.land(changed)
    #expect(try await run(repository, at: now).names(.notAMerge))
    let third = Self.request("tom-pager-3")
    try await push(third, to: repository)
    try await run(repository, at: now)
    try await expectNoAccess(third.path, in: repository, "refused", [.reviewOverdue])

    // The twin: the same words, merged by somebody who neither had nor approved the access.
    let good = try await repository.commit(
      [.file("reviews/tom.yaml", "grant: \(grant)\nfinding: Needed.\nactions: []\n")], by: .tom)
    try await repository.land(try await repository.merge(good, by: .mia))
    #expect(try await run(repository, at: now).description.contains(#""event": "reviewed""#))
    let fourth = Self.request("tom-pager-4")
    try await push(fourth, to: repository)
    try await run(repository, at: now)
    try await expectAccess(fourth.path, in: repository)
    try await expectUnharmed(repository, at: now)
  }

  @Test("47: an approver of the emergency does not review it")
  func approver() async throws {
    let repository = try await AccessRepository(
      Self.policies(approvals: "[{count: 1, from: [group:security]}]"))
    let request = Self.request("tom-pager-1")
    try await repository.grant(request, by: .tom, approvedBy: [.mia])
    try await run(repository)
    let grant = try await expectAccess(request.path, in: repository)
    let now = Instant.drill(.hours(1))
    for (person, event, name) in [
      (Person.mia, "review-refused", "one"), (.leo, "reviewed", "two"),
    ] {
      let review = try await repository.commit(
        [.file("reviews/\(name).yaml", "grant: \(grant.id)\nfinding: Needed.\nactions: []\n")],
        by: .nora)
      try await repository.land(try await repository.merge(review, by: person))
      let answer = try await run(repository, at: now)
      #expect(answer.description.contains(#""event": "\#(event)""#), "\(answer)")
    }
    try await expectUnharmed(repository, at: now)
  }

  @Test("47: a review that nobody lands is a finding until it is done")
  func overdue() async throws {
    let (repository, grant) = try await used()
    let due = Instant.drill(.minutes(30)).advanced(by: .hours(24))
    try await run(repository, at: due.advanced(by: .seconds(-1)))
    for _ in 0..<2 { try await run(repository, at: due, exits: 1, naming: .reviewOverdue) }
    let explained = try await repository.countersign([
      "explain", grant, "--repository", repository.sandbox.path, "--anchor", repository.anchor,
      "--now", "\(due)",
    ])
    #expect(explained.description.contains("overdue"), "\(explained)")
    #expect(try await repository.status().overdue.map(\.grant) == [grant])
    let review = try await repository.commit(
      [Self.review(grant)], by: .mia, at: due.advanced(by: .minutes(-10)))
    try await repository.land(
      try await repository.merge(review, by: .mia, at: due.advanced(by: .minutes(-10))))
    try await run(repository, at: due.advanced(by: .hours(1)))
    #expect(try await repository.status().overdue.isEmpty)
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test("46: windows back to back, one merge, by a rule that lets access be renewed twice")
  func renewals() async throws {
    var policies = Policies()
    policies.texts["policies/rules/renewals.yaml"] = """
      description: Access may be renewed twice a month.
      require:
        renewals: {maximum: 2, within: 30d}

      """
    let repository = try await AccessRepository(policies)
    let requests = (0..<6).map {
      Request("ana-\($0)", starts: "\(Instant.drill(.hours(8 * $0)))")
    }
    let draft = try await repository.commit(requests.map(\.file), by: .ana, signed: .own)
    try await repository.approve(draft, by: [.priya])
    try await run(repository)
    for request in requests.prefix(3) { try await expectAccess(request.path, in: repository) }
    for request in requests.suffix(3) {
      try await expectNoAccess(request.path, in: repository, "refused", [.renewalLimit])
    }

    // The first two have ended, and still count: the look-back does not depend on what is live.
    let now = Instant.drill(.hours(17))
    let again = Request("ana-again", starts: "\(Instant.drill(.hours(48)))")
    try await repository.approve(
      try await repository.commit([again.file], by: .ana, signed: .own, at: now), by: [.priya],
      at: now)
    try await run(repository, at: now)
    try await expectNoAccess(again.path, in: repository, "refused", [.renewalLimit])
    try await expectUnharmed(repository, at: now)
  }

  @Test("46: a renewal that the sponsor did not approve waits for them")
  func renewalWithoutSponsor() async throws {
    var policies = Policies()
    policies.texts["policies/rules/third-parties.yaml"] = """
      description: Outside people may renew their access with their sponsor's signature.
      applies_to: {class: [contractor, vendor]}
      require:
        renewals: {maximum: 2, within: 30d}

      """
    let repository = try await AccessRepository(policies)
    let first = Request("ana-first", duration: "1h")
    try await repository.grant(first, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(first.path, in: repository)
    let now = Instant.drill(.hours(2))
    let second = Request("ana-second", duration: "1h")
    let draft = try await repository.commit([second.file], by: .ana, signed: .own, at: now)
    let landing = try await repository.approve(draft, by: [.tom], at: now)
    try await run(repository, at: now)
    try await expectNoAccess(second.path, in: repository, "pending", [.shortOfApprovals])
    try await repository.approveLate(landing, by: .priya, at: now)
    try await run(repository, at: now)
    try await expectAccess(second.path, in: repository)
    try await expectUnharmed(repository, at: now)
  }
}
