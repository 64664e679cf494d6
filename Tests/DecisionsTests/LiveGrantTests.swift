import Decisions
import Model
import Testing

private let path = RepositoryPath("requests/billing-db/ana.yaml")
private let later = noon.advanced(by: hours(1))

private let upheavals: [Upheaval] = [
  Upheaval("nothing", []) { _ in },
  Upheaval("the request is deleted", [.requestDeleted]) { $0.held[path] = nil },
  Upheaval("the request is edited", [.requestEdited]) { $0.held[path] = object(2) },
  Upheaval("the subject is suspended", [.subjectInactive]) {
    $0.policy.ana(status: .suspended)
  },
  Upheaval("the subject is suspended at the tip", [.subjectInactive]) {
    $0.overlay = TipOverlay(inactive: [id("ana.silva"): .suspended], compromised: [])
  },
  Upheaval("the subject is gone", [.subjectInactive]) { $0.policy.people[id("ana.silva")] = nil },
  Upheaval("the contract is over", [.contractEnded]) {
    $0.policy.ana(contractEnds: "2026-11-20T13:00:00Z")
  },
  Upheaval("the contract is not yet over", []) {
    $0.policy.ana(contractEnds: "2026-11-20T13:00:01Z")
  },
  Upheaval("the sponsor is gone", [.sponsorInactive]) {
    $0.policy.people[id("priya.nair")] = nil
  },
  Upheaval("the sponsor is suspended", [.sponsorInactive]) {
    $0.policy.person("priya.nair", status: .suspended)
  },
  Upheaval("the sponsor is no employee any more", [.sponsorInactive]) {
    $0.policy.person(
      "priya.nair", .contractor, sponsor: "sam.lee",
      contract: contract(until: "2027-01-01T00:00:00Z"))
  },
  Upheaval("another sponsor", []) { $0.policy.ana(sponsor: "sam.lee") },
  Upheaval("stale facts take nothing away", []) {
    $0.policy.ana(verified: "2020-01-01T00:00:00Z")
  },
  Upheaval("nor does a ticket rule", []) {
    $0.policy.rule("new", require: Requirements(ticket: Marked("CHG-.*")))
  },
  Upheaval("nor do higher demands on approvals", []) {
    $0.policy.rule(
      "new",
      require: Requirements(
        approvals: [line(2, .group(id("security")))], assurance: Marked(.hardware)))
  },
  Upheaval("nor does an approver who leaves", []) {
    $0.policy.person("tom.berg", status: .offboarded)
  },
  Upheaval("the system is gone", [.noLongerAllowed]) {
    $0.policy.systems.removeAll { $0.id.text == "billing-db" }
  },
  Upheaval("contractors are no longer eligible", [.noLongerAllowed]) {
    $0.policy.offerReadOnly(.medium)
  },
  Upheaval("the maximum is shorter now", [.noLongerAllowed]) {
    $0.policy.rule("new", require: Requirements(maximumDuration: Marked(hours(7))))
  },
  Upheaval("a denial reaches into what is left", [.noLongerAllowed]) {
    $0.policy.rule(
      "new",
      deny: Denial(
        message: "Closed.", from: instant("2026-11-20T19:00:00Z"), until: nil, mark: somewhere))
  },
  Upheaval("a denial that is over", []) {
    $0.policy.rule(
      "new",
      deny: Denial(
        message: "Closed.", from: nil, until: instant("2026-11-20T13:00:00Z"), mark: somewhere))
  },
  Upheaval("a key that carried it is compromised", [.compromisedKey]) {
    $0.overlay = TipOverlay(inactive: [:], compromised: ["SHA256:priya.nair"])
  },
  Upheaval("a key that it could do without is compromised", []) {
    $0.overlay = TipOverlay(inactive: [:], compromised: ["SHA256:tom.berg"])
  },
  Upheaval("everything at once", [.requestDeleted, .subjectInactive, .noLongerAllowed]) {
    $0.held[path] = nil
    $0.policy.ana(status: .offboarded)
    $0.policy.rule("new", require: Requirements(maximumDuration: Marked(hours(7))))
  },
]

@Suite struct LiveGrantTests {
  @Test(arguments: upheavals) func whatNoLongerHoldsIsRevoked(_ upheaval: Upheaval) throws {
    for isHalted in [false, true] {
      var world = World()
      world.land(RequestBuilder())
      upheaval.change(&world)
      if isHalted { world.halted = [Reason(.rewoundMainline, "rewound")] }
      let decisions = world.run(at: later)
      #expect(decisions.map(\.word) == (upheaval.codes.isEmpty ? [] : ["revoke ana.silva"]))
      #expect(decisions.flatMap(\.revocation) == upheaval.codes)
      let grant = try #require(world.grants.values.first)
      #expect(grant.state == (upheaval.codes.isEmpty ? .active : .revoked))
      #expect(world.runAgain(at: later).isEmpty)
    }
  }

  @Test func whatIsOverExpiresWhateverElseIsWrong() {
    for isHalted in [false, true] {
      var world = World()
      world.land(RequestBuilder())
      world.held[path] = nil
      if isHalted { world.halted = [Reason(.clockBehind, "behind")] }
      let decisions = world.run(at: noon.advanced(by: hours(8)))
      #expect(decisions.map(\.word) == ["expire ana.silva"])
    }
  }

  @Test func aHaltedRunActivatesNothing() {
    var world = World()
    world.land(request { $0.starts = later })
    world.halted = [Reason(.rewoundMainline, "rewound")]
    #expect(world.run(at: later).isEmpty)
    world.halted = []
    #expect(world.run(at: later).map(\.word) == ["activate ana.silva"])
  }

  @Test func aFrozenRunActivates() {
    var world = World()
    world.land(request { $0.starts = later })
    world.frozen = [Reason(.compromisedKey, "it carried the policy")]
    #expect(world.run(at: later).map(\.word) == ["freeze", "activate ana.silva"])
  }

  @Test func ofTwoThatCannotStandTogetherTheFirstStays() {
    var world = World()
    world.policy.offerReadOnly(.low)
    let readOnly = request { $0.subject = "joe.fox" }
    let payments = request {
      $0.path = "requests/ledger-db/joe.yaml"
      $0.subject = "joe.fox"
      $0.target = "ledger-db/approve-payments"
      $0.starts = later
      $0.approvals = [approval("tom.berg", 1)]
    }
    world.policy.system(
      "ledger-db", owner: .person(id("tom.berg")),
      [offer("approve-payments", .low, [.group(id("finance"))], [line(1, .owner)])])
    world.land(readOnly, payments)
    #expect(world.grants.count == 2)
    world.policy.system(
      "ledger-db", owner: .person(id("tom.berg")),
      [
        offer(
          "approve-payments", .low, [.group(id("finance"))], [line(1, .owner)],
          conflicts: ["billing-db/read-only"])
      ])
    let decisions = world.run(at: later)
    #expect(decisions.map(\.word) == ["revoke joe.fox"])
    #expect(world.grants.values.filter(\.state.isLive).map(\.system.text) == ["billing-db"])
  }

  @Test func stackedWindowsFallWhenTheMaximumDoes() {
    var world = World()
    func part(_ number: Int64) -> RequestBuilder {
      request {
        $0.path = "requests/billing-db/part-\(number).yaml"
        $0.duration = hours(2)
        $0.starts = noon.advanced(by: hours(2 * number))
      }
    }
    world.land(part(0), part(1), part(2), part(3))
    #expect(world.grants.count == 4)
    world.policy.rule("new", require: Requirements(maximumDuration: Marked(hours(4))))
    let decisions = world.run()
    #expect(decisions.map(\.word) == ["revoke ana.silva", "revoke ana.silva"])
    #expect(decisions.flatMap(\.revocation) == [.noLongerAllowed, .noLongerAllowed])
    #expect(world.runAgain().isEmpty)
  }

  @Test func whatIsIssuedAndNoLongerAllowedInOneRunDoesNotStay() {
    var world = World()
    let landing = world.landing([RequestBuilder()])
    world.policy.offerReadOnly(.medium)
    #expect(world.run([landing]).map(\.word) == ["issue ana.silva", "revoke ana.silva"])
  }

  @Test func aRevocationNamesFileAndLine() throws {
    var world = World()
    world.land(RequestBuilder())
    world.policy.offerReadOnly(.medium)
    world.run()
    let reason = try #require(world.grants.values.first?.history.last?.reasons.first)
    #expect(reason.message.contains("policies/systems/billing-db.yaml:1"))
    #expect(reason.file == "policies/systems/billing-db.yaml")
    #expect(reason.line == 1)
  }

  @Test func theNextInstantIsTheFirstAtWhichSomethingFallsDue() {
    var world = World()
    world.policy.ana(contractEnds: "2026-11-20T20:00:00Z")
    world.policy.person("priya.nair", contract: contract(until: "2026-11-20T18:00:00Z"))
    world.land(RequestBuilder())
    #expect(world.cursor.next == instant("2026-11-20T18:00:00Z"))
    #expect(
      world.run(at: instant("2026-11-20T18:00:00Z")).flatMap(\.revocation) == [.sponsorInactive])
    #expect(world.cursor.next == nil)
  }

  @Test func aHaltedRunProcessesNoLanding() {
    var world = World()
    world.halted = [Reason(.rewoundMainline, "rewound")]
    let before = world.cursor
    #expect(world.land(RequestBuilder()).isEmpty)
    #expect(world.cursor == before)
  }
}
