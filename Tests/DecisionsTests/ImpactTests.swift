import Decisions
import Model
import Testing

@Suite struct ImpactTests {
  /// What `change` would do to what `world` holds.
  private func impact(
    on world: World, at now: Instant = noon, _ change: (inout PolicyBuilder) -> Void
  ) -> PolicyImpact {
    var next = world.policy
    change(&next)
    return Decisions.impact(
      of: PolicyInForce(tree: object(77), policy: next.policy), overlay: noOverlay,
      on: world.snapshot([]), insteadOf: world.policy.policy, at: now)
  }

  private var granted: World {
    var world = World()
    world.land(RequestBuilder(), .nightlyElsewhere)
    return world
  }

  @Test func namesWhatWouldBeRevoked() throws {
    let impact = impact(on: granted) { $0.ana(status: .suspended) }
    #expect(impact.live == 2)
    #expect(impact.revoked.map(\.grant.subject.text) == ["ana.silva"])
    #expect(impact.revoked.flatMap { $0.reasons.map(\.code) } == [.subjectInactive])
    #expect(impact.spared.isEmpty)
  }

  @Test func whatIsDueAnywayIsNotTheChangesDoing() {
    var world = granted
    world.policy.ana(contractEnds: "2026-11-20T12:00:00Z")
    let impact = impact(on: world) {
      $0.ana(contractEnds: "2026-11-20T12:00:00Z", status: .suspended)
    }
    #expect(impact.live == 1)
    #expect(impact.revoked.isEmpty)
    // An expiry that nobody has written down yet is none, either.
    #expect(
      self.impact(on: granted, at: noon.advanced(by: hours(8))) { $0.systems = [] }.revoked.isEmpty)
  }

  @Test func whatTheChangeSparesIsNamed() {
    var world = granted
    world.policy.ana(status: .suspended)
    let impact = impact(on: world) { $0.ana() }
    #expect(impact.spared.map(\.grant.subject.text) == ["ana.silva"])
  }

  @Test func saysHowPendingRequestsWouldFare() {
    var world = World()
    world.land(request { $0.approvals = [] })
    let open = impact(on: world) { builder in
      builder.rules = []
      builder.system(
        "billing-db", owner: .group(id("dba")),
        [offer("read-only", .medium, [.personClass(.contractor)], [])])
    }
    #expect(open.requests.map(\.after) == [.granted])
    let closed = impact(on: world) { $0.ana(status: .offboarded) }
    #expect(closed.requests.map(\.after) == [.refused])
    #expect(closed.requests.flatMap { $0.reasons.map(\.code) }.contains(.inactiveSubject))
    #expect(impact(on: world) { $0.group("finance", []) }.requests.isEmpty)
  }

  @Test func saysWhoMayAskAndApprove() throws {
    let impact = impact(on: World()) {
      $0.group("dba", ["priya.nair", "liz.hall"])
      $0.person(
        "new.hire", .vendor, sponsor: "tom.berg", contract: contract(until: "2027-01-01T00:00:00Z"))
    }
    let changes = impact.eligibility.changes
    #expect(changes.map { $0.subjects.map(\.text) } == [["liz.hall"], ["tom.berg"]])
    #expect(
      changes.first?.gained == [
        entitlement("billing-db/superuser"), entitlement("ledger-db/approve-payments"),
      ])
    #expect(changes.last?.lost == changes.first?.gained)
    let lists = try #require(impact.approvers.first)
    #expect(lists.origins == ["billing-db/read-only", "billing-db/superuser"])
    #expect(lists.gained.map(\.text) == ["liz.hall"])
    #expect(lists.lost.map(\.text) == ["tom.berg"])
  }

  @Test func thousandsAtOnceAreOneChange() {
    let impact = impact(on: World()) { builder in
      for number in 0..<2000 { builder.person("hire-\(number)") }
      builder.system(
        "wiki", owner: .group(id("dba")),
        [offer("read", .low, [.personClass(.employee)], [line(1, .owner)])])
    }
    #expect(impact.eligibility.added == [entitlement("wiki/read")])
    #expect(impact.eligibility.changes.isEmpty)
  }

  /// What is foretold is what happens: the run after the change revokes just that.
  @Test func foretellsTheNextRun() {
    for seed in UInt64(0)..<80 {
      var random = RandomWorld(seed: seed)
      var world = random.world
      world.overlay = noOverlay
      world.run([world.landing(random.requests)])
      let stricter = random.rule(9)
      let foretold = impact(on: world) { $0.rules.append(stricter) }
      world.policy.rules.append(stricter)
      let revoked = world.run().compactMap { decision -> GrantID? in
        if case .revoke(let grant) = decision { grant.id } else { nil }
      }
      #expect(foretold.revoked.map(\.grant.id) == revoked.sorted(), "seed \(seed)")
    }
  }
}

extension RequestBuilder {
  /// The workload's request at a path of its own.
  fileprivate static var nightlyElsewhere: RequestBuilder {
    var builder = RequestBuilder.nightly
    builder.path = "requests/billing-db/nightly.yaml"
    builder.blob = 2
    builder.landing = RequestBuilder().landing
    return builder
  }
}
