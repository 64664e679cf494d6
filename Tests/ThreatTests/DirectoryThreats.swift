import Model
import TestSupport
import Testing

/// What somebody will try with the one signature that needs no people beside it.
@Suite struct DirectoryThreats {
  private static let path = "policies/directory/all.yaml"

  /// An attestation made half an hour before the drill's clock unless a test says otherwise.
  private static func file(
    verified: [String] = ["ana.silva", "nora.lind"], at instant: Instant = .drill(.minutes(-30)),
    more: String = ""
  ) -> FileChange {
    .attestation(path, verified: verified, at: instant, more: more)
  }

  /// A repository with a directory, where Ana's own file has gone stale.
  private func repository(
    _ change: (inout Policies) -> Void = { _ in }
  ) async throws -> AccessRepository {
    var policies = Policies()
    policies.directoryKeys = [.directory]
    for place in policies.people.indices where policies.people[place].id == "ana.silva" {
      policies.people[place].verified = "2026-08-01T00:00:00Z"
    }
    change(&policies)
    return try await AccessRepository(policies)
  }

  /// The directory's commit on the mainline's tip, pushed as it is.
  @discardableResult
  private func attest(
    _ changes: [FileChange], in repository: AccessRepository, by person: Person = .directory,
    signed: AccessRepository.Signing = .own, at date: Instant = .drill(.minutes(-10))
  ) async throws -> String {
    try await repository.land(
      try await repository.commit(changes, by: person, signed: signed, at: date))
  }

  /// Whether Ana, whose own file is stale, is confirmed; whatever comes of it, an audit agrees.
  private func expectConfirmed(
    _ isConfirmed: Bool, in repository: AccessRepository, frozen: Bool? = nil,
    naming code: ReasonCode? = nil, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let isFrozen = frozen ?? !isConfirmed
    try await run(
      repository, exits: isFrozen ? 1 : 0, naming: code, sourceLocation: sourceLocation)
    let state = try await repository.status().state
    #expect(state == (isFrozen ? "frozen" : "running"), sourceLocation: sourceLocation)
    if isFrozen {
      // Put back to what the anchor has, issuing goes on, without what was not accepted.
      try await repository.putBackPolicies()
    }
    let request = Request("ana-check")
    try await repository.grant(request)
    try await run(repository, sourceLocation: sourceLocation)
    if isConfirmed {
      try await expectAccess(request.path, in: repository, sourceLocation: sourceLocation)
    } else {
      try await expectNoAccess(
        request.path, in: repository, "refused", [.staleIdentity], sourceLocation: sourceLocation)
    }
    try await expectUnharmed(repository, sourceLocation: sourceLocation)
  }

  /// How an attestation reaches the mainline.
  enum Way: CaseIterable {
    case pushed, mergedByForge, mergedByPerson, severalCommits
  }

  @Test("The directory's own signature is enough", arguments: Way.allCases)
  func attested(_ way: Way) async throws {
    let repository = try await repository()
    let first = try await repository.commit(
      [Self.file()], by: .directory, signed: .own)
    switch way {
    case .pushed: try await repository.land(first)
    case .mergedByForge:
      try await repository.land(try await repository.merge(first, by: .nora, signed: .unsigned))
    case .mergedByPerson: try await repository.land(try await repository.merge(first, by: .nora))
    case .severalCommits:
      let second = try await repository.commit(
        [Self.file(at: .drill(.minutes(-20)))], on: first, by: .directory, signed: .own)
      try await repository.land(try await repository.merge(second, by: .nora, signed: .unsigned))
    }
    try await expectConfirmed(true, in: repository)
  }

  @Test(
    "check says of a branch whether the directory's signature carries it", arguments: [true, false])
  func check(_ isAttested: Bool) async throws {
    let repository = try await repository()
    try await run(repository)
    let branch = try await repository.commit(
      [Self.file()], by: .directory, signed: isAttested ? .own : .with(.nora))
    let answer = try await repository.countersign([
      "check", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())",
    ])
    #expect(
      answer.description.contains("attested  \(Self.path), by the signature of hr-directory")
        == isAttested, "\(answer)")
    #expect(answer.description.contains("missing  2 of 2 from group:security") != isAttested)
  }

  /// Who signs it instead of the directory.
  enum Impostor: CaseIterable {
    case nobody, stranger, person, security, otherWorkload, forged
  }

  @Test("44: an attestation that the directory did not sign", arguments: Impostor.allCases)
  func impostor(_ impostor: Impostor) async throws {
    let repository = try await repository()
    switch impostor {
    case .nobody: try await attest([Self.file()], in: repository, signed: .unsigned)
    case .stranger: try await attest([Self.file()], in: repository, signed: .with(.stranger))
    case .person: try await attest([Self.file()], in: repository, by: .nora)
    case .security: try await attest([Self.file()], in: repository, by: .mia)
    case .otherWorkload:
      try await attest([Self.file()], in: repository, signed: .with(.nightlyExport))
    case .forged:
      let signed = try await repository.commit(
        [Self.file(verified: ["nora.lind"])], by: .directory, signed: .own)
      let forged = try await repository.commit([Self.file()], by: .directory)
      try await repository.land(try await repository.transplantSignature(of: signed, onto: forged))
    }
    let codes: [Impostor: ReasonCode] = [
      .nobody: .unsignedMerge, .stranger: .unknownKey, .person: .notAnApprover,
      .security: .notAnApprover, .otherWorkload: .notAnApprover, .forged: .badSignature,
    ]
    try await expectConfirmed(false, in: repository, naming: codes[impostor])
  }

  @Test(
    "44: people change the file with the approvals that govern it, or with too few",
    arguments: [true, false])
  func people(_ areEnough: Bool) async throws {
    let repository = try await repository()
    try await repository.approve(
      try await repository.commit([Self.file()], by: .nora), by: areEnough ? [.mia, .leo] : [.kim])
    try await expectConfirmed(
      areEnough, in: repository, naming: areEnough ? nil : .shortOfApprovals)
  }

  @Test("44: somebody else has changed the file on its way", arguments: [true, false])
  func tampered(_ isTampered: Bool) async throws {
    let repository = try await repository()
    let first = try await repository.commit(
      [Self.file(verified: ["ana.silva"])], by: .directory, signed: .own)
    let second = try await repository.commit(
      [Self.file(verified: ["ana.silva", "ben.cole"], at: .drill(.minutes(-20)))], on: first,
      by: isTampered ? .nora : .directory, signed: .own)
    let third = try await repository.commit(
      [Self.file(verified: ["ana.silva", "ben.cole"], at: .drill(.minutes(-15)))], on: second,
      by: .directory, signed: .own)
    try await repository.land(try await repository.merge(third, by: .nora))
    try await expectConfirmed(!isTampered, in: repository)
  }

  /// What the file says beside what it may.
  enum Excess: String, CaseIterable {
    case key = "keys: [{ssh: ssh-ed25519 AAAA}]"
    case personClass = "class: employee"
    case sponsor = "sponsor: tom.berg"
    case contract = "contract: {reference: SOW-1, ends: 2099-01-01T00:00:00Z}"
    case active = "active: [ben.cole]"
    case status = "status: active"
    case nothing = ""
  }

  @Test("44: an attestation that would give somebody something", arguments: Excess.allCases)
  func excess(_ excess: Excess) async throws {
    let repository = try await repository()
    try await attest([Self.file(more: excess.rawValue)], in: repository)
    try await expectConfirmed(
      excess == .nothing, in: repository, naming: excess == .nothing ? nil : .invalidDocument)
  }

  /// When the attestation is from, against the clock and its own signature.
  enum When: CaseIterable {
    case ahead, aheadSigned, justAhead, beforeSignature, afterSignature, oldSignature
  }

  @Test(
    "12: an attestation from the future, or one that was signed before its time or long ago",
    arguments: When.allCases)
  func time(_ when: When) async throws {
    let repository = try await repository()
    let (at, signed): (Instant, Instant) =
      switch when {
      case .ahead: (.drill(.minutes(6)), .drill(.minutes(-1)))
      case .aheadSigned: (.drill(.minutes(6)), .drill(.minutes(6)))
      case .justAhead: (.drill(.minutes(2)), .drill(.minutes(3)))
      case .beforeSignature: (.drill(.minutes(-30)), .drill(.minutes(-10)))
      case .afterSignature: (.drill(.minutes(-5)), .drill(.minutes(-10)))
      case .oldSignature: (.drill(.days(-9)), .drill(.days(-8)))
      }
    try await attest([Self.file(at: at)], in: repository, at: signed)
    let codes: [When: ReasonCode] = [
      .ahead: .approvalInFuture, .aheadSigned: .approvalInFuture,
      .afterSignature: .approvalInFuture, .oldSignature: .approvalTooOld,
    ]
    try await expectConfirmed(codes[when] == nil, in: repository, naming: codes[when])
  }

  @Test("12: not even people can attest the future", arguments: [true, false])
  func peoplesFuture(_ isAhead: Bool) async throws {
    let repository = try await repository()
    try await repository.approve(
      try await repository.commit(
        [Self.file(at: .drill(.minutes(isAhead ? 6 : -1)))], by: .nora), by: [.mia, .leo])
    try await expectConfirmed(!isAhead, in: repository, naming: isAhead ? .approvalInFuture : nil)
  }

  /// What is wrong with the directory itself.
  enum Trouble: CaseIterable {
    case suspended, suspendedAtTip, compromised, retired, ownerSuspended, ownerStale, otherKey, none
  }

  @Test(
    "10: a directory that is suspended, compromised or out of date", arguments: Trouble.allCases)
  func trouble(_ trouble: Trouble) async throws {
    let repository = try await repository { policies in
      if trouble == .ownerSuspended || trouble == .ownerStale {
        for place in policies.people.indices where policies.people[place].id == "lena.frost" {
          if trouble == .ownerStale { policies.people[place].verified = "2026-08-01T00:00:00Z" }
          if trouble == .ownerSuspended { policies.people[place].status = "suspended" }
        }
        policies.groups["people-ops"] = ["kim.park"]
      }
      if trouble == .otherKey { policies.directoryKeys = [.directorySecond] }
    }
    var key = Person.Key(.directory)
    if trouble == .compromised { key.compromised = "2026-11-20T00:00:00Z" }
    if trouble == .retired { key.retired = "2026-11-20T00:00:00Z" }
    let changed = repository.policies.directory(
      [key], repository.keys, status: trouble == .suspended ? "suspended" : "active")
    if [.suspended, .compromised, .retired].contains(trouble) {
      try await repository.approve(
        try await repository.commit([.file(Policies.directory, changed)], by: .nora),
        by: [.mia, .leo])
    }
    try await attest([Self.file()], in: repository)
    if trouble == .suspendedAtTip {
      try await repository.land(
        try await repository.commit(
          [
            .file(
              Policies.directory,
              repository.policies.directory([key], repository.keys, status: "suspended"))
          ], by: .nora))
    }
    let codes: [Trouble: ReasonCode] = [
      .suspended: .inactiveApprover, .suspendedAtTip: .inactiveApprover,
      .compromised: .compromisedKey, .retired: .retiredKey, .ownerSuspended: .inactiveApprover,
      .ownerStale: .inactiveApprover, .otherKey: .unknownKey,
    ]
    if [.suspended, .compromised, .retired, .suspendedAtTip].contains(trouble) {
      try await run(repository, exits: 1, naming: codes[trouble])
      return
    }
    try await expectConfirmed(trouble == .none, in: repository, naming: codes[trouble])
  }

  @Test("44: the directory does not vouch for whoever answers for it", arguments: [true, false])
  func ownWord(_ isOwner: Bool) async throws {
    // Both go stale in a week; the directory confirms both today.
    let late = "2026-08-29T00:00:00Z"
    let repository = try await repository { policies in
      for place in policies.people.indices
      where ["lena.frost", "nora.lind"].contains(policies.people[place].id) {
        policies.people[place].verified = late
      }
    }
    try await attest([Self.file(verified: ["lena.frost", "nora.lind"])], in: repository)
    try await run(repository)
    let subject: Person = isOwner ? .lena : .nora
    let request = Request("in-a-week", for: subject.id)
    let now = Instant.drill(.days(8))
    try await repository.approve(
      try await repository.commit(
        [request.file], by: subject, signed: .own, at: now.advanced(by: .minutes(-10))),
      by: [.priya], at: now.advanced(by: .minutes(-10)))
    try await run(repository, at: now)
    if isOwner {
      try await expectNoAccess(request.path, in: repository, "refused", [.staleIdentity])
    } else {
      try await expectAccess(request.path, in: repository)
    }
  }

  @Test("10: what a key attested falls when the key is compromised", arguments: [true, false])
  func compromisedLater(_ isCompromised: Bool) async throws {
    let repository = try await repository()
    try await attest([Self.file()], in: repository)
    try await run(repository)
    var key = Person.Key(.directory)
    if isCompromised {
      key.compromised = "2026-11-21T11:00:00Z"
    } else {
      key.retired = "2026-11-21T11:00:00Z"
    }
    try await repository.approve(
      try await repository.commit(
        [
          .file(
            Policies.directory,
            repository.policies.directory([key, .init(.directorySecond)], repository.keys))
        ], by: .nora), by: [.mia, .leo])
    try await run(repository, exits: isCompromised ? 1 : 0)
    let request = Request("ana-check")
    try await repository.grant(request)
    try await run(repository, exits: isCompromised ? 1 : 0)
    if !isCompromised {
      try await expectAccess(request.path, in: repository)
      return
    }
    try await expectNoAccess(request.path, in: repository, "pending", [.frozenPolicy])
    // Attested anew with the next key, issuing goes on.
    try await attest(
      [Self.file(at: .drill(.minutes(-5)))], in: repository, signed: .with(.directorySecond),
      at: .drill(.minutes(-4)))
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    #expect(try await repository.audit().status == 0)
  }
}
