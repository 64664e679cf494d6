import Decisions
import Model
import Testing

/// What the directory says of people, as decisions see it.
@Suite struct DirectoryTests {
  @Test("whichever is stricter holds, and whichever is newer, with the place where it stands")
  func strictestWins() throws {
    var builder = PolicyBuilder.example
    builder.ana(verified: "2026-11-01T00:00:00Z", status: .suspended)
    builder.person("joe.fox", verified: instant("2026-11-19T00:00:00Z"))
    builder.attest(
      confirmed: ["ana.silva", "joe.fox", "tom.berg"], suspended: ["kim.roy"],
      at: instant("2026-11-10T00:00:00Z"))
    builder.attest(
      "policies/directory/b.yaml", confirmed: ["kim.roy"], offboarded: ["sam.lee"],
      at: instant("2026-11-12T00:00:00Z"))
    let policy = builder.policy
    func person(_ name: String) throws -> Person { try #require(policy.people[id(name)]) }
    let ana = try person("ana.silva")
    #expect(ana.status == .suspended && ana.statusLocation.file == ana.file)
    #expect(ana.shownStatus == "suspended")
    #expect(ana.verified == instant("2026-11-10T00:00:00Z"))
    #expect(ana.verifiedLocation.file == "policies/directory/all.yaml")
    let joe = try person("joe.fox")
    #expect(
      joe.verified == instant("2026-11-19T00:00:00Z") && joe.verifiedLocation.file == joe.file)
    let kim = try person("kim.roy")
    #expect(kim.status == .suspended && kim.shownStatus == "suspended by the directory")
    #expect(kim.statusLocation.file == "policies/directory/all.yaml")
    let sam = try person("sam.lee")
    #expect(sam.status == .offboarded && sam.ownStatus == .active)
    #expect(policy.departure(of: sam.id, at: noon) == "`sam.lee` is offboarded by the directory")
    #expect(policy.departure(of: kim.id, at: noon) == nil)
    // Its owner's own file alone says when she was verified.
    builder.attest("policies/directory/c.yaml", confirmed: ["priya.nair"], suspended: ["liz.hall"])
    let priya = try #require(builder.policy.people[id("priya.nair")])
    #expect(priya.verified == priya.ownVerified)
  }

  @Test("who is let go is whom nothing else stops as strictly")
  func lifted() {
    var before = PolicyBuilder.example
    before.attest(
      suspended: ["ana.silva", "joe.fox", "tom.berg"],
      offboarded: ["kim.roy", "liz.hall", "sam.lee"])
    var after = PolicyBuilder.example
    after.attest(suspended: ["sam.lee"], offboarded: ["joe.fox"])
    after.person("kim.roy", status: .offboarded)
    after.person("liz.hall", status: .suspended)
    after.people[id("ana.silva")] = nil
    #expect(
      before.policy.liftedStops(by: after.policy)
        == [id("liz.hall"), id("sam.lee"), id("tom.berg")])
    #expect(after.policy.liftedStops(by: before.policy).isEmpty == false)
    #expect(before.policy.liftedStops(by: before.policy) == [])
  }

  /// Random words over random worlds: a stop never grants more, a confirmation heals nothing but staleness,
  /// and neither the order of the files nor how names are spread over them matters.
  @Test func whatTheDirectorySaysNeverGivesMoreThanFreshness() {
    var healed = 0
    for seed in UInt64(0)..<120 {
      var random = RandomWorld(seed: seed)
      for name in RandomWorld.people where random.maybe(3) {
        guard let person = random.policy.people[id(name)] else { continue }
        random.policy.person(
          name, person.personClass, sponsor: person.sponsor?.text, contract: person.contract,
          verified: noon.advanced(by: days(-100)), status: person.ownStatus)
      }
      // It speaks for nobody whose request could be its own.
      random.policy.person("clerk")
      random.policy.workload("clerk-robot", owner: .person(id("clerk")))
      var confirming = random.policy
      confirming.attest(by: "clerk-robot", confirmed: RandomWorld.people, at: noon)
      var stopping = confirming
      let stopped = random.some(RandomWorld.people)
      let half = stopped.count / 2
      stopping.attest(
        "policies/directory/b.yaml", by: "clerk-robot", suspended: Array(stopped[..<half]),
        offboarded: Array(stopped[half...]), at: noon)
      var shuffled = stopping
      shuffled.attestations.reverse()
      for request in random.requests {
        let plain = judge(request, under: random.policy, overlay: random.overlay)
        let fresh = judge(request, under: confirming, overlay: random.overlay)
        let strict = judge(request, under: stopping, overlay: random.overlay)
        let same = judge(request, under: shuffled, overlay: random.overlay)
        #expect(same.reasons == strict.reasons && same.verdict == strict.verdict, "seed \(seed)")
        #expect(fresh.verdict == .granted || strict.verdict != .granted, "seed \(seed)")
        if plain.verdict != .granted, fresh.verdict == .granted {
          healed += 1
          #expect(plain.reasons.map(\.code).allSatisfy { $0 == .staleIdentity }, "seed \(seed)")
        }
        #expect(plain.verdict != .granted || fresh.verdict == .granted, "seed \(seed)")
      }
    }
    #expect(healed > 3, "\(healed)")
  }
}
