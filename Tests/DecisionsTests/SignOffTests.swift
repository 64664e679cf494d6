import Decisions
import Model
import Testing

/// Reviews before the judge: of emergencies, and of who has access to a system.
@Suite struct SignOffTests {
  private static let halfHour = Duration.seconds(1800)
  private static let day = hours(24)

  /// Tom breaks the glass at noon, for half an hour.
  private func emergency() -> RequestBuilder {
    request {
      $0.path = "requests/billing-db/tom.yaml"
      $0.subject = "tom.berg"
      $0.target = "billing-db/superuser"
      $0.duration = Self.halfHour
      $0.approvals = []
      $0.isEmergency = true
    }
  }

  private func world() -> World {
    var world = World()
    world.policy = breakGlass
    return world
  }

  private func signOff(
    _ signOff: SignOff, by people: [String], path: String = "reviews/one.yaml",
    flaws: [Reason] = [], key: String? = nil, assurance: Assurance = .personal
  ) -> LandedSignOff {
    LandedSignOff(
      key: RequestKey(path: RepositoryPath(path), blob: object(77)), landing: object(78),
      seen: noon, document: .readable(signOff),
      approvals: people.enumerated().map {
        approval($1, 900 + $0, key: key, assurance: assurance)
      }, flaws: flaws, notes: [])
  }

  private func review(of grant: GrantID) -> SignOff {
    .emergency(
      EmergencyReview(
        grant: grant, finding: "The replica was stuck.", actions: [], grantMark: somewhere))
  }

  @Test func anEmergencyIsIssuedTheOwnerToldAndReviewedByAnother() {
    var world = world()
    let issued = world.land(emergency())
    #expect(issued.map(\.word) == ["issue tom.berg", "remind of review tom.berg"])
    let grant = emergency().landed.grantID
    let reviewBy = noon.advanced(by: Self.halfHour).advanced(by: Self.day)
    #expect(world.grants[grant]?.emergency?.reviewBy == reviewBy)
    #expect(world.cursor.next == noon.advanced(by: Self.halfHour))
    // The end is written down in the run that brings the review; nothing is lost on the way.
    let later = noon.advanced(by: hours(1))
    let landing = world.landing(
      signOffs: [signOff(review(of: grant), by: ["sam.lee"])])
    let decided = world.run([landing], at: later)
    #expect(decided.map(\.word) == ["accepted reviews/one.yaml", "expire tom.berg"])
    let reviewed = world.grants[grant]
    #expect(reviewed?.state == .expired && reviewed?.needsReview == false)
    #expect(reviewed?.emergency?.review?.by == [id("sam.lee")])
    #expect(reviewed?.history.map(\.event) == [.issued, .reviewed, .expired])
    #expect(world.runAgain(at: later.advanced(by: days(9))).isEmpty)
  }

  @Test(
    arguments: [
      (["tom.berg"], ReasonCode.selfApproval), (["liz.gone"], .inactiveApprover),
      ([], .shortOfApprovals),
    ])
  func whoHadTheAccessOrIsNobodyReviewsNothing(_ people: [String], _ code: ReasonCode) {
    var world = world()
    world.land(emergency())
    let grant = emergency().landed.grantID
    let later = noon.advanced(by: hours(1))
    let landing = world.landing(signOffs: [signOff(review(of: grant), by: people)])
    #expect(world.run([landing], at: later).map(\.word).first == "refused reviews/one.yaml")
    #expect(world.signOffs.last?.reasons.map(\.code).contains(code) == true)
    #expect(world.grants[grant]?.needsReview == true)
    // The next emergency of the same person waits for a review that counts.
    let second = request {
      $0 = emergency()
      $0.path = "requests/billing-db/tom-2.yaml"
      $0.landing = 2000
      $0.seen = later
    }
    world.land(second, at: later)
    #expect(world.codes(second.path) == [.reviewOverdue])
    world.run(
      [world.landing(signOffs: [signOff(review(of: grant), by: people + ["sam.lee"])])],
      at: later)
    #expect(world.signOffs.last?.outcome == .accepted)
    let third = request {
      $0 = second
      $0.path = "requests/billing-db/tom-3.yaml"
      $0.landing = 3000
    }
    world.land(third, at: later)
    #expect(world.outcomes(third.path) == [.granted])
  }

  @Test func anApproverDoesNotReviewWhatTheyApproved() {
    var world = World()
    world.policy = policy {
      $0.billing(
        emergency: EmergencyTerms(
          eligible: [.group(id("dba"))], approvals: [line(1, .group(id("security")))],
          maximumDuration: Self.halfHour, reviewWithin: Self.day, mark: somewhere))
    }
    let request = request {
      $0 = emergency()
      $0.approvals = [approval("sam.lee", 1)]
    }
    world.land(request)
    let grant = request.landed.grantID
    let later = noon.advanced(by: hours(1))
    for (person, outcome) in [
      ("sam.lee", SignOffRecord.Outcome.refused), ("kim.roy", .accepted),
    ] {
      world.run([world.landing(signOffs: [signOff(review(of: grant), by: [person])])], at: later)
      #expect(world.signOffs.last?.outcome == outcome)
    }
  }

  @Test func whatIsNotOverOrNotWaitingCannotBeReviewed() {
    var world = world()
    world.land(emergency())
    let grant = emergency().landed.grantID
    let early = signOff(review(of: grant), by: ["sam.lee"])
    world.run([world.landing(signOffs: [early])], at: noon.advanced(by: .seconds(1799)))
    #expect(world.signOffs.last?.reasons.map(\.code) == [.invalidDocument])
    let later = noon.advanced(by: Self.halfHour)
    for outcome in [SignOffRecord.Outcome.accepted, .refused] {
      world.run([world.landing(signOffs: [early])], at: later)
      #expect(world.signOffs.last?.outcome == outcome)
    }
  }

  @Test func flawsAndWeakSignaturesMakeAReviewCountForNothing() {
    let evil = Reason(.evilMerge, "It is evil.")
    for (flaws, assurance, code) in [
      ([evil], Assurance.personal, ReasonCode.evilMerge), ([], .forge, .assuranceTooLow),
    ] {
      var world = world()
      world.land(emergency())
      let grant = emergency().landed.grantID
      world.run(
        [
          world.landing(signOffs: [
            signOff(review(of: grant), by: ["sam.lee"], flaws: flaws, assurance: assurance)
          ])
        ], at: noon.advanced(by: hours(1)))
      #expect(world.signOffs.last?.reasons.map(\.code).contains(code) == true)
      #expect(world.grants[grant]?.needsReview == true)
    }
  }

  @Test func aReviewThatNobodyLandsIsFoundOnceAndStaysUntilItIsDone() {
    var world = world()
    world.land(emergency())
    let grant = emergency().landed.grantID
    world.run(at: noon.advanced(by: Self.halfHour))
    let due = noon.advanced(by: Self.halfHour).advanced(by: Self.day)
    #expect(world.cursor.next == due)
    #expect(world.run(at: due.advanced(by: .seconds(-1))).isEmpty)
    #expect(world.run(at: due).map(\.word) == ["overdue billing-db"])
    #expect(world.cursor.overdue.map(\.grant) == [grant])
    #expect(world.cursor.overdue.map(\.reason.code) == [.reviewOverdue])
    #expect(world.runAgain(at: due.advanced(by: days(3))).isEmpty)
    let landing = world.landing(signOffs: [signOff(review(of: grant), by: ["sam.lee"])])
    world.run([landing], at: due.advanced(by: hours(1)))
    #expect(world.cursor.overdue.isEmpty && world.signOffs.last?.outcome == .accepted)
  }

  @Test func emergenciesAreJudgedWhileAVoidedPolicyIsInForceAndNothingElseIs() {
    var world = world()
    let reason = Reason(.compromisedKey, "It carried the policy.")
    world.frozen = [reason]
    world.run([world.landing([emergency(), RequestBuilder()], frozen: [reason])])
    #expect(world.outcomes(emergency().path) == [.granted])
    #expect(world.outcomes() == [.pending])
  }

  // MARK: Access reviews

  private func accessReview(
    _ lines: [(String, String, ReviewedAccess.Fate)], asOf: Instant = noon
  ) -> SignOff {
    .access(
      AccessReview(
        system: id("billing-db"), asOf: asOf,
        access: lines.map {
          ReviewedAccess(
            subject: id($0.0), entitlement: $0.1, decision: $0.2, note: nil, mark: somewhere)
        }, systemMark: somewhere, asOfMark: somewhere))
  }

  /// Ana's access by the example, and the schedule of its system's reviews.
  private func reviewed() -> World {
    var world = World()
    world.policy = policy { $0.billing(review: ReviewSchedule(every: days(90), mark: somewhere)) }
    #expect(
      world.land(RequestBuilder()).map(\.word) == ["issue ana.silva", "schedule billing-db"])
    return world
  }

  @Test func removalsRevokeAndKeepsAreRecorded() throws {
    for (decision, words) in [
      (ReviewedAccess.Fate.keep, ["accepted reviews/one.yaml"]),
      (.remove, ["accepted reviews/one.yaml", "revoke ana.silva"]),
    ] {
      var world = reviewed()
      let later = noon.advanced(by: hours(1))
      let review = accessReview([("ana.silva", "read-only", decision)])
      let decided = world.run(
        [world.landing(signOffs: [signOff(review, by: ["priya.nair"])])], at: later)
      #expect(decided.map(\.word) == words)
      #expect(decided.last?.revocation ?? [] == (decision == .remove ? [.removedByReview] : []))
      #expect(world.calendar[id("billing-db")]?.last?.by == [id("priya.nair")])
      #expect(world.signOffs.last?.access?.decisions.map(\.decision) == [decision])
      #expect(world.runAgain(at: later).isEmpty)
    }
  }

  @Test(
    arguments: [
      (["ana.silva"], "priya.nair", Int64(0), ReasonCode?.none),
      (["ana.silva"], "sam.lee", 0, .notAnApprover),
      ([], "priya.nair", 0, .invalidDocument),
      (["ana.silva"], "priya.nair", 4000, .approvalInFuture),
      (["ana.silva", "priya.nair"], "priya.nair", 0, .selfApproval),
      (["ana.silva", "priya.nair"], "tom.berg", 0, nil),
    ])
  func theOwnerSignsForEverybody(
    _ people: [String], _ reviewer: String, _ ahead: Int64, _ code: ReasonCode?
  ) {
    var world = reviewed()
    let later = noon.advanced(by: hours(1))
    let review = accessReview(
      people.map { ($0, "read-only", .keep) }, asOf: noon.advanced(by: .seconds(ahead)))
    world.run([world.landing(signOffs: [signOff(review, by: [reviewer])])], at: later)
    let record = world.signOffs.last
    #expect(record?.outcome == (code == nil ? .accepted : .refused))
    #expect(code.map { record?.reasons.map(\.code).contains($0) == true } ?? true)
    #expect((world.calendar[id("billing-db")]?.last == nil) == (code != nil))
  }

  @Test func anAccessReviewIsLateFromItsDayOn() {
    var world = reviewed()
    world.run(at: noon.advanced(by: hours(8)))
    let due = noon.advanced(by: days(90))
    #expect(world.cursor.next == due)
    #expect(world.run(at: due).map(\.word) == ["overdue billing-db"])
    let landing = world.landing(signOffs: [
      signOff(accessReview([], asOf: due), by: ["tom.berg"])
    ])
    world.run([landing], at: due.advanced(by: hours(1)))
    #expect(world.cursor.overdue.isEmpty)
    #expect(world.cursor.next == due.advanced(by: hours(1)).advanced(by: days(90)))
  }
}
