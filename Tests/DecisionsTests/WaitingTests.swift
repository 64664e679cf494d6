import Decisions
import Model
import Testing

private let path = "requests/billing-db/ana.yaml"
private let short = request { $0.approvals = [approval("tom.berg", 1)] }
/// Why nothing but emergencies is issued.
private let voided = [Reason(.compromisedKey, "a key that carried the policy is compromised")]

private func late(_ person: String, _ commit: Int, landing: Int = 1000, at seen: Instant = noon)
  -> LateApprovals
{
  LateApprovals(
    landing: object(landing), approvals: [approval(person, commit, seen: seen, isLate: true)],
    notes: [])
}

@Suite struct WaitingTests {
  @Test func whatIsShortWaitsAndSaysForWhom() throws {
    var world = World()
    world.land(
      request {
        $0.approvals = [approval("tom.berg", 1)]
        $0.notes = [Reason(.unsignedMerge, "a merge is not signed")]
      })
    #expect(world.outcomes() == [.pending])
    #expect(world.codes() == [.shortOfApprovals, .unsignedMerge])
    let reason = try #require(world.paths[RepositoryPath(path)]?.requests.last?.reasons.first)
    #expect(reason.message.contains("Rule third-parties needs 1 more from sponsor (`priya.nair`)"))
    #expect(reason.hint == "countersign approve \(path)")
    #expect(world.cursor.next == noon.advanced(by: days(7)))
    #expect(world.runAgain().isEmpty)
    #expect(world.runAgain(at: noon.advanced(by: days(6))).isEmpty)
  }

  @Test func aLateApprovalCompletesIt() throws {
    var world = World()
    world.land(short)
    let tomorrow = noon.advanced(by: days(1))
    let landing = world.landing(late: [late("priya.nair", 9, at: tomorrow)])
    #expect(world.run([landing], at: tomorrow).map(\.word) == ["issue ana.silva"])
    let grant = try #require(world.grants.values.first)
    #expect(grant.start == tomorrow)
    #expect(grant.landing == object(1000))
    #expect(grant.approvals.map(\.person.text) == ["priya.nair", "tom.berg"])
    #expect(world.outcomes() == [.granted])
  }

  @Test func aLateApprovalOfAnotherLandingDoesNothing() {
    var world = World()
    world.land(short)
    let landing = world.landing(late: [late("priya.nair", 9, landing: 1001)])
    #expect(world.run([landing]).isEmpty)
  }

  @Test func whatIsStillShortKeepsTheApprovalsItGot() {
    var world = World()
    world.land(request { $0.approvals = [] })
    let landing = world.landing(late: [late("tom.berg", 9)])
    #expect(world.run([landing]).map(\.word) == ["pending \(path)"])
    #expect(world.paths[RepositoryPath(path)]?.requests.count == 1)
    #expect(world.paths[RepositoryPath(path)]?.requests[0].approvals.count == 1)
    let again = world.landing(late: [late("tom.berg", 9)])
    #expect(world.run([again]).isEmpty, "the same approval changes nothing")
  }

  @Test func aLateApprovalWhileFrozenWaitsForTheThaw() {
    var world = World()
    world.land(short)
    world.frozen = voided
    let landing = world.landing(frozen: voided, late: [late("priya.nair", 9)])
    #expect(world.run([landing]).map(\.word) == ["freeze", "pending \(path)"])
    #expect(world.codes() == [.compromisedKey])
    #expect(world.runAgain().isEmpty)
    world.frozen = []
    #expect(world.run().map(\.word) == ["thaw", "issue ana.silva"])
  }

  @Test(arguments: [false, true])
  func waitingEndsAfterItsTimeEvenWhenFrozen(isFrozen: Bool) {
    var world = World()
    world.land(short)
    if isFrozen {
      world.frozen = voided
      world.run()
    }
    #expect(world.run(at: noon.advanced(by: days(7) - .seconds(1))).isEmpty)
    let decisions = world.run(at: noon.advanced(by: days(7)))
    #expect(decisions.map(\.word) == ["refused \(path)"])
    #expect(Set(world.codes()) == [.shortOfApprovals])
    #expect(world.codes().count == 2)
    #expect(world.cursor.next == nil)
  }

  @Test func anApprovalAfterTheTimeIsTooLate() {
    var world = World()
    world.land(short)
    let end = noon.advanced(by: days(7))
    let landing = world.landing(late: [late("priya.nair", 9, at: end)])
    #expect(world.run([landing], at: end).map(\.word) == ["refused \(path)"])
  }

  @Test(arguments: [nil, object(2)])
  func whatIsEditedOrDeletedIsWithdrawn(_ blob: ObjectID?) {
    for isFrozen in [false, true] {
      var world = World()
      world.land(short)
      world.held[RepositoryPath(path)] = blob
      if isFrozen { world.frozen = voided }
      #expect(world.run().last?.word == "withdrawn \(path)")
      #expect(world.codes() == [.withdrawn])
      #expect(world.runAgain().isEmpty)
    }
  }

  @Test func whatIsWithdrawnIsNotIssuedByALateApproval() {
    var world = World()
    world.land(short)
    world.held[RepositoryPath(path)] = nil
    let landing = world.landing(late: [late("priya.nair", 9)])
    #expect(world.run([landing]).map(\.word) == ["withdrawn \(path)"])
    #expect(world.grants.isEmpty)
  }

  @Test func anotherPolicyJudgesItAgain() {
    var world = World()
    world.land(short)
    world.policy.rules = []
    #expect(world.run().map(\.word) == ["issue ana.silva"])
  }

  @Test func aHaltedRunIssuesNothingThatWaited() {
    var world = World()
    world.land(short)
    world.policy.rules = []
    world.halted = [Reason(.rewoundMainline, "rewound")]
    #expect(world.run().isEmpty)
    world.halted = []
    #expect(world.run().map(\.word) == ["issue ana.silva"])
  }

  @Test func aPolicyThatForbidsItRefusesIt() {
    var world = World()
    world.land(short)
    world.policy.ana(status: .suspended)
    #expect(world.run().map(\.word) == ["refused \(path)"])
    #expect(world.codes() == [.inactiveSubject, .shortOfApprovals])
  }

  @Test func whyAnApprovalDidNotCountIsForgottenWithItsCause() {
    var world = World()
    world.overlay = TipOverlay(inactive: [id("tom.berg"): .suspended], compromised: [])
    world.land(
      request {
        $0.approvals = [approval("tom.berg", 1)]
        $0.notes = [Reason(.badSignature, "the merge \(object(4).short) does not verify")]
      })
    #expect(
      world.codes() == [.shortOfApprovals, .shortOfApprovals, .inactiveApprover, .badSignature])
    #expect(world.runAgain().isEmpty)
    world.overlay = noOverlay
    world.run()
    #expect(world.codes() == [.shortOfApprovals, .badSignature])
    #expect(world.runAgain().isEmpty)
  }

  @Test func aLateApprovalDoesNotReviveWhatAnotherBlobReplaced() {
    var world = World()
    world.land(short)
    let second = world.landing([
      request {
        $0.blob = 2
        $0.landing = 2000
      }
    ])
    let third = world.landing(late: [late("priya.nair", 9)])
    let decisions = world.run([second, third])
    #expect(decisions.map(\.word) == ["issue ana.silva", "withdrawn \(path)"])
    #expect(world.grants.count == 1)
  }
}
