import Model
import TestSupport
import Testing

/// What somebody will try with what was approved in advance (DESIGN section 5); each attempt beside a near one that must
/// be granted.
@Suite struct MandateThreats {
  @Test("a workload's own request within its mandate needs no approval and may land by a push")
  func granted() async throws {
    let repository = try await AccessRepository()
    try await repository.agree(MandateFile())
    try await run(repository)
    #expect(try await repository.mandate()?.state == "agreed")
    let request = nightly("night-1")
    try await repository.push(request)
    try await run(repository)
    let grant = try await expectAccess(request.path, in: repository)
    #expect(grant.mandate?.path == MandateFile().path)
    #expect(grant.approvals.map(\.person) == ["tom.berg"])
    #expect(try await repository.mandate()?.used == 1)
    try await expectUnharmed(repository)
  }

  @Test("mandate and request in one run: the order of the landings tells which came first")
  func sameRun() async throws {
    let repository = try await AccessRepository()
    let (early, late) = (nightly("night-0"), nightly("night-1"))
    try await repository.push(early)
    try await repository.agree(MandateFile())
    try await repository.push(late)
    try await run(repository)
    try await expectNoAccess(early.path, in: repository, "pending", [.shortOfApprovals])
    try await expectAccess(late.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test("a request whose own approvals suffice uses no mandate; one that lacks some does")
  func ownApprovals() async throws {
    let repository = try await AccessRepository()
    try await repository.agree(MandateFile())
    try await run(repository)
    let approved = nightly("approved")
    try await repository.approve(
      try await repository.propose(approved, by: .nightlyExport, signed: .own), by: [.tom])
    try await run(repository)
    let grant = try await expectAccess(approved.path, in: repository)
    #expect(grant.mandate == nil)
    #expect(try await repository.mandate()?.used == 0)
    // The owner's merge approves nothing; the mandate does.
    let other = nightly("owner-merged", starts: .drill(.hours(12)))
    try await repository.approve(
      try await repository.propose(other, by: .nightlyExport, signed: .own), by: [.priya])
    try await run(repository)
    try await expectAccess(other.path, in: repository)
    #expect(try await repository.mandate()?.used == 1)
    try await expectUnharmed(repository)
  }

  /// What a mandate does not cover.
  enum Gap: CaseIterable {
    case otherSubject, otherEntitlement, tooLong, pastItsEnd, outsideHours
    case unsigned, signedByOwner, stale, ahead, twice, scheduledTwice
  }

  @Test(
    "78, 85, 89: what a mandate does not cover waits for approvals, and what it covers is given",
    arguments: Gap.allCases)
  func gaps(_ gap: Gap) async throws {
    let repository = try await AccessRepository()
    var mandate = MandateFile()
    if gap == .pastItsEnd { mandate.until = .drill(.minutes(29)) }
    if gap == .outsideHours {
      mandate.hours = "{days: [mon, tue, wed, thu, fri, sat, sun], from: \"00:00\", to: \"24:00\"}"
      mandate.hours = "{days: [\(otherDay)], from: \"00:00\", to: \"24:00\"}"
    }
    try await repository.agree(mandate)
    try await run(repository)
    var request = nightly("night-1")
    var codes: Set<ReasonCode> = [.shortOfApprovals]
    switch gap {
    case .otherSubject:
      request = Request("ana-1", duration: "30m")
      try await repository.push(request, by: .ana)
    case .otherEntitlement:
      request = nightly("night-1", "backup")
      try await repository.push(request)
    case .tooLong:
      request = nightly("night-1", duration: "31m")
      try await repository.push(request)
    case .pastItsEnd, .outsideHours: try await repository.push(request)
    case .unsigned: try await repository.push(request, signed: .unsigned)
    case .signedByOwner: try await repository.push(request, by: .priya)
    case .stale: try await repository.push(request, at: .drill(.minutes(-61)))
    case .ahead: try await repository.push(request, at: .drill(.minutes(6)))
    case .twice:
      try await repository.push(nightly("night-0"))
      try await repository.push(request)
      codes.insert(.mandateUsedUp)
    case .scheduledTwice:
      try await repository.push(nightly("night-0", starts: .drill(.hours(24))))
      request = nightly("night-1", starts: .drill(.hours(48)))
      try await repository.push(request)
      codes.insert(.mandateUsedUp)
    }
    try await run(repository)
    if gap == .ahead { codes = [.approvalInFuture] }
    try await expectNoAccess(
      request.path, in: repository, "pending",
      gap == .ahead ? [.shortOfApprovals] : codes)
    // Its twin differs in that alone.
    var good = nightly("good")
    switch gap {
    case .pastItsEnd: good = nightly("good", duration: "29m")
    case .outsideHours: good = nightly("good", starts: .drill(.days(1)))
    case .twice, .scheduledTwice: return try await expectUnharmed(repository)
    default: break
    }
    try await repository.push(good, at: .drill(.minutes(-59)))
    try await run(repository)
    try await expectAccess(good.path, in: repository)
    try await expectUnharmed(repository)
  }

  /// The day after the drill's.
  private var otherDay: String { Weekday(of: .drill(.days(1))).rawValue }

  @Test("78: a mandate gives as often as it says, whatever became of what it gave")
  func usedUp() async throws {
    let repository = try await AccessRepository()
    var mandate = MandateFile()
    (mandate.grants, mandate.atOnce) = (2, 2)
    try await repository.agree(mandate)
    try await run(repository)
    for (name, starts) in [("night-1", 0), ("night-2", 24)] {
      try await repository.push(nightly(name, starts: .drill(.hours(starts))))
    }
    try await run(repository)
    // What it gave is given back, and counts all the same.
    try await repository.land(
      try await repository.commit([.removal(nightly("night-1").path)], by: .nightlyExport))
    let third = nightly("night-3", starts: .drill(.hours(48)))
    try await repository.push(third)
    try await run(repository)
    try await expectNoAccess(third.path, in: repository, "pending", [.mandateUsedUp])
    try await expectAccess(nightly("night-2").path, in: repository)
    #expect(try await repository.mandate()?.used == 2)
    // People may still say yes.
    try await repository.approveLate(try await repository.tip(), by: .tom)
    try await expectUnharmed(repository)
  }

  @Test("78: racing runs give no more than a mandate has left", arguments: [4])
  func racing(_ count: Int) async throws {
    let repository = try await AccessRepository()
    var mandate = MandateFile()
    (mandate.grants, mandate.atOnce) = (3, 5)
    try await repository.agree(mandate)
    try await run(repository)
    for place in 1...5 {
      try await repository.push(nightly("night-\(place)", starts: .drill(.hours(24 * place))))
    }
    var places: [String] = []
    for index in 0..<count { places.append(try await repository.clone("runner-\(index)")) }
    let answers = try await withThrowingTaskGroup(of: AccessRepository.Answer.self) { group in
      for place in places {
        group.addTask {
          try await repository.countersign(
            repository.runArguments(in: place, ["--push", "origin"]))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.allSatisfy { [0, 75].contains($0.status) }, "\(answers)")
    let granted = try await repository.liveGrants().filter { $0.mandate != nil }
    #expect(granted.map(\.request.path).sorted() == (1...3).map { nightly("night-\($0)").path })
    #expect(try await repository.mandate()?.used == 3)
    try await expectUnharmed(repository)
  }

  @Test("78: editing or deleting a mandate ends it and what it gave", arguments: [true, false])
  func edited(_ isEdited: Bool) async throws {
    let repository = try await AccessRepository()
    try await repository.agree(MandateFile())
    try await run(repository)
    try await repository.push(nightly("night-1"))
    try await run(repository)
    let grant = try await expectAccess(nightly("night-1").path, in: repository)
    var more = MandateFile()
    more.grants = 500
    if isEdited {
      try await repository.agree(more)
    } else {
      try await repository.land(
        try await repository.commit([.removal(more.path)], by: .nora))
    }
    let next = nightly("night-2", starts: .drill(.hours(24)))
    try await repository.push(next)
    try await run(repository)
    let ended = try await repository.grants().first { $0.id == grant.id }
    #expect(ended?.state == "revoked")
    #expect(ended?.revocationCodes == [.mandateEnded])
    try await expectNoAccess(next.path, in: repository, "pending", [.shortOfApprovals])
    if isEdited {
      try await expectNoAccess(more.path, in: repository, "refused", [.requestReused])
    }
    // At another path it is a mandate like any other.
    more.name = "nightly-more"
    try await repository.agree(more)
    try await run(repository)
    let good = nightly("night-3", starts: .drill(.hours(24)))
    try await repository.push(good)
    try await run(repository)
    try await expectAccess(good.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test("78, 86: a mandate that was deleted and put back before a run looked is ended all the same")
  func putBack() async throws {
    let repository = try await AccessRepository()
    try await repository.agree(MandateFile())
    try await run(repository)
    try await repository.land(
      try await repository.commit([.removal(MandateFile().path)], by: .tom, signed: .own))
    try await repository.agree(MandateFile())
    try await repository.push(nightly("night-1"))
    try await run(repository)
    #expect(try await repository.mandate() == nil)
    try await expectNoAccess(
      nightly("night-1").path, in: repository, "pending", [.shortOfApprovals])
    try await expectUnharmed(repository)
  }
}
