import Model
import TestSupport
import Testing

/// Row 10: who is in force only by what a compromised key carried approves nothing of policies, and no emergency, until
/// that is approved anew; and the company keeps a way out.
@Suite struct VoidedPeopleThreats {
  private static let rule = FileChange.file(
    "policies/rules/nights.yaml",
    "description: None.\napplies_to: {risk: [critical]}\nrequire: {ticket: \"OPS-[0-9]+\"}\n")

  /// Lets Mia's key and Leo's bring `change` in force, and then Mia's be marked; what it brought is void.
  ///
  /// - Returns: A landing that holds what is in force.
  private func voided(
    _ change: [FileChange], in repository: AccessRepository, leaving: [Person] = [],
    markedBy people: [Person] = [.kim, .leo, .tom]
  ) async throws -> String {
    try await repository.approve(
      try await repository.commit(change, by: .kim), by: [.mia, .leo, .lena])
    try await run(repository)
    for person in leaving {
      var gone = person
      gone.status = "offboarded"
      try await repository.approve(
        try await repository.commit([.file(gone.path, gone.yaml(repository.keys))], by: .lena),
        by: [.kim])
      try await run(repository)
    }
    var mia = Person.mia
    mia.keys[0].compromised = "2026-11-21T11:00:00Z"
    if leaving.contains(where: { $0.id == mia.id }) { mia.status = "offboarded" }
    let landing = try await repository.approve(
      try await repository.commit([.file(mia.path, mia.yaml(repository.keys))], by: .lena),
      by: people)
    try await run(repository, exits: 1, naming: .compromisedKey)
    return landing
  }

  private static func security(_ members: [Person]) -> FileChange {
    .file(
      Policies.group("security"),
      "members: [\(members.map(\.id).joined(separator: ", "))]\n")
  }

  private static let wider = security([.mia, .leo, .tom, .nora, .priya])

  @Test(
    "10: people whom a voided acceptance made governors accept nothing else",
    arguments: [true, false])
  func brought(_ areBrought: Bool) async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    let landing = try await voided([Self.wider], in: repository)
    try await repository.approve(
      try await repository.commit([Self.rule], by: .kim),
      by: areBrought ? [.nora, .priya] : [.leo, .tom])
    let answer = try await run(repository, exits: 1, naming: .compromisedKey)
    #expect(answer.description.contains("policy-accepted") != areBrought, "\(answer)")
    guard areBrought else { return }
    #expect(answer.names(.inactiveApprover), "\(answer)")

    // Those who governed before approve it anew, and then what was given counts.
    for person in [Person.leo, .tom] { try await repository.approveLate(landing, by: person) }
    let healed = try await run(repository)
    #expect(healed.description.contains("policy-accepted"), "\(healed)")
    #expect(try await repository.status().voided.isEmpty)
    #expect(try await repository.audit().status == 0)
  }

  @Test(
    "10: a key that came with a voided acceptance accepts nothing else", arguments: [true, false])
  func broughtKey(_ isBrought: Bool) async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    var tom = Person.tom
    tom.keys.append(Person.Key(.stranger))
    _ = try await voided([.file(tom.path, tom.yaml(repository.keys))], in: repository)
    let tip = try await repository.tip()
    let rule = try await repository.commit([Self.rule], by: .kim)
    let byTom = try await repository.merge(
      rule, into: tip, by: .tom, signed: .with(isBrought ? .stranger : .tom))
    try await repository.land(try await repository.merge(byTom, into: tip, by: .leo))
    let answer = try await run(repository, exits: 1, naming: .compromisedKey)
    #expect(answer.description.contains("policy-accepted") != isBrought, "\(answer)")
  }

  @Test("10: nor do they approve an emergency", arguments: [true, false])
  func emergency(_ isBrought: Bool) async throws {
    let repository = try await AccessRepository(
      try VoidedFixture.policies(emergency: "[{count: 1, from: [group:security]}]"))
    _ = try await voided([Self.wider], in: repository)
    var request = Request("tom-pager", "superuser", for: "tom.berg", duration: "30m")
    request.more = ["emergency: true"]
    try await repository.grant(request, by: .tom, approvedBy: [isBrought ? .nora : .leo])
    try await run(repository, exits: 1, naming: .compromisedKey)
    if isBrought {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.inactiveApprover, .shortOfApprovals])
    } else {
      try await expectAccess(request.path, in: repository)
    }
  }

  @Test("10: nor do they open one by their own signature", arguments: [true, false])
  func ownSignature(_ isBrought: Bool) async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    let landing = try await voided(
      [.file(Policies.group("dba"), "members: [priya.nair, tom.berg, nora.lind]\n")],
      in: repository)
    let asker = isBrought ? Person.nora : .tom
    var request = Request("pager", "superuser", for: asker.id, duration: "30m")
    request.more = ["emergency: true"]
    try await repository.land(
      try await repository.commit([request.file], by: asker, signed: .own))
    try await run(repository, exits: 1, naming: .compromisedKey)
    guard isBrought else {
      try await expectAccess(request.path, in: repository)
      return
    }
    try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    for person in [Person.leo, .tom] { try await repository.approveLate(landing, by: person) }
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("10: where nobody is left who could approve it anew, they go on")
  func nobodyLeft() async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies([.mia, .leo]))
    _ = try await voided(
      [Self.security([.mia, .leo, .tom, .nora, .priya])], in: repository,
      leaving: [.mia, .leo], markedBy: [.kim, .nora, .tom])
    try await repository.approve(
      try await repository.commit([Self.rule], by: .kim), by: [.nora, .priya])
    let answer = try await run(repository, exits: 1, naming: .compromisedKey)
    #expect(answer.description.contains("policy-accepted"), "\(answer)")
    #expect(try await repository.audit().status == 0)
  }

  @Test("10, 65: who is stopped meanwhile is let go by them where too few others are left")
  func release() async throws {
    let repository = try await AccessRepository(try VoidedFixture.policies())
    let landing = try await voided([Self.wider], in: repository)
    var leo = Person.leo
    leo.status = "suspended"
    try await repository.land(
      try await repository.commit([.file(leo.path, leo.yaml(repository.keys))], by: .ana))
    try await run(repository, exits: 1)
    let back = try await repository.land(
      try await repository.commit([.file(leo.path, Person.leo.yaml(repository.keys))], by: .lena))
    for person in [Person.kim, .tom, .nora] { try await repository.approveLate(back, by: person) }
    let released = try await run(repository, exits: 1)
    #expect(released.description.contains("released"), "\(released)")
    for person in [Person.leo, .tom] { try await repository.approveLate(landing, by: person) }
    try await run(repository)
    #expect(try await repository.audit().status == 0)
  }
}
