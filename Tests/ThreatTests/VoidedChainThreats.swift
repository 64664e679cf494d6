import Model
import TestSupport
import Testing

/// Row 10: what rests on what a compromised key carried is void with it, however many hands it went through.
@Suite struct VoidedChainThreats {
  private static let group = Policies.group("security")
  private static let wider = VoidedFixture.security([.mia, .leo, .tom, .nora, .priya])

  @Test("10: what the people accepted whom it had brought is void too", arguments: [true, false])
  func chain(_ isStolen: Bool) async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    try await repository.bring([Self.wider], by: [.mia, .leo, .lena])
    try await repository.bring(
      [VoidedFixture.rule("two")], by: isStolen ? [.nora, .priya] : [.leo, .tom])
    let landing = try await repository.mark()
    #expect(
      try await repository.voidedPaths()
        == Set([Self.group] + (isStolen ? ["policies/rules/two.yaml"] : [])))

    // They heal nothing of it, for all that they sign.
    for person in [Person.nora, .priya, .kim] {
      try await repository.approveLate(landing, by: person)
    }
    try await run(repository, exits: 1, naming: .compromisedKey)
    for person in [Person.leo, .tom] { try await repository.approveLate(landing, by: person) }
    try await run(repository)
    #expect(try await repository.voidedPaths().isEmpty)
    #expect(try await repository.audit().status == 0)
  }

  @Test("10: whoever was brought in touches that very file again", arguments: [true, false])
  func retouched(_ isStolen: Bool) async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    try await repository.bring([Self.wider], by: [.mia, .leo, .lena])
    try await repository.bring(
      [VoidedFixture.security([.mia, .leo, .tom, .nora, .priya, .lena])],
      by: isStolen ? [.nora, .priya] : [.leo, .tom])
    let landing = try await repository.mark()
    #expect(try await repository.voidedPaths() == (isStolen ? [Self.group] : []))
    #expect(
      try await repository.accepts([VoidedFixture.rule("later")], by: [.nora, .priya]) != isStolen)
    guard isStolen else { return }
    for person in [Person.leo, .tom] { try await repository.approveLate(landing, by: person) }
    let healed = try await repository.run()
    #expect(healed.status == 0, "\(healed)")
  }

  @Test("10: three hops: whom the second brings brings the third", arguments: [true, false])
  func threeHops(_ isStolen: Bool) async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    try await repository.bring([Self.wider], by: [.mia, .leo, .lena])
    try await repository.bring(
      [.file(Policies.group("people-ops"), "members: [kim.park, lena.frost, nora.lind]\n")],
      by: isStolen ? [.nora, .priya] : [.leo, .tom])
    var tom = Person.tom
    tom.verified = "2026-11-02T00:00:00Z"
    try await repository.bring([.file(tom.path, tom.yaml(repository.keys))], by: [.nora])
    _ = try await repository.mark()
    let voided = try await repository.voidedPaths()
    #expect(voided.contains(tom.path) == isStolen, "\(voided)")
    #expect(voided.contains(Policies.group("people-ops")) == isStolen, "\(voided)")
  }

  @Test("10: the key is taken out of its owner's file: what rests on it stays void")
  func forgotten() async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    try await repository.bring([Self.wider], by: [.mia, .leo, .lena])
    try await repository.bring([VoidedFixture.rule("two")], by: [.nora, .priya])
    _ = try await repository.mark()
    var mia = Person.mia
    mia.keys = [.init(.miaSecond)]
    try await repository.bring(
      [.file(mia.path, mia.yaml(repository.keys))], by: [.lena, .leo, .tom])
    #expect(
      try await repository.voidedPaths() == [Self.group, "policies/rules/two.yaml"])
    let tip = try await repository.tip()
    for person in [Person.leo, .tom] { try await repository.approveLate(tip, by: person) }
    try await run(repository)
    #expect(try await repository.audit().status == 0)
  }

  @Test("10: founders who are gone: the two whom they brought in approve that anew")
  func foundersGone() async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies([.mia, .leo]))
    try await repository.bring(
      [VoidedFixture.security([.mia, .leo, .tom, .nora, .priya])], by: [.mia, .leo, .lena])
    for var person in [Person.mia, .leo] {
      person.status = "offboarded"
      try await repository.bring([.file(person.path, person.yaml(repository.keys))], by: [.lena])
    }
    var mia = Person.mia
    (mia.status, mia.keys[0].compromised) = ("offboarded", "2026-11-21T11:00:00Z")
    try await repository.bring(
      [.file(mia.path, mia.yaml(repository.keys))], by: [.lena, .nora, .tom])
    #expect(try await repository.voidedPaths().contains(Self.group))
    #expect(
      try await repository.accepts([VoidedFixture.rule("on")], by: [.nora, .priya]))
    let tip = try await repository.tip()
    for person in [Person.nora, .priya, .lena] { try await repository.approveLate(tip, by: person) }
    try await run(repository)
    #expect(try await repository.voidedPaths().isEmpty)
    #expect(try await repository.audit().status == 0)
  }

  @Test(
    "10: what it brought is put back as it was: that leaves nothing of it",
    arguments: [true, false])
  func putBack(_ isWhole: Bool) async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    try await repository.bring([Self.wider], by: [.mia, .leo, .lena])
    _ = try await repository.mark()
    try await repository.bring(
      [VoidedFixture.security(isWhole ? [.mia, .leo, .tom] : [.mia, .leo, .tom, .nora])],
      by: isWhole ? [.leo, .tom] : [.nora, .priya])
    #expect(try await repository.voidedPaths().isEmpty == isWhole)
  }
}
