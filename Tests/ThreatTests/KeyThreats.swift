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

  private func change(
    _ person: Person, in repository: AccessRepository, by people: [Person] = [.kim]
  ) async throws {
    let change = try await repository.commit(
      [.file(person.path, person.yaml(repository.keys))], by: .lena)
    try await repository.approve(change, by: people)
  }

  @Test("10: a `compromised` that only the mainline's tip has counts at once, accepted or not")
  func unacceptedMark() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let spare = Request("nora-read", for: "nora.lind")
    try await repository.grant(request)
    try await repository.grant(spare, by: .nora, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    var priya = Person.priya
    priya.keys[0].compromised = "2026-11-21T11:00:00Z"
    try await repository.land(
      try await repository.commit([.file(priya.path, priya.yaml(repository.keys))], by: .nora))

    // Nobody approved the change, so it is not in force; taking access away never waits for that.
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    #expect(
      try await repository.grants().first { $0.request.path == request.path }?.revocationCodes
        == [.compromisedKey])
    // What somebody else's key approved stands.
    #expect(try await repository.liveGrants().map(\.request.path) == [spare.path])
  }

  @Test(
    "10: what a compromised key carried into the policy keeps all but emergencies until it is accepted again",
    arguments: [true, false])
  func voidedAcceptance(_ hasLowerID: Bool) async throws {
    let repository = try await AccessRepository(policies)
    let first = try await accept(
      "priya.nair, tom.berg, nora.lind", by: .mia, in: repository, where: isInTheMiddle)
    try await run(repository)
    try await change(fallen, in: repository, by: [.kim, .leo, .tom])
    let request = Request("kim-read", for: "kim.park")
    try await repository.grant(request, by: .kim, approvedBy: [.nora])
    try await run(repository, exits: 1, naming: .compromisedKey)
    try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])

    // Somebody else's signatures, or hers by the key that stands, carry it again; which of the two
    // landings has the lower id is chance and must not matter.
    try await accept("nora.lind, priya.nair, tom.berg", by: .miaSecond, in: repository) {
      ($0 < first) == hasLowerID
    }
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectUnharmed(repository)
  }

  /// Who approves late what a compromised key had carried, and whether that is enough.
  enum Renewal: CaseIterable {
    case two, withKeyThatStands, one, oneTwice, author, outsider

    var people: [Person] {
      switch self {
      case .two: [.leo, .tom]
      case .withKeyThatStands: [.leo, .mia]
      case .one: [.leo]
      case .oneTwice: [.leo, .leo]
      case .author: [.leo, .nora]
      case .outsider: [.leo, .kim]
      }
    }

    var isEnough: Bool { self == .two || self == .withKeyThatStands }
  }

  @Test(
    "10: those who governed a voided file before approve it anew, without changing it",
    arguments: Renewal.allCases)
  func renewed(_ renewal: Renewal) async throws {
    let repository = try await AccessRepository(policies)
    try await accept(
      "priya.nair, tom.berg, nora.lind", by: .mia, in: repository, where: { _ in true })
    try await run(repository)
    try await change(fallen, in: repository, by: [.kim, .leo, .tom])
    let request = Request("kim-read", for: "kim.park")
    let landing = try await repository.grant(request, by: .kim, approvedBy: [.nora])
    let frozen = try await run(repository, exits: 1, naming: .compromisedKey)
    #expect(frozen.description.contains("countersign approve policies"), "\(frozen)")
    for person in renewal.people {
      let key = person.id == "mia.chen" ? AccessRepository.Signing.with(.miaSecond) : .own
      try await repository.approveLate(landing, by: person, signed: key)
    }
    try await run(repository, exits: renewal.isEnough ? 0 : 1)
    if renewal.isEnough {
      try await expectAccess(request.path, in: repository)
      try await expectUnharmed(repository)
    } else {
      try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    }
    #expect(try await repository.audit().status == 0)
  }

  @Test(
    "10: whom a voided acceptance made governors does not approve it anew",
    arguments: [true, false])
  func brought(_ areBrought: Bool) async throws {
    let repository = try await AccessRepository(policies)
    let tip = try await repository.tip()
    let coup = try await repository.commit(
      [
        .file(
          Policies.group("security"),
          "members: [mia.chen, leo.ruiz, tom.berg, nora.lind, priya.nair]\n")
      ], by: .kim)
    let byMia = try await repository.merge(coup, into: tip, by: .mia, signed: .with(.mia))
    try await repository.land(try await repository.merge(byMia, into: tip, by: .leo))
    try await run(repository)
    try await change(fallen, in: repository, by: [.kim, .leo, .tom])
    let request = Request("kim-read", for: "kim.park")
    let landing = try await repository.grant(request, by: .kim, approvedBy: [.priya])
    try await run(repository, exits: 1, naming: .compromisedKey)
    if areBrought {
      // Nor does it help to change the file by what it says itself.
      let touched = try await repository.commit(
        [
          .file(
            Policies.group("security"),
            "# A comment\nmembers: [mia.chen, leo.ruiz, tom.berg, nora.lind, priya.nair]\n")
        ], by: .kim)
      try await repository.approve(touched, by: [.nora, .priya])
      try await run(repository, exits: 1, naming: .compromisedKey)
    }
    for person in areBrought ? [Person.nora, .priya] : [.leo, .tom] {
      try await repository.approveLate(landing, by: person)
    }
    try await run(repository, exits: areBrought ? 1 : 0)
    if !areBrought { try await expectAccess(request.path, in: repository) }
  }

  @Test(
    "10: a key that came with a voided acceptance approves nothing of it anew",
    arguments: [true, false])
  func broughtKey(_ isBrought: Bool) async throws {
    let repository = try await AccessRepository(policies)
    var tom = Person.tom
    tom.keys.append(Person.Key(.stranger))
    let tip = try await repository.tip()
    var top = try await repository.commit(
      [
        .file(tom.path, tom.yaml(repository.keys)),
        .file(Policies.group("dba"), "members: [priya.nair, tom.berg, nora.lind]\n"),
      ], by: .nora)
    for (person, key) in [(Person.mia, AccessRepository.KeyName.mia), (.leo, .leo), (.kim, .kim)] {
      top = try await repository.merge(top, into: tip, by: person, signed: .with(key))
    }
    let landing = try await repository.land(top)
    try await run(repository)
    try await change(fallen, in: repository, by: [.kim, .leo, .tom])
    try await run(repository, exits: 1, naming: .compromisedKey)
    for (person, key) in [
      (Person.leo, AccessRepository.KeyName.leo), (.tom, isBrought ? .stranger : .tom),
    ] {
      try await repository.approveLate(landing, by: person, signed: .with(key))
    }
    // His own file he approves by neither.
    let answer = try await run(repository, exits: 1, naming: .compromisedKey)
    let voided = try await repository.status().voided.map(\.path)
    #expect(voided.contains(tom.path), "\(answer)")
    #expect(voided.contains(Policies.group("dba")) == isBrought, "\(answer)")
    #expect(try await repository.audit().status == 0)
  }

  @Test(
    "10: an older acceptance does not hide the one that a compromised key carried",
    arguments: [true, false])
  func hiddenAcceptance(_ hasLowerID: Bool) async throws {
    let repository = try await AccessRepository(policies)
    let first = try await accept(
      "priya.nair, tom.berg, kim.park", by: .miaSecond, in: repository, where: isInTheMiddle)
    try await run(repository)
    try await accept("priya.nair, tom.berg, nora.lind", by: .mia, in: repository) {
      ($0 < first) == hasLowerID
    }
    try await run(repository)
    try await change(fallen, in: repository, by: [.kim, .leo, .tom])
    let request = Request("kim-read", for: "kim.park")
    try await repository.grant(request, by: .kim, approvedBy: [.nora])
    try await run(repository, exits: 1, naming: .compromisedKey)
    try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
  }

  @Test(
    "88: one of people operations marks a key that carried the policy: a brake, until the settings' line approves",
    arguments: [true, false], [true, false])
  func markedByPeopleOps(_ hasSettingsApprovals: Bool, sameRun: Bool) async throws {
    let repository = try await AccessRepository(policies)
    try await accept(
      "priya.nair, tom.berg, nora.lind", by: .mia, in: repository, where: { _ in true })
    if !sameRun { try await run(repository) }
    try await change(
      fallen, in: repository, by: hasSettingsApprovals ? [.kim, .leo, .tom] : [.kim])
    let request = Request("kim-read", for: "kim.park")
    try await repository.grant(request, by: .kim, approvedBy: [.nora])
    if hasSettingsApprovals {
      try await run(repository, exits: 1, naming: .compromisedKey)
      try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    } else {
      // What was accepted stands, and goes on deciding.
      try await run(repository, exits: 1, naming: .policyNotAccepted)
      try await expectAccess(request.path, in: repository)
    }
    // Either way the key approves nothing more.
    let group = try await repository.commit(
      [.file(Policies.group("oncall"), "members: [tom.berg]\n")], by: .nora)
    let tip = try await repository.tip()
    let byMia = try await repository.merge(group, into: tip, by: .mia, signed: .with(.mia))
    try await repository.land(try await repository.merge(byMia, into: tip, by: .leo))
    let answer = try await run(repository, exits: 1)
    #expect(!answer.description.contains("policy-accepted"), "\(answer)")
  }

  /// Policies in which Mia has two keys.
  private var policies: Policies {
    var policies = Policies()
    policies.groups["security"] = ["mia.chen", "leo.ruiz", "tom.berg"]
    policies.people.removeAll { $0.id == "mia.chen" }
    var mia = Person.mia
    mia.keys.append(Person.Key(.miaSecond))
    policies.people.append(mia)
    return policies
  }

  /// Mia, whose first key is compromised.
  private var fallen: Person {
    var mia = Person.mia
    mia.keys = [Person.Key(.mia, compromised: "2026-11-21T11:00:00Z"), Person.Key(.miaSecond)]
    return mia
  }

  /// Makes `members` the group of approvers, with the signatures of Mia's `key` and of Leo, by a landing
  /// whose id is one that is wanted.
  @discardableResult
  private func accept(
    _ members: String, by key: AccessRepository.KeyName, in repository: AccessRepository,
    where isWanted: (String) -> Bool
  ) async throws -> String {
    let tip = try await repository.tip()
    let change = try await repository.commit(
      [.file(Policies.group("dba"), "members: [\(members)]\n")], by: .nora)
    let byMia = try await repository.merge(change, into: tip, by: .mia, signed: .with(key))
    for attempt in 0..<100 {
      let landing = try await repository.merge(byMia, into: tip, "Try \(attempt)\n", by: .leo)
      if isWanted(landing) { return try await repository.land(landing) }
    }
    throw ScratchError(what: "no landing with such an id")
  }

  /// Whether an id leaves room for lower and for higher ones, so that a hundred tries find either.
  private func isInTheMiddle(_ id: String) -> Bool {
    ("4"..."b").contains(id.prefix(1))
  }
}
