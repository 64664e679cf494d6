import Model
import TestSupport
import Testing

/// Whom the directory has stopped, and who tries to let them go again.
@Suite struct DirectoryStopThreats {
  private static let path = "policies/directory/stopped.yaml"

  private static func file(
    verified: [String] = [], suspended: [String] = [], offboarded: [String] = [],
    at instant: Instant, path: String = Self.path
  ) -> FileChange {
    .attestation(
      path, verified: verified, suspended: suspended, offboarded: offboarded, at: instant)
  }

  /// A repository where the directory has suspended or ended Ben half an hour ago.
  private func stopped(
    _ status: String = "suspended", massRevocation: String? = nil
  ) async throws -> (AccessRepository, stop: String) {
    var policies = Policies()
    policies.directoryKeys = [.directory]
    if let massRevocation { policies.settingsMore = "mass_revocation: \(massRevocation)\n" }
    let repository = try await AccessRepository(policies)
    let request = Request("ben-before", for: "ben.cole")
    try await repository.grant(request, by: .ben, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    let stop = try await attest([Self.stop(status)], in: repository, at: .drill(.minutes(-29)))
    return (repository, stop)
  }

  private static func stop(_ status: String, at instant: Instant = .drill(.minutes(-30)))
    -> FileChange
  {
    status == "suspended"
      ? file(suspended: ["ben.cole"], at: instant) : file(offboarded: ["ben.cole"], at: instant)
  }

  @discardableResult
  private func attest(
    _ changes: [FileChange], in repository: AccessRepository,
    at date: Instant = .drill(.minutes(-9))
  ) async throws -> String {
    try await repository.land(
      try await repository.commit(changes, by: .directory, signed: .own, at: date))
  }

  private func expectBen(
    stopped: Bool, in repository: AccessRepository, _ name: String = "ben-after",
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let request = Request(name, for: "ben.cole")
    try await repository.grant(request, by: .ben, approvedBy: [.tom])
    try await run(repository, sourceLocation: sourceLocation)
    if stopped {
      try await expectNoAccess(
        request.path, in: repository, "refused", [.inactiveSubject], sourceLocation: sourceLocation)
    } else {
      try await expectAccess(request.path, in: repository, sourceLocation: sourceLocation)
    }
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)", sourceLocation: sourceLocation)
  }

  @Test(
    "A stop revokes in the next run, with its own reason", arguments: ["suspended", "offboarded"])
  func revokes(_ status: String) async throws {
    let (repository, stop) = try await stopped(status)
    try await run(repository)
    let grant = try #require(try await repository.grants().first)
    #expect(grant.state == "revoked")
    #expect(grant.revocationCodes == [.subjectInactive])
    let reason = try #require(grant.history.last?.reasons.first)
    // It ends before the landing is read, as any stop does.
    #expect(
      reason.message.hasPrefix("`ben.cole` is \(status) by a brake (commit \(stop.prefix(12))"))
    #expect(reason.file == Self.path)
    // Who has left has a list; who is suspended may come back.
    let list = try await repository.countersign(
      ["explain", "ben.cole", "--anchor", repository.anchor, "--format", "json"])
    #expect(list.description.contains("\"lines\"") == (status == "offboarded"), "\(list)")
    try await expectBen(stopped: true, in: repository)
  }

  @Test(
    "4, 63: beside policies that wait the directory's word is in force at once",
    arguments: [true, false])
  func whilePoliciesWait(_ isStop: Bool) async throws {
    var policies = Policies()
    policies.directoryKeys = [.directory]
    let repository = try await AccessRepository(policies)
    for (name, subject, author, sponsor) in [
      ("ben-before", "ben.cole", Person.ben, Person.tom), ("ana-before", "ana.silva", .ana, .priya),
    ] {
      try await repository.grant(Request(name, for: subject), by: author, approvedBy: [sponsor])
    }
    try await run(repository)
    #expect(try await repository.liveGrants().count == 2)
    // Somebody changes policy without approvals; then the directory says its own.
    try await repository.land(
      try await repository.commit(
        [.file(Policies.group("dba"), "members: [priya.nair, tom.berg, nora.lind]\n")], by: .nora))
    try await attest(
      [
        isStop
          ? Self.stop("suspended", at: .drill(.minutes(-10)))
          : Self.file(verified: ["ben.cole"], at: .drill(.minutes(-10)))
      ], in: repository)
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    let live = try await repository.liveGrants().map(\.subject).sorted()
    #expect(live == (isStop ? ["ana.silva"] : ["ana.silva", "ben.cole"]))
    #expect(try await repository.audit().status == 0)
  }

  /// How the directory's own key tries to take a stop back.
  enum Undoing: CaseIterable {
    case dropped, confirmed, lessened, fileRemoved, otherFile, oldWord, reverted, kept, tightened
  }

  @Test("41: the directory cannot let anybody go again", arguments: Undoing.allCases)
  func undoing(_ undoing: Undoing) async throws {
    let isEnd = undoing == .lessened
    let (repository, stop) = try await stopped(isEnd ? "offboarded" : "suspended")
    try await run(repository)
    let now = Instant.drill(.minutes(-10))
    let changes: [FileChange]
    switch undoing {
    case .dropped: changes = [Self.file(at: now)]
    case .confirmed: changes = [Self.file(verified: ["ben.cole"], at: now)]
    case .lessened: changes = [Self.file(suspended: ["ben.cole"], at: now)]
    case .fileRemoved: changes = [.removal(Self.path)]
    case .otherFile:
      // Elsewhere he is confirmed: the stricter word counts, and the change itself is fine.
      changes = [Self.file(verified: ["ben.cole"], at: now, path: "policies/directory/b.yaml")]
    case .oldWord: changes = [Self.file(verified: ["ben.cole"], at: .drill(.minutes(-60)))]
    case .reverted: changes = []
    case .kept: changes = [Self.stop("suspended", at: now)]
    case .tightened: changes = [Self.stop("offboarded", at: now)]
    }
    if undoing == .reverted {
      let before = try await repository.sandbox.git("rev-parse", "\(stop)~1^{tree}")
      try await repository.land(
        try await repository.commit(
          tree: before, parents: [stop], by: .directory, at: .drill(.minutes(-9))))
    } else {
      try await attest(changes, in: repository)
    }
    let isFine = [.otherFile, .kept, .tightened].contains(undoing)
    try await run(repository, exits: isFine ? 0 : 1, naming: isFine ? nil : .shortOfApprovals)
    if !isFine { try await repository.putBackPolicies(to: stop) }
    try await expectBen(stopped: true, in: repository)
  }

  /// Who signs for letting Ben go.
  enum Approvers: CaseIterable {
    case twoOfSecurity, oneOfSecurity, peopleOps, himselfAlone, securityAndHimself
    case removal, removalByOne
  }

  @Test("44: people let somebody go whom the directory stopped", arguments: Approvers.allCases)
  func lifted(_ approvers: Approvers) async throws {
    let (repository, stop) = try await stopped()
    try await run(repository)
    let isSelf = [.himselfAlone, .securityAndHimself].contains(approvers)
    let isRemoval = [.removal, .removalByOne].contains(approvers)
    let change = try await repository.commit(
      [isRemoval ? .removal(Self.path) : Self.file(at: .drill(.minutes(-30)))],
      by: isSelf ? .ben : .nora, signed: .own)
    let people: [Person] =
      switch approvers {
      case .twoOfSecurity, .securityAndHimself, .removal: [.mia, .leo]
      case .oneOfSecurity, .removalByOne: [.mia]
      case .peopleOps: [.kim, .lena]
      case .himselfAlone: [.ben]
      }
    try await repository.approve(change, by: people)
    let isLifted = [.twoOfSecurity, .securityAndHimself, .removal].contains(approvers)
    try await run(repository, exits: isLifted ? 0 : 1, naming: isLifted ? nil : .shortOfApprovals)
    if !isLifted { try await repository.putBackPolicies(to: stop) }
    try await expectBen(stopped: !isLifted, in: repository)
  }

  @Test(
    "44: where one person governs the files, letting somebody go still takes more",
    arguments: [true, false])
  func activityIsAGift(_ letsGo: Bool) async throws {
    var policies = Policies()
    policies.directoryKeys = [.directory]
    policies.governance.append(
      #"{paths: ["policies/directory/**"], approvals: [{count: 1, from: [group:people-ops]}]}"#)
    let repository = try await AccessRepository(policies)
    try await attest([Self.stop("suspended")], in: repository, at: .drill(.minutes(-29)))
    try await run(repository)
    let stop = try await repository.tip()
    try await repository.approve(
      try await repository.commit(
        [Self.file(suspended: letsGo ? [] : ["ben.cole"], at: .drill(.minutes(-5)))], by: .nora),
      by: [.kim])
    // The word is the directory's: what people make of it is not in force.
    try await run(repository, exits: 1)
    try await repository.putBackPolicies(to: stop)
    try await expectBen(stopped: true, in: repository)
  }

  @Test("The person's own file wins where it is stricter, and once it is the entry may go")
  func ownFile() async throws {
    let (repository, _) = try await stopped()
    try await run(repository)
    var ben = Person.ben
    ben.status = "offboarded"
    try await repository.approve(
      try await repository.commit([.file(ben.path, ben.yaml(repository.keys))], by: .nora),
      by: [.kim])
    try await run(repository)
    try await attest([Self.file(verified: ["ben.cole"], at: .drill(.minutes(-10)))], in: repository)
    try await run(repository)
    #expect(try await repository.status().state == "running")
    try await expectBen(stopped: true, in: repository)
  }

  @Test("3: an attestation beside another change does not carry that", arguments: [true, false])
  func mixed(_ hasApprovals: Bool) async throws {
    let (repository, _) = try await stopped()
    try await run(repository)
    let group = FileChange.file(
      Policies.group("dba"), "members: [priya.nair, tom.berg, nora.lind]\n")
    let change = try await repository.commit(
      [Self.stop("suspended", at: .drill(.minutes(-12))), group], by: .directory, signed: .own)
    if hasApprovals {
      // Its author has an address that nobody claims, so people make the other change themselves.
      let own = try await repository.commit(
        [Self.stop("suspended", at: .drill(.minutes(-12)))], by: .directory, signed: .own)
      let both = try await repository.commit([group], on: own, by: .nora, signed: .own)
      try await repository.approve(both, by: [.mia, .leo])
    } else {
      try await repository.land(change)
    }
    try await run(repository, exits: hasApprovals ? 0 : 1)
    let request = Request("kim-read", for: "kim.park")
    if !hasApprovals {
      // The directory's own word stands; what it changed besides is put back.
      try await repository.land(
        try await repository.commit(
          [.file(Policies.group("dba"), "members: [priya.nair, tom.berg]\n")], by: .nora))
    }
    try await repository.grant(request, by: .kim, approvedBy: [.nora])
    try await run(repository)
    if hasApprovals {
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.notAnApprover, .shortOfApprovals])
    }
  }

  /// How a merge brings it that should not.
  enum Crooked: CaseIterable {
    case foxtrot, evil, octopus, evilBelow, straight
  }

  @Test("1, 15, 48: an attestation through a crooked merge", arguments: Crooked.allCases)
  func crooked(_ crooked: Crooked) async throws {
    var policies = Policies()
    policies.directoryKeys = [.directory]
    let repository = try await AccessRepository(policies)
    try await run(repository)
    let tip = try await repository.tip()
    let own = try await repository.commit(
      [Self.stop("suspended")], by: .directory, signed: .own, at: .drill(.minutes(-20)))
    let side = try await repository.commit([.file("README.md", "More.\n")], by: .nora)
    switch crooked {
    case .straight: try await repository.land(try await repository.merge(own, by: .nora))
    case .foxtrot:
      try await repository.land(side)
      try await run(repository)
      try await repository.land(try await repository.merge(side, into: own, by: .nora))
    case .evil:
      try await repository.land(
        try await repository.merge(
          own, changing: [Self.file(suspended: ["ana.silva"], at: .drill(.minutes(-30)))],
          by: .directory))
    case .octopus:
      try await repository.land(
        try await repository.commit(
          tree: "\(own)^{tree}", parents: [tip, own, side], by: .nora))
    case .evilBelow:
      let evil = try await repository.merge(
        side, into: own, changing: [Self.file(suspended: ["ana.silva"], at: .drill(.minutes(-30)))],
        by: .nora)
      try await repository.land(try await repository.merge(evil, by: .tom))
    }
    let isStraight = crooked == .straight
    try await run(repository, exits: isStraight ? 0 : 1)
    if !isStraight { try await repository.putBackPolicies() }
    // The directory signed the stop in a commit that the mainline has reached: it is a brake, however it came.
    try await expectBen(stopped: true, in: repository)
  }

  @Test("65: whom a list stops lose their access, however many they are")
  func massStop() async throws {
    let (repository, _) = try await stopped(massRevocation: "0%")
    try await run(repository)
    #expect(try await repository.liveGrants().isEmpty)
    #expect(try await repository.audit().status == 0)
  }

  @Test(
    "44: keys of the directory are governed as the settings that name it", arguments: [true, false])
  func directoryKey(_ hasSettingsApprovals: Bool) async throws {
    var policies = Policies()
    policies.directoryKeys = [.directory]
    policies.governance.append(
      #"{paths: ["policies/workloads/**"], approvals: [{count: 1, from: [group:people-ops]}]}"#)
    let repository = try await AccessRepository(policies)
    let added = try await repository.commit(
      [
        .file(
          Policies.directory,
          policies.directory([.init(.directory), .init(.directorySecond)], repository.keys))
      ], by: .nora)
    try await repository.approve(added, by: hasSettingsApprovals ? [.kim, .mia, .leo] : [.kim])
    try await run(
      repository, exits: hasSettingsApprovals ? 0 : 1,
      naming: hasSettingsApprovals ? nil : .shortOfApprovals)
  }
}
