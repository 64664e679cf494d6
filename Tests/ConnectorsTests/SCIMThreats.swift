import Model
import TestSupport
import Testing

/// Services that are gone, lie or hang, runs that are killed and race, and groups and people that are renamed.
@Suite(.scimServer, .enabled(if: SCIMServer.isInstalled, "Scripts/test-tools has not been run"))
struct SCIMThreats {
  private let request = Request("ana", "read", of: "people", duration: "1h")

  private func threats(_ target: SCIMTarget) -> TargetThreats<SCIMTarget> {
    TargetThreats(target, request, gives: [target.ana])
  }

  @Test(
    "38: what a service has not done, or not said, leaves the grant open",
    arguments: SCIMTarget.failing)
  func failing(_ behaviour: TargetBehaviour) async throws {
    try await threats(try await SCIMTarget()).failing(behaviour)
  }

  @Test("38: a service that takes the connection and says nothing is left after a while")
  func hanging() async throws {
    let target = try await SCIMTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try target.behave(TargetBehaviour.hangs)
    let run = try await repository.run(target)
    #expect(run.status == 69 && run.description.contains("did not answer in time"), "\(run)")
    #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
  }

  @Test("32: a run is killed while the service works: the next one finishes", arguments: [1, 3, 5])
  func killed(_ tenths: Int) async throws {
    try await threats(try await SCIMTarget()).killed(after: Double(tenths) / 10)
  }

  @Test("31: runs at the same time give and take once, and all of them can end in peace")
  func racing() async throws { try await threats(try await SCIMTarget()).racing() }

  @Test("31: what a slow run gives after a faster one took it away is taken back")
  func overtaken() async throws {
    try await threats(try await SCIMTarget()).overtaken(during: "PATCH")
  }

  @Test(
    "72: found by the ids of group and user, whatever they are called by now",
    arguments: TargetMove.allCases)
  func moved(_ move: TargetMove) async throws {
    try await threats(try await SCIMTarget()).moved(move)
  }

  @Test("72: a group made anew under the same name tells nothing of what was given")
  func remade() async throws {
    try await threats(try await SCIMTarget()).remade(targetKnows: false)
  }

  @Test("72: what others gave to others stays, and is found")
  func others() async throws { try await threats(try await SCIMTarget()).foreign() }

  @Test(
    "72: a member whom somebody else had put there goes with the grant: the service has them once")
  func beside() async throws { try await threats(try await SCIMTarget()).beside(isOne: true) }

  @Test("72: a group that is gone by its id, a service that is behind, leave the grant open")
  func untold() async throws {
    for (quirk, why) in [
      (SCIMTarget.Quirk.hidesGroup, "as far as this runner may see"),
      (.behind, "one of them is behind"),
    ] {
      let target = try await SCIMTarget()
      let repository = try await target.repository()
      try await repository.grant(request)
      #expect(try await repository.run(target).status == 0)
      try target.scratch.write(target.readers, to: "group")
      try target.behave(quirk)
      let ended = try await repository.run(target, at: .drill(.hours(1)))
      #expect(ended.status == 69 && ended.description.contains(why), "\(quirk): \(ended)")
      #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
      try target.behave(TargetBehaviour.good)
      #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
      try await repository.expectRightAudit()
    }
  }

  @Test(
    "72: a list that does not add up is no list",
    arguments: [SCIMTarget.Quirk.listsTwice, .otherPage])
  func lists(_ quirk: SCIMTarget.Quirk) async throws {
    let target = try await SCIMTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    try target.behave(quirk)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 69, "\(ended)")
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try target.behave(TargetBehaviour.good)
    #expect(try await repository.run(target, at: .drill(.hours(1))).status == 0)
    #expect(try await repository.liveGrants().isEmpty)
  }

  @Test("72: a user who was deleted and made anew is another, and ends nothing of the one of then")
  func foreign() async throws {
    let target = try await SCIMTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    #expect(try await repository.run(target).status == 0)
    // Somebody else is called what she was, and somebody puts her beside the one of then.
    try await target.move(.renamesHolder)
    let namesake = try await SCIMTarget.user("ana.silva", target.tenant, target.server)
    try await target.add(namesake, to: target.readers)
    let ben = try await SCIMTarget.user("somebody", target.tenant, target.server)
    try await target.add(ben, to: target.readers)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    // Whoever else is in the group stays there.
    #expect(try await target.members(target.readers) == [ben])
    try await repository.expectRightAudit()
  }
}
