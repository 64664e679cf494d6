import Model
import TestSupport
import Testing

/// Row 10: what a compromised key's approvals widened gives nothing until it is approved anew.
@Suite struct VoidedGiftThreats {
  /// Lets Leo and Mia bring `change`, or Leo and Tom, and then Mia's key be marked.
  private func brought(
    _ change: (AccessRepository) throws -> [FileChange], isStolen: Bool, in policies: Policies
  ) async throws -> (AccessRepository, landing: String) {
    let repository = try await AccessRepository(policies)
    let accepted = try await repository.bring(
      try change(repository), by: [isStolen ? .mia : .tom, .leo, .lena])
    #expect(accepted.description.contains("policy-accepted"), "\(accepted)")
    let landing = try await repository.mark()
    #expect(try await repository.voidedPaths().isEmpty != isStolen)
    return (repository, landing)
  }

  private func heal(_ landing: String, in repository: AccessRepository, at now: Instant = .drill())
    async throws
  {
    for person in [Person.leo, .tom, .lena] {
      try await repository.approveLate(landing, by: person, at: now.advanced(by: .minutes(-5)))
    }
    let healed = try await repository.run(at: now)
    #expect(try await repository.voidedPaths().isEmpty, "\(healed)")
    #expect(try await repository.audit().status == 0)
  }

  @Test("10: a governance line that it widened", arguments: [true, false])
  func line(_ isStolen: Bool) async throws {
    let policies = try VoidedFixture.policies()
    var wider = policies
    wider.governance.append(
      #"{paths: ["policies/rules/**"], approvals: [{count: 1, from: [group:people-ops]}]}"#)
    let settings = wider
    let (repository, landing) = try await brought(
      { [.file(Policies.settings, settings.settings($0.keys))] }, isStolen: isStolen, in: policies)
    #expect(
      try await repository.accepts([VoidedFixture.rule("one")], by: [.lena]) != isStolen)
    guard isStolen else { return }
    // Those whom the line named before have to say yes too, or approve it anew.
    try await repository.putBackPolicies(to: landing)
    try await heal(landing, in: repository)
    #expect(try await repository.accepts([VoidedFixture.rule("two")], by: [.lena]))
  }

  @Test("10: the terms of emergencies that it widened", arguments: [true, false])
  func terms(_ isStolen: Bool) async throws {
    let policies = try VoidedFixture.policies()
    let path = "policies/systems/billing-db.yaml"
    let text = (policies.texts[path] ?? "").replacing(
      "emergency: {eligible: [group:dba]", with: "emergency: {eligible: [class:employee]")
    let (repository, landing) = try await brought(
      { _ in [.file(path, text)] }, isStolen: isStolen, in: policies)
    var request = Request("pager", "superuser", for: "nora.lind", duration: "30m")
    request.more = ["emergency: true"]
    try await repository.land(
      try await repository.commit([request.file], by: .nora, signed: .own))
    try await repository.run()
    guard isStolen else {
      try await expectAccess(request.path, in: repository)
      return
    }
    try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    // Whoever could before still can.
    var good = Request("good", "superuser", for: "tom.berg", duration: "30m")
    good.more = ["emergency: true"]
    try await repository.land(try await repository.commit([good.file], by: .tom, signed: .own))
    try await repository.run()
    try await expectAccess(good.path, in: repository)
    try await heal(landing, in: repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("10: who approves emergencies", arguments: [true, false])
  func approvers(_ isStolen: Bool) async throws {
    let policies = try VoidedFixture.policies(emergency: "[{count: 1, from: [group:security]}]")
    let path = "policies/systems/billing-db.yaml"
    let text = (policies.texts[path] ?? "").replacing(
      "approvals: [{count: 1, from: [group:security]}], maximum_duration: 30m",
      with: "approvals: [{count: 1, from: [group:people-ops]}], maximum_duration: 30m")
    let (repository, landing) = try await brought(
      { _ in [.file(path, text)] }, isStolen: isStolen, in: policies)
    var request = Request("pager", "superuser", for: "tom.berg", duration: "30m")
    request.more = ["emergency: true"]
    try await repository.grant(request, by: .tom, approvedBy: [.lena])
    try await repository.run()
    guard isStolen else {
      try await expectAccess(request.path, in: repository)
      return
    }
    try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    try await heal(landing, in: repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("10: the class that it gave somebody", arguments: [true, false])
  func personClass(_ isStolen: Bool) async throws {
    var policies = try VoidedFixture.policies()
    try policies.replace(
      "emergency: {eligible: [group:dba]", with: "emergency: {eligible: [class:employee]",
      in: "policies/systems/billing-db.yaml")
    var ben = Person("ben.cole", emails: Person.ben.emails, keys: [.ben])
    ben.verified = Person.ben.verified
    let employee = ben
    let (repository, _) = try await brought(
      { [.file(employee.path, employee.yaml($0.keys))] }, isStolen: isStolen, in: policies)
    var request = Request("pager", "superuser", for: "ben.cole", duration: "30m")
    request.more = ["emergency: true"]
    try await repository.land(
      try await repository.commit([request.file], by: .ben, signed: .own))
    try await repository.run()
    if isStolen {
      try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    } else {
      try await expectAccess(request.path, in: repository)
    }
  }

  @Test(
    "10: the key that came into somebody's file opens no emergency, and the one that they had does",
    arguments: [AccessRepository.KeyName.tom, .stranger])
  func keys(_ name: AccessRepository.KeyName) async throws {
    var tom = Person.tom
    tom.keys.append(Person.Key(.stranger))
    let two = tom
    let (repository, _) = try await brought(
      { [.file(two.path, two.yaml($0.keys))] }, isStolen: true,
      in: try VoidedFixture.policies([.mia, .leo, .tom, .priya]))
    var request = Request("pager", "superuser", for: "tom.berg", duration: "30m")
    request.more = ["emergency: true"]
    try await repository.land(
      try await repository.commit([request.file], by: .tom, signed: .with(name)))
    try await repository.run()
    if name == .tom {
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    }
  }

  @Test("10: a grant of somebody whom it brought does not begin", arguments: [true, false])
  func scheduled(_ isStolen: Bool) async throws {
    var policies = try VoidedFixture.policies()
    policies.people.removeAll { $0.id == Person.nora.id }
    let repository = try await AccessRepository(policies)
    try await repository.bring(
      [.file(Person.nora.path, Person.nora.yaml(repository.keys))],
      by: [.leo, isStolen ? .mia : .tom, .lena])
    let request = Request(
      "soon", for: "nora.lind", duration: "1h", starts: "\(Instant.drill(.hours(1)))")
    try await repository.grant(request, by: .nora, approvedBy: [.priya])
    try await repository.run()
    #expect(try await repository.liveGrants().map(\.state) == ["scheduled"])
    let landing = try await repository.mark()
    let later = Instant.drill(.minutes(70))
    try await repository.run(at: later)
    #expect(
      try await repository.liveGrants().map(\.state) == [isStolen ? "scheduled" : "active"])
    guard isStolen else { return }
    try await heal(landing, in: repository, at: later.advanced(by: .minutes(10)))
    #expect(try await repository.liveGrants().map(\.state) == ["active"])
  }

  @Test("10: they review no emergency", arguments: [true, false])
  func review(_ isStolen: Bool) async throws {
    let (repository, _) = try await brought(
      { _ in [VoidedFixture.security([.mia, .leo, .tom, .nora])] }, isStolen: isStolen,
      in: try VoidedFixture.policies())
    var request = Request("pager", "superuser", for: "tom.berg", duration: "30m")
    request.more = ["emergency: true"]
    try await repository.land(
      try await repository.commit([request.file], by: .tom, signed: .own))
    try await repository.run()
    let grant = try await expectAccess(request.path, in: repository)
    let later = Instant.drill(.hours(1))
    let review = try await repository.commit(
      [.file("reviews/pager.yaml", "grant: \(grant.id)\nfinding: Needed.\nactions: []\n")],
      by: .mia)
    try await repository.land(try await repository.merge(review, by: .nora))
    let answer = try await repository.run(at: later)
    #expect(
      answer.description.contains(isStolen ? "review-refused" : #""event": "reviewed""#),
      "\(answer)")
  }

  @Test("10: a key of the processor's that it brought writes no more, where another is left")
  func processor() async throws {
    let policies = try VoidedFixture.policies()
    let both = { (repository: AccessRepository) -> [FileChange] in
      let keys = repository.keys
      let (one, two) = (keys[.processor]?.publicLine ?? "", keys[.nextProcessor]?.publicLine ?? "")
      return [
        .file(
          Policies.settings,
          policies.settings(keys).replacing("keys: [\(one)]", with: "keys: [\(one), \(two)]"))
      ]
    }
    let (repository, landing) = try await brought(both, isStolen: true, in: policies)
    let later = Instant.drill(.minutes(5))
    try await repository.land(
      try await repository.commit([VoidedFixture.rule("zero")], by: .kim))
    let refused = try await repository.run(at: later, key: .nextProcessor)
    #expect(refused.status == 77, "\(refused)")
    try await repository.putBackPolicies(to: landing)
    try await heal(landing, in: repository, at: later)
    let again = Instant.drill(.minutes(10))
    let request = Request("after", for: "nora.lind", duration: "30m")
    try await repository.grant(request, by: .nora, approvedBy: [.priya])
    let written = try await repository.run(at: again, key: .nextProcessor)
    #expect(written.status == 0, "\(written)")
    #expect(try await repository.audit().status == 0)
  }
}
