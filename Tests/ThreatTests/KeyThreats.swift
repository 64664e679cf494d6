import Model
import TestSupport
import Testing

@Suite struct KeyThreats {
  @Test("10: a key is marked compromised: what it approved falls")
  func compromisedKey() async throws {
    let repository = try await AccessRepository()
    let carried = Request("ana-invoices")
    try await repository.grant(carried)
    // Tom alone would have sufficed here.
    let spare = Request("nora-read", for: "nora.lind")
    try await repository.grant(spare, by: .nora, approvedBy: [.priya, .tom])
    try await run(repository)
    try await expectAccess(carried.path, in: repository)

    var priya = Person.priya
    priya.keys[0].compromised = "2026-11-21T11:00:00Z"
    try await change(priya, in: repository)
    let later = Request("ana-ledger", of: "ledger-db")
    try await repository.grant(later)
    try await run(repository)
    #expect(
      try await repository.grants().first { $0.request.path == carried.path }?.revocationCodes
        == [.compromisedKey])
    try await expectAccess(spare.path, in: repository)
    try await expectNoAccess(
      later.path, in: repository, "pending", [.compromisedKey, .shortOfApprovals])
    // Her other key still counts.
    let twin = Request("ana-again")
    let tip = try await repository.tip()
    try await repository.land(
      try await repository.merge(
        try await repository.propose(twin), into: tip, by: .priya, signed: .with(.priyaSecond)))
    try await run(repository)
    try await expectAccess(twin.path, in: repository)
  }

  @Test(
    "10: a key is retired or taken out of the file: old approvals stand, new ones count for nothing",
    arguments: [true, false])
  func retiredKey(_ isRetired: Bool) async throws {
    let repository = try await AccessRepository()
    let before = Request("ana-invoices")
    try await repository.grant(before)
    try await run(repository)

    var priya = Person.priya
    if isRetired {
      priya.keys[0].retired = "2026-11-21T11:00:00Z"
    } else {
      priya.keys.removeFirst()
    }
    try await change(priya, in: repository)
    let after = Request("ana-ledger", of: "ledger-db")
    try await repository.grant(after)
    try await run(repository)
    try await expectAccess(before.path, in: repository)
    try await expectNoAccess(
      after.path, in: repository, "pending",
      [isRetired ? .retiredKey : .unknownKey, .shortOfApprovals])
    try await expectUnharmed(repository)
  }

  private func change(_ person: Person, in repository: AccessRepository) async throws {
    let change = try await repository.commit(
      [.file(person.path, person.yaml(repository.keys))], by: .lena)
    try await repository.approve(change, by: [.kim])
  }

  @Test("10: a `compromised` that only the mainline's tip has counts at once, accepted or not")
  func unacceptedMark() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    var priya = Person.priya
    priya.keys[0].compromised = "2026-11-21T11:00:00Z"
    try await repository.land(
      try await repository.commit([.file(priya.path, priya.yaml(repository.keys))], by: .nora))

    // Nobody approved the change, so issuing freezes; taking access away never waits for that.
    try await run(repository, exits: 77, naming: .frozenPolicy)
    #expect(try await repository.liveGrants().isEmpty)
    #expect(try await repository.grants().map(\.revocationCodes) == [[.compromisedKey]])
  }

  @Test(
    "10: what a compromised key carried into the policy freezes issuing until it is accepted again")
  func voidedAcceptance() async throws {
    var policies = Policies()
    policies.people = policies.people.map { person in
      var person = person
      if person.id == "mia.chen" { person.keys.append(Person.Key(.miaSecond)) }
      return person
    }
    let repository = try await AccessRepository(policies)
    func dba(_ members: String) async throws -> String {
      try await repository.commit(
        [.file(Policies.group("dba"), "members: [\(members)]\n")], by: .nora)
    }
    try await repository.approve(
      try await dba("priya.nair, tom.berg, nora.lind"), by: [.mia, .leo])
    try await run(repository)
    var mia = Person.mia
    mia.keys = [Person.Key(.mia, compromised: "2026-11-21T11:00:00Z"), Person.Key(.miaSecond)]
    try await change(mia, in: repository)
    let request = Request("kim-read", for: "kim.park")
    try await repository.grant(request, by: .kim, approvedBy: [.nora])
    try await run(repository, exits: 77, naming: .frozenPolicy)
    try await expectNoAccess(request.path, in: repository, "pending", [.frozenPolicy])

    // Somebody else's signatures, or hers by the key that stands, carry it again.
    let tip = try await repository.tip()
    let again = try await repository.merge(
      try await dba("nora.lind, priya.nair, tom.berg"), into: tip, by: .mia,
      signed: .with(.miaSecond))
    try await repository.land(try await repository.merge(again, into: tip, by: .leo))
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectUnharmed(repository)
  }
}
