import Decisions
import Model
import Testing

/// Access that people give and take away by hand, before the judge.
@Suite struct HandWorkTests {
  private static let runbook = Runbook(give: "Add them.", take: "Remove them.")

  private func world(assignees: [Owner] = [.group(id("dba"))], every: Duration = hours(24)) -> World
  {
    var world = World()
    world.policy = policy {
      $0.rules = []
      $0.system(
        "vendor", owner: .person(id("joe.fox")),
        [
          offer(
            "read", .low,
            [.personClass(.contractor), .group(id("dba")), .workload(id("dba-robot"))],
            [line(1, .group(id("dba")))])
        ],
        connector: .manual(
          ManualConnector(runbook: Self.runbook, assignees: assignees, remindEvery: every)))
    }
    return world
  }

  private func asking(_ name: String = "ana.silva", for duration: Duration = hours(8))
    -> RequestBuilder
  {
    request {
      $0.path = "requests/vendor/\(name).yaml"
      $0.subject = name
      $0.target = "vendor/read"
      $0.duration = duration
      $0.approvals = [approval(name == "priya.nair" ? "tom.berg" : "priya.nair", 1)]
    }
  }

  private func confirmation(
    _ deed: HandConfirmation.Deed, of grant: GrantID, by people: [String],
    flaws: [Reason] = [], key: String? = nil, assurance: Assurance = .personal
  ) -> LandedSignOff {
    LandedSignOff(
      key: RequestKey(path: RepositoryPath("reviews/one.yaml"), blob: object(77)),
      landing: object(78), seen: noon,
      document: .readable(
        .confirmation(
          HandConfirmation(
            grant: grant, deed: deed, note: nil, grantMark: somewhere, deedMark: somewhere))),
      approvals: people.enumerated().map {
        approval($1, 900 + $0, key: key, assurance: assurance)
      }, flaws: flaws, notes: [])
  }

  private func reminders(_ decisions: [Decision]) -> [Due] {
    decisions.compactMap { if case .remind(let due) = $0 { due } else { nil } }
  }

  @Test func aSignedMergeIsWhatMakesAccessActiveAndWhatEndsIt() {
    var world = world()
    let issued = world.land(asking())
    #expect(issued.map(\.word) == ["issue ana.silva", "remind of giving ana.silva"])
    let grant = asking().landed.grantID
    #expect(world.grants[grant]?.state == .issuing)
    #expect(world.grants[grant]?.runbook == Self.runbook)
    #expect(reminders(issued).first?.recipients == [id("priya.nair"), id("tom.berg")])
    #expect(reminders(issued).first?.runbook == "Add them.")
    #expect(world.runAgain(at: noon.advanced(by: .seconds(60))).isEmpty)

    let given = world.run(
      [world.landing(signOffs: [confirmation(.given, of: grant, by: ["tom.berg"])])],
      at: noon.advanced(by: hours(1)))
    #expect(given.map(\.word) == ["accepted reviews/one.yaml", "confirm ana.silva"])
    #expect(world.grants[grant]?.state == .active)
    #expect(world.cursor.next == noon.advanced(by: hours(8)))

    let ended = world.run(at: noon.advanced(by: hours(8)))
    #expect(ended.map(\.word) == ["expire ana.silva", "remind of taking ana.silva"])
    #expect(reminders(ended).first?.runbook == "Remove them.")
    let taken = world.run(
      [world.landing(signOffs: [confirmation(.taken, of: grant, by: ["priya.nair"])])],
      at: noon.advanced(by: hours(9)))
    #expect(taken.map(\.word) == ["accepted reviews/one.yaml", "confirm ana.silva"])
    #expect(
      world.grants[grant]?.history.map(\.event) == [.issued, .activated, .expiring, .expired])
    #expect(world.cursor.overdue.isEmpty && world.cursor.next == nil)
  }

  @Test(arguments: [
    (["priya.nair"], ReasonCode?.none), (["ana.silva"], .selfApproval),
    (["joe.fox"], .notAnApprover), (["sam.lee"], .notAnApprover), ([], .shortOfApprovals),
    (["ana.silva", "tom.berg"], nil),
  ])
  func whoCanConfirm(_ people: [String], _ code: ReasonCode?) {
    for deed in [HandConfirmation.Deed.given, .taken] {
      // The subject is named as well, and still cannot confirm their own access.
      var world = world(assignees: [.group(id("dba")), .person(id("ana.silva"))])
      world.land(asking())
      let grant = asking().landed.grantID
      if deed == .taken { world.run(at: noon.advanced(by: hours(8))) }
      let before = world.grants[grant]?.state
      world.run(
        [world.landing(signOffs: [confirmation(deed, of: grant, by: people)])],
        at: noon.advanced(by: hours(deed == .taken ? 9 : 1)))
      let record = world.signOffs.last
      #expect(record?.outcome == (code == nil ? .accepted : .refused))
      #expect(code.map { record?.reasons.map(\.code).contains($0) == true } ?? true)
      #expect((world.grants[grant]?.state == before) == (code != nil))
    }
  }

  @Test func whoOwnsAWorkloadDoesNotConfirmItsAccess() {
    var world = world()
    let asked = request {
      $0 = asking("dba-robot")
      $0.approvals = [approval("joe.fox", 1)]
    }
    world.policy.system(
      "vendor", owner: .person(id("joe.fox")),
      [offer("read", .low, [.workload(id("dba-robot"))], [line(1, .person(id("joe.fox")))])],
      connector: .manual(
        ManualConnector(
          runbook: Self.runbook, assignees: [.group(id("dba")), .person(id("sam.lee"))])))
    world.land(asked)
    let grant = asked.landed.grantID
    for (person, outcome) in [("tom.berg", SignOffRecord.Outcome.refused), ("sam.lee", .accepted)] {
      world.run([world.landing(signOffs: [confirmation(.given, of: grant, by: [person])])])
      #expect(world.signOffs.last?.outcome == outcome)
    }
  }

  @Test func flawsWeakSignaturesAndCompromisedKeysConfirmNothing() {
    let evil = Reason(.evilMerge, "It is evil.")
    for (flaws, key, assurance, code) in [
      ([evil], nil, Assurance.personal, ReasonCode.evilMerge),
      ([], nil, .forge, .assuranceTooLow), ([], "SHA256:stolen", .personal, .compromisedKey),
    ] {
      var world = world()
      world.overlay = TipOverlay(inactive: [:], compromised: ["SHA256:stolen"])
      world.land(asking())
      let grant = asking().landed.grantID
      world.run([
        world.landing(signOffs: [
          confirmation(
            .given, of: grant, by: ["tom.berg"], flaws: flaws, key: key, assurance: assurance)
        ])
      ])
      #expect(world.signOffs.last?.reasons.map(\.code).contains(code) == true)
      #expect(world.grants[grant]?.state == .issuing)
    }
  }

  @Test func whatNobodyWaitsForIsNotConfirmed() {
    var world = world()
    world.land(asking(), RequestBuilder())
    let (grant, other) = (asking().landed.grantID, RequestBuilder().landed.grantID)
    for (deed, id) in [
      (HandConfirmation.Deed.taken, grant), (.given, other), (.taken, other),
      (.given, GrantID(digest: [UInt8](repeating: 0, count: 16))),
    ] {
      world.run(
        [world.landing(signOffs: [confirmation(deed, of: id, by: ["tom.berg"])])],
        at: noon.advanced(by: hours(1)))
      #expect(world.signOffs.last?.reasons.map(\.code) == [.invalidDocument])
      #expect(world.grants[grant]?.state == .issuing && world.grants[other]?.state == .active)
    }
    for outcome in [SignOffRecord.Outcome.accepted, .refused] {
      world.run(
        [world.landing(signOffs: [confirmation(.given, of: grant, by: ["tom.berg"])])],
        at: noon.advanced(by: hours(1)))
      #expect(world.signOffs.last?.outcome == outcome)
    }
  }

  @Test func noConnectorAnswersForPeople() {
    var world = world()
    world.land(asking())
    let grant = asking().landed.grantID
    var snapshot = world.snapshot([])
    snapshot.confirmed = [grant: TargetWord(.issuing)]
    #expect(decide(snapshot, at: noon.advanced(by: .seconds(1))).decisions.isEmpty)
    world.run(at: noon.advanced(by: hours(8)))
    snapshot = world.snapshot([])
    snapshot.confirmed = [grant: TargetWord(.expiring)]
    #expect(decide(snapshot, at: noon.advanced(by: hours(8))).decisions.isEmpty)
  }

  @Test func whatNobodyTakesAwayIsRemindedOfForEverAndLateAfterTheFirstTime() {
    var world = world(every: hours(12))
    world.land(asking())
    let grant = asking().landed.grantID
    // Nobody gave it, as far as anybody said: it has to be looked after all the same.
    let end = noon.advanced(by: hours(8))
    world.run(at: end)
    #expect(world.grants[grant]?.state == .expiring && world.cursor.overdue.isEmpty)
    #expect(world.cursor.next == end.advanced(by: hours(12)))
    #expect(world.run(at: end.advanced(by: hours(11))).isEmpty)
    let late = world.run(at: end.advanced(by: hours(12)))
    #expect(late.map(\.word) == ["overdue vendor", "remind of taking ana.silva"])
    #expect(world.cursor.overdue.map(\.reason.code) == [.reviewOverdue])
    #expect(world.cursor.overdue.map(\.grant) == [grant])
    for day in 1...40 {
      let now = end.advanced(by: days(Int64(day)))
      #expect(reminders(world.run(at: now)).map(\.kind) == [.taking], "day \(day)")
      #expect(world.runAgain(at: now.advanced(by: hours(1))).isEmpty)
    }
    #expect(world.grants[grant]?.state == .expiring && world.cursor.overdue.count == 1)
    world.run(
      [world.landing(signOffs: [confirmation(.taken, of: grant, by: ["tom.berg"])])],
      at: end.advanced(by: days(41)))
    #expect(world.grants[grant]?.state == .expired && world.cursor.overdue.isEmpty)
    #expect(world.runAgain(at: end.advanced(by: days(50))).isEmpty)
  }

  @Test func whatNobodyGivesIsRemindedOfAndNeverLate() {
    var world = world(every: hours(2))
    world.land(asking())
    for hour in [2, 4, 6] {
      let told = world.run(at: noon.advanced(by: hours(Int64(hour))))
      #expect(told.map(\.word) == ["remind of giving ana.silva"])
    }
    #expect(world.cursor.overdue.isEmpty)
  }

  /// Who takes access away on time need not wait for a run to say that it is over.
  @Test func takenOnTimeAndConfirmedBeforeARunLooked() {
    var world = world()
    world.land(asking())
    let grant = asking().landed.grantID
    world.run([world.landing(signOffs: [confirmation(.given, of: grant, by: ["tom.berg"])])])
    let decided = world.run(
      [world.landing(signOffs: [confirmation(.taken, of: grant, by: ["tom.berg"])])],
      at: noon.advanced(by: hours(9)))
    #expect(
      decided.map(\.word) == [
        "expire ana.silva", "accepted reviews/one.yaml", "confirm ana.silva",
      ])
    #expect(world.grants[grant]?.state == .expired)
  }

  @Test func overlappingGrantsAreGivenOnceAndTakenAwayOnce() {
    var world = world()
    world.land(asking(for: hours(2)))
    let first = asking(for: hours(2)).landed.grantID
    world.run([world.landing(signOffs: [confirmation(.given, of: first, by: ["tom.berg"])])])
    let longer = request {
      $0 = asking(for: hours(4))
      $0.path = "requests/vendor/longer.yaml"
      $0.landing = 2000
    }
    // It is there already: nobody has to do anything.
    #expect(world.land(longer).map(\.word) == ["issue ana.silva", "confirm ana.silva"])
    let second = longer.landed.grantID
    #expect(world.grants[second]?.state == .active)
    // And it stays, for the second's sake.
    let ended = world.run(at: noon.advanced(by: hours(2)))
    #expect(ended.map(\.word) == ["expire ana.silva", "confirm ana.silva"])
    #expect(world.grants[first]?.state == .expired && world.grants[second]?.state == .active)
    world.run(at: noon.advanced(by: hours(4)))
    #expect(world.grants[second]?.state == .expiring)
    world.run(
      [world.landing(signOffs: [confirmation(.taken, of: second, by: ["tom.berg"])])],
      at: noon.advanced(by: hours(5)))
    #expect(world.grants[second]?.state == .expired)
  }

  @Test func whatIsGivenWhileAnotherWaitsToBeTakenAwayIsLookedAtByAPerson() {
    var world = world()
    world.land(asking(for: hours(2)))
    let first = asking(for: hours(2)).landed.grantID
    world.run([world.landing(signOffs: [confirmation(.given, of: first, by: ["tom.berg"])])])
    world.run(at: noon.advanced(by: hours(2)))
    #expect(world.grants[first]?.state == .expiring)
    let again = request {
      $0 = asking(for: hours(1))
      $0.path = "requests/vendor/again.yaml"
      $0.landing = 2000
      $0.seen = noon.advanced(by: hours(3))
    }
    world.land(again, at: noon.advanced(by: hours(3)))
    // Somebody may just be taking it away: only a person knows what is there.
    #expect(world.grants[first]?.state == .expired)
    #expect(world.grants[again.landed.grantID]?.state == .issuing)
  }

  @Test func aSystemThatIsNoLongerDoneByHandIsCleanedUpByItsOwner() {
    for (change, person) in [
      ({ $0.billing() } as (inout PolicyBuilder) -> Void, "sam.lee"),
      (
        {
          $0.system(
            "vendor", owner: .person(id("joe.fox")),
            [offer("read", .low, [.group(id("finance"))], [line(1, .owner)])])
        }, "joe.fox"
      ),
    ] {
      var world = world()
      world.land(asking())
      let grant = asking().landed.grantID
      world.policy.systems.removeAll { $0.id.text == "vendor" }
      world.policy.governance = [
        GovernanceLine(
          patterns: [PathPattern("policies/**")].compactMap(\.self),
          approvals: [line(1, .group(id("security")))], mark: somewhere)
      ]
      change(&world.policy)
      world.run(at: noon.advanced(by: hours(1)))
      #expect(world.grants[grant]?.state == .revoking)
      for (who, outcome) in [("tom.berg", SignOffRecord.Outcome.refused), (person, .accepted)] {
        world.run(
          [world.landing(signOffs: [confirmation(.taken, of: grant, by: [who])])],
          at: noon.advanced(by: hours(2)))
        #expect(world.signOffs.last?.outcome == outcome)
      }
      #expect(world.grants[grant]?.state == .revoked)
      #expect(
        world.grants[grant]?.history.last?.reasons.map(\.code).contains(.noLongerAllowed) == true)
    }
  }
}
