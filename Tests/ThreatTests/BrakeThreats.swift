import Model
import TestSupport
import Testing

/// Stops that count before anybody approves them, and who tries to undo or to abuse them (DESIGN section 6).
@Suite struct BrakeThreats {
  /// Whether what Tom approves now counts.
  private func expectTom(
    counts: Bool, in repository: AccessRepository, _ name: String, at now: Instant = .drill(),
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let request = Request(name, for: "nora.lind", duration: "30m")
    try await repository.approve(
      try await repository.commit(
        [request.file], by: .nora, signed: .own, at: now.advanced(by: .minutes(-8))),
      by: [.tom], at: now.advanced(by: .minutes(-8)))
    try await repository.run(at: now)
    if counts {
      try await expectAccess(request.path, in: repository, sourceLocation: sourceLocation)
    } else {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.inactiveApprover, .shortOfApprovals],
        sourceLocation: sourceLocation)
    }
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)", sourceLocation: sourceLocation)
  }

  @Test("64: a suspension is taken back without approvals")
  func takenBack() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.brake([.tom])
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    #expect(try await repository.count("braked") == 1)
    try await repository.putBackPolicies()
    try await run(repository)
    #expect(try await repository.count("released") == 0)
    try await expectTom(counts: false, in: repository, "after")
  }

  @Test("64: taken back in the same push, before any run", arguments: [true, false])
  func takenBackAtOnce(_ isStopped: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    if isStopped {
      try await repository.brake([.tom])
      try await repository.putBackPolicies()
    }
    try await expectTom(counts: !isStopped, in: repository, "after")
  }

  @Test(
    "64: a brake is released by the approvals that making somebody active asks for",
    arguments: [[Person.kim, .mia, .leo], [.kim], [.mia, .leo], [.tom, .kim, .mia]])
  func released(_ people: [Person]) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.brake([.tom])
    try await run(repository, exits: 1)
    try await repository.putBackPolicies()
    let landing = try await repository.tip()
    for person in people { try await repository.approveLate(landing, by: person) }
    try await run(repository)
    let isReleased = people.map(\.id) == ["kim.park", "mia.chen", "leo.ruiz"]
    #expect(try await repository.count("released") == (isReleased ? 1 : 0))
    try await expectTom(counts: isReleased, in: repository, "after")
  }

  @Test("64: a `compromised` mark is taken back without approvals", arguments: [true, false])
  func markTakenBack(_ isMarked: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    if isMarked {
      var tom = Person.tom
      tom.keys[0].compromised = "2026-11-21T11:00:00Z"
      try await repository.land(
        try await repository.commit([.file(tom.path, tom.yaml(repository.keys))], by: .nora))
      try await repository.putBackPolicies()
    }
    let request = Request("nora-read", for: "nora.lind")
    try await repository.grant(request, by: .nora, approvedBy: [.tom])
    try await run(repository)
    if isMarked {
      try await expectNoAccess(request.path, in: repository, "pending", [.compromisedKey])
    } else {
      try await expectAccess(request.path, in: repository)
    }
  }

  @Test("65: everybody who approves is braked at once, by nobody's signature or by somebody's")
  func allApprovers() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.brake([.leo, .mia, .priya, .tom])
    try await run(repository, exits: 1)
    // Three in order of path; Tom is the fourth.
    #expect(try await repository.count("braked") == 3)
    try await expectTom(counts: true, in: repository, "fourth")
    try await repository.putBackPolicies()
    // A signature of the policy in force is somebody's name, and has no limit.
    try await repository.brake([.tom], signed: .own)
    try await run(repository, exits: 1)
    #expect(try await repository.count("braked") == 4)
    try await expectTom(counts: false, in: repository, "signed")
  }

  @Test("65: the next unsigned brakes count a day later", arguments: [23, 24])
  func nextDay(_ hours: Int) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.brake([.leo, .mia, .priya])
    try await run(repository, exits: 1)
    try await repository.brake([.tom])
    try await run(repository, at: .drill(.hours(hours)), exits: 1)
    #expect(try await repository.count("braked") == (hours == 24 ? 4 : 3))
  }

  @Test("65: nobody is stopped again by an unsigned brake soon after a release", arguments: [6, 7])
  func quiet(_ days: Int) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.brake([.tom])
    try await repository.putBackPolicies()
    let landing = try await repository.tip()
    for person in [Person.kim, .mia, .leo] {
      try await repository.approveLate(landing, by: person)
    }
    try await run(repository)
    #expect(try await repository.count("released") == 1)
    try await repository.brake([.tom])
    try await run(repository, at: .drill(.days(days)), exits: 1)
    #expect(try await repository.count("braked") == (days == 7 ? 2 : 1))
  }

  @Test(
    "65: where too few are left, the braked release others, never themselves",
    arguments: [true, false])
  func othersReleases(_ isOther: Bool) async throws {
    var policies = Policies()
    policies.groups["security"] = ["mia.chen", "leo.ruiz", "tom.berg"]
    let repository = try await AccessRepository(policies)
    try await run(repository)
    try await repository.brake([.mia, .leo])
    try await run(repository, exits: 1)
    try await repository.putBackPolicies()
    let back = try await repository.tip()
    // Tom alone is left of security: one more of those who are stopped releases the other.
    for person in [Person.kim, .tom, isOther ? .mia : .leo] {
      try await repository.approveLate(back, by: person)
    }
    try await run(repository)
    #expect(try await repository.count("released") == 1)
    let brakes = try await repository.countersign(
      ["status", "--anchor", repository.anchor, "--format", "text"])
    #expect(
      brakes.description.contains(isOther ? "mia.chen (suspended)" : "leo.ruiz (suspended)"),
      "\(brakes)")
  }

  @Test(
    "86: a brake that a merge on top drops and leads the mainline around", arguments: [true, false])
  func droppedBrake(_ isSigned: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let before = try await repository.tip()
    let stop = try await repository.commit(
      [repository.suspended(.tom)], by: .nora, signed: isSigned ? .own : .unsigned)
    // As `git merge -s ours` makes it.
    try await repository.land(
      try await repository.commit(
        tree: "\(before)^{tree}", parents: [before, stop], by: .leo, signed: .unsigned))
    try await run(repository)
    #expect(try await repository.count("braked") == (isSigned ? 1 : 0))
    try await expectTom(counts: !isSigned, in: repository, "after")
  }

  @Test("81: a brake that was signed in a copy, and is landed here", arguments: [true, false])
  func brakeOfACopy(_ isOfTheCopy: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let before = try await repository.tip()
    let draft = try await repository.commit([repository.suspended(.tom)], by: .nora)
    let stop = try await repository.commit(
      tree: "\(draft)^{tree}", parents: isOfTheCopy ? [] : [before], by: .nora)
    try await repository.land(
      try await repository.commit(
        tree: "\(before)^{tree}", parents: [before, stop], by: .leo, signed: .unsigned))
    try await run(repository)
    #expect(try await repository.count("braked") == (isOfTheCopy ? 0 : 1))
  }

  @Test("86: the deletion of a live request that a merge on top drops", arguments: [true, false])
  func droppedDeletion(_ isSigned: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository)
    let before = try await repository.tip()
    let deletion = try await repository.commit(
      [.removal(request.path)], by: .priya, signed: isSigned ? .own : .unsigned)
    try await repository.land(
      try await repository.commit(
        tree: "\(before)^{tree}", parents: [before, deletion], by: .leo, signed: .unsigned))
    try await run(repository)
    #expect(try await repository.liveGrants().isEmpty == isSigned)
    #expect(try await repository.audit().status == 0)
  }

  @Test(
    "87: a stolen key approves, the brake comes, an accomplice completes it",
    arguments: [true, false])
  func completed(_ isBraked: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-export", "export")
    let asked = try await repository.grant(request, approvedBy: [.priya])
    let change = try await repository.approve(
      try await repository.commit(
        [.file(Policies.group("dba"), "members: [nora.lind, priya.nair, tom.berg]\n")], by: .nora),
      by: [.mia])
    try await run(repository, exits: 1)
    if isBraked {
      for var person in [Person.priya, .mia] {
        person.keys[0].compromised = "2026-11-21T11:00:00Z"
        try await repository.land(
          try await repository.commit(
            [.file(person.path, person.yaml(repository.keys))], by: .nora))
      }
    }
    try await repository.approveLate(asked, by: .tom)
    try await repository.approveLate(change, by: .leo)
    try await run(repository, exits: isBraked ? 1 : 0)
    let policy = try await repository.status().policy
    let proposed = try await repository.sandbox.git("rev-parse", "\(change):policies")
    #expect((policy == proposed) == !isBraked)
    if isBraked {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.compromisedKey, .shortOfApprovals])
    } else {
      try await expectAccess(request.path, in: repository)
    }
    #expect(try await repository.audit().status == 0)
  }

  @Test("64: somebody is stopped again while a release is under way", arguments: [true, false])
  func stoppedAgain(_ isStopped: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.brake([.tom], by: .nora, signed: .own)
    try await run(repository, exits: 1)
    let back = try await repository.land(
      try await repository.commit(
        [.file(Person.tom.path, Person.tom.yaml(repository.keys))], by: .nora))
    try await repository.approveLate(back, by: .mia)
    try await run(repository)
    if isStopped {
      try await repository.brake([.tom], by: .priya, signed: .own)
      try await run(repository, exits: 1)
    }
    for person in [Person.leo, .kim] { try await repository.approveLate(back, by: person) }
    try await run(repository, exits: isStopped ? 1 : 0)
    let request = Request("ben-read", for: "ben.cole")
    try await repository.grant(request, by: .ben, approvedBy: [.tom])
    try await run(repository, exits: isStopped ? 1 : 0)
    if isStopped {
      try await expectNoAccess(request.path, in: repository, "refused", [.sponsorInactive])
    } else {
      try await expectAccess(request.path, in: repository)
    }
    #expect(try await repository.audit().status == 0)
  }

  @Test("86: a stop in a commit before which nothing stood in policies/", arguments: [true, false])
  func restored(_ isSigned: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let tip = try await repository.tip()
    let empty = try await repository.commit([.removal("policies")], on: tip, by: .nora)
    var tom = Person.tom
    tom.status = "suspended"
    let stop = try await repository.commit(
      [.file(tom.path, tom.yaml(repository.keys))], on: empty, by: .nora,
      signed: isSigned ? .own : .unsigned)
    // A merge on top leaves all of it out.
    try await repository.land(
      try await repository.commit(
        tree: "\(tip)^{tree}", parents: [tip, stop], by: .nora))
    try await run(repository)
    let request = Request("ben-read", for: "ben.cole")
    try await repository.grant(request, by: .ben, approvedBy: [.tom])
    try await run(repository)
    if isSigned {
      try await expectNoAccess(request.path, in: repository, "refused", [.sponsorInactive])
    } else {
      try await expectAccess(request.path, in: repository)
    }
  }
}
