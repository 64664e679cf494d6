import Decisions
import Model
import Testing

private let anaPath = "requests/billing-db/ana.yaml"
private let short = request { $0.approvals = [approval("tom.berg", 1)] }
private let frozenBy = [Reason(.compromisedKey, "a key that carried the policy is compromised")]

private let usedUp: [Upheaval] = [
  Upheaval("stood at the anchor") { $0.standingAtAnchor = [RepositoryPath(anaPath)] },
  Upheaval("was granted") { $0.land(RequestBuilder()) },
  Upheaval("was granted at another blob") { $0.land(request { $0.blob = 2 }) },
  Upheaval("was refused") { $0.land(request { $0.ticket = nil }) },
  Upheaval("waits") { $0.land(short) },
  Upheaval("was withdrawn") {
    $0.land(short)
    $0.held = [:]
    $0.run()
  },
]

@Suite struct LandingTests {
  @Test func anApprovedRequestIsIssuedOnce() throws {
    var world = World()
    let decisions = world.land(RequestBuilder())
    #expect(decisions.map(\.word) == ["issue ana.silva"])
    let grant = try #require(world.grants.values.first)
    #expect(grant.state == .active)
    #expect(grant.window == Window(start: noon, end: noon.advanced(by: hours(8))))
    #expect(grant.policy == world.tree)
    #expect(grant.approvals.map(\.person.text) == ["priya.nair", "tom.berg"])
    #expect(grant.history == [GrantEvent(.issued, at: noon, mainline: object(1000))])
    #expect(world.outcomes() == [.granted])
    #expect(world.runAgain().isEmpty)
  }

  @Test func whatStartsLaterIsScheduled() throws {
    var world = World()
    world.land(request { $0.starts = noon.advanced(by: hours(1)) })
    #expect(world.grants.values.map(\.state) == [.scheduled])
    #expect(world.cursor.next == noon.advanced(by: hours(1)))
    #expect(world.runAgain().isEmpty)
    #expect(world.run(at: noon.advanced(by: hours(1))).map(\.word) == ["activate ana.silva"])
    #expect(world.cursor.next == noon.advanced(by: hours(9)))
    #expect(world.run(at: noon.advanced(by: hours(9))).map(\.word) == ["expire ana.silva"])
    #expect(world.cursor.next == nil)
    #expect(world.grants.values.map(\.state) == [.expired])
  }

  @Test func unreadableRequestsAreRefusedWithAllFaults() {
    var world = World()
    let faults = [Reason(.invalidDocument, "one"), Reason(.invalidDocument, "two")]
    world.land(request { $0.faults = faults })
    #expect(world.paths[RepositoryPath(anaPath)]?.requests.last?.reasons == faults)
    #expect(world.outcomes() == [.refused])
  }

  @Test func aFlawedLandingGrantsNothingWhateverStandsBelowIt() {
    var world = World()
    world.land(
      request {
        $0.flaws = [Reason(.evilMerge, "it alters the request")]
        $0.notes = [Reason(.unsignedMerge, "a merge below it is not signed")]
        $0.ticket = nil
      })
    #expect(world.outcomes() == [.refused])
    #expect(world.codes() == [.evilMerge, .unsignedMerge, .ticketMissing])
  }

  @Test(arguments: usedUp) func aRequestIsUsedOnce(_ upheaval: Upheaval) {
    var world = World()
    upheaval.change(&world)
    world.held[RepositoryPath(anaPath)] = object(1)
    let before = world.outcomes().count
    world.land(request { $0.landing = 2000 })
    #expect(world.outcomes().count == before + 1)
    #expect(world.outcomes().last == .refused)
    #expect(world.codes() == [.requestReused])
  }

  @Test func aNewBlobAtAPathThatWasNeverGrantedIsANewRequest() {
    var world = World()
    world.land(request { $0.ticket = nil })
    world.land(
      request {
        $0.blob = 2
        $0.landing = 2000
      })
    #expect(world.outcomes() == [.refused, .granted])
  }

  @Test func whatTheTipNoLongerHoldsIsWithdrawn() {
    var world = World()
    let first = world.landing([RequestBuilder()])
    let second = world.landing([
      request {
        $0.blob = 2
        $0.landing = 2000
      }
    ])
    let decisions = world.run([first, second])
    #expect(decisions.map(\.word) == ["withdrawn \(anaPath)", "issue ana.silva"])
    #expect(world.outcomes() == [.withdrawn, .granted])
  }

  @Test func aTakenGrantIDIsNeverIssuedAgain() {
    var world = World()
    world.land(RequestBuilder())
    let other = request {
      $0.path = "requests/billing-db/joe.yaml"
      $0.subject = "joe.fox"
      $0.landing = 2000
    }
    var landed = other.landed
    landed = LandedRequest(
      key: landed.key, grantID: RequestBuilder().landed.grantID, landing: landed.landing,
      dated: landed.dated, seen: landed.seen, document: landed.document,
      approvals: landed.approvals, changes: landed.changes, holders: landed.holders, flaws: [],
      notes: [])
    let template = world.landing([other])
    let landing = Landing(
      commit: template.commit, policy: template.policy, frozen: [], requests: [landed],
      lateApprovals: [], acceptance: nil, ungoverned: [], mended: [], joint: nil)
    world.run([landing])
    #expect(world.outcomes(other.path) == [.refused])
    #expect(world.codes(other.path) == [.requestReused])
    #expect(world.grants.count == 1)
  }

  @Test func decisionsOfALandingComeInTheirOrder() {
    var world = World()
    world.land(short)
    let acceptance = PolicyAcceptance(
      number: 0, landing: object(2000), tree: object(9), changes: [])
    let change = UngovernedChange(
      path: RepositoryPath(".gitlab-ci.yml"), landing: object(2000), before: nil,
      reason: Reason(.ungovernedChange, "nobody approved it"))
    let late = LateApprovals(
      landing: object(1000), approvals: [approval("priya.nair", 7, isLate: true)], notes: [])
    world.frozen = frozenBy
    let landing = world.landing(
      [
        request {
          $0.path = "requests/billing-db/b.yaml"
          $0.landing = 2000
        },
        request {
          $0.path = "requests/billing-db/a.yaml"
          $0.landing = 2000
        },
      ], frozen: frozenBy, late: [late], acceptance: acceptance, ungoverned: [change])
    #expect(
      world.run([landing]).map(\.word) == [
        "accept", "freeze", "find .gitlab-ci.yml", "pending requests/billing-db/a.yaml",
        "pending requests/billing-db/b.yaml", "pending \(anaPath)",
      ])
  }

  @Test func whileAVoidedPolicyIsInForceRequestsWait() {
    var world = World()
    world.frozen = frozenBy
    let noted = request { $0.notes = [Reason(.unsignedMerge, "unsigned")] }
    let frozenLanding = world.landing([noted], frozen: frozenBy)
    #expect(world.run([frozenLanding]).map(\.word) == ["freeze", "pending \(anaPath)"])
    #expect(world.codes() == [.compromisedKey, .unsignedMerge])
    #expect(world.cursor.frozen == frozenBy)
    #expect(world.runAgain().isEmpty)
    world.frozen = []
    let thawing = world.landing()
    #expect(world.run([thawing]).map(\.word) == ["thaw", "issue ana.silva"])
    #expect(world.cursor.frozen.isEmpty)
  }

  @Test func otherReasonsFreezeAgain() {
    var world = World()
    world.frozen = frozenBy
    #expect(world.run().map(\.word) == ["freeze"])
    #expect(world.runAgain().isEmpty)
    world.frozen = [Reason(.compromisedKey, "another key that carried the policy is compromised")]
    #expect(world.run().map(\.word) == ["freeze"])
    world.frozen = []
    #expect(world.run().map(\.word) == ["thaw"])
  }

  @Test func ungovernedChangesStayUntilTheyAreMended() {
    var world = World()
    func change(_ landing: Int, before: String) -> UngovernedChange {
      UngovernedChange(
        path: RepositoryPath(".github/ci.yml"), landing: object(landing), before: before,
        reason: Reason(.ungovernedChange, "nobody approved it"))
    }
    world.run([world.landing(ungoverned: [change(1, before: "first")])])
    world.run([world.landing(ungoverned: [change(2, before: "second")])])
    #expect(world.cursor.ungoverned.map(\.landing) == [object(2)])
    #expect(world.cursor.ungoverned.map(\.before) == ["first"])
    world.run([world.landing(mended: [RepositoryPath(".github/ci.yml")])])
    #expect(world.cursor.ungoverned.isEmpty)
  }

  @Test("5,001 foxtrot merges, one after the other, stop nothing and grow no cursor")
  func manyJoints() {
    var world = World()
    for number in 0...Bounds.joints {
      let joint = MainlineJoint(
        landing: object(10_000 + number), previous: object(20_000 + number))
      #expect(world.run([world.landing(joint: joint)]).isEmpty)
    }
    #expect(world.cursor.joints.count == Bounds.joints)
    #expect(world.cursor.joints.first?.isEnd == true)
    #expect(world.cursor.joints.first?.landing == object(10_001))
    #expect(world.cursor.joints.last?.previous == object(20_000 + Bounds.joints))
  }

  @Test func theCursorFollowsTheMainline() {
    var world = World()
    let start = world.cursor
    #expect(decide(world.snapshot([]), at: noon).cursor == start)
    let joint = MainlineJoint(landing: object(6), previous: object(5))
    world.voided = [
      VoidedAcceptance(
        path: RepositoryPath("policies/rules/a.yaml"), landing: object(3),
        reason: Reason(.compromisedKey, "its approvals fell"))
    ]
    let landing = world.landing(joint: joint)
    #expect(world.run([landing]).isEmpty)
    #expect(world.cursor.mainline == landing.commit)
    #expect(world.cursor.at == noon)
    #expect(world.cursor.joints == [joint])
    #expect(world.cursor.voided == world.voided)
  }
}
