import FoundationEssentials
import Git
import Model
import Processing
import TestSupport
import Testing

/// What is foretold is what happens: in worlds from seeds each command's forecast is held against the run.
///
/// `make worlds` takes 500 of them, every other run of the tests a share; `COUNTERSIGN_SEED=<n>` takes one alone.
@Suite struct ForecastWorldTests {
  static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    if let one = environment["COUNTERSIGN_SEED"].flatMap(UInt64.init) { return [one] }
    let count = environment["COUNTERSIGN_WORLDS"].flatMap(UInt64.init) ?? 100
    return Array(1...count)
  }()

  @Test("what a command foretells, the run does")
  func foretold() async throws {
    var seen: Set<Told.Kind> = []
    await withTaskGroup(of: Set<Told.Kind>.self) { group in
      // So many at a time as keep every processor busy, and no more: each world is a repository on the disk.
      for (place, seed) in Self.seeds.enumerated() {
        if place >= Self.width, let kinds = await group.next() { seen.formUnion(kinds) }
        group.addTask { await Self.kinds(in: seed) }
      }
      for await kinds in group { seen.formUnion(kinds) }
    }
    // Worlds in which nothing is given or refused would prove nothing.
    guard Self.seeds.count >= 300 else { return }
    #expect(Set(Told.Kind.allCases).subtracting(seen) == [])
  }

  private static let width = 4

  /// Holds one world's forecast to its run, and answers with what the run had decided.
  private static func kinds(in seed: UInt64) async -> Set<Told.Kind> {
    var story = ["COUNTERSIGN_SEED=\(seed)"]
    do {
      let world = try await World(seed: seed)
      defer { story = world.story }
      world.tell("COUNTERSIGN_SEED=\(seed)")
      // What nobody holds nobody can lose.
      for _ in 0..<Int.random(in: 0...3, using: &world.random) {
        try await world.happen(
          world.pick([.granted, .granted, .emergency, .approvedWithoutSay, .agreed, .agreed]))
      }
      for _ in 0..<Int.random(in: 0...5, using: &world.random) {
        try await world.happen(world.pick(Happening.allCases))
      }
      switch seed % 9 {
      case 0: try await world.explain()
      case 1: try await world.check()
      case 2: try await world.approve()
      case 3: try await world.new()
      case 4: try await world.offboard()
      case 5: try await world.impact()
      case 6: try await world.stop()
      case 7: try await world.approvePolicies()
      default: try await world.signOff()
      }
      return world.kinds
    } catch {
      Issue.record("\(error) \(story.joined(separator: "\n  "))")
      return []
    }
  }
}

extension World {
  /// What happened, for whoever reads of a failure.
  var comment: Comment { "\(story.joined(separator: "\n  "))" }

  /// What the run decides after what was foretold.
  func told() async throws -> Told {
    let told = Told(try await run())
    kinds.formUnion(told.kinds)
    return told
  }

  /// `explain` of every request and grant, and then the run.
  func explain() async throws {
    tell("explain")
    let outlook = try outlook()
    let explainer = Explainer(view: outlook)
    var foretold: [Explanation] = []
    for path in Set(paths).sorted() {
      foretold += try explainer.explanations(of: .request(path))
    }
    var threatened: Set<GrantID> = []
    for grant in outlook.grants {
      let found = try explainer.explanations(of: .grant(grant.id))
      if found.contains(where: { !$0.reasons.isEmpty }) { threatened.insert(grant.id) }
    }
    let isBehind = outlook.tip != outlook.cursor.mainline
    let told = try await told()
    for explanation in foretold where explanation.isOpen {
      expect(explanation, told.outcome(of: explanation.key, landedBy: explanation.landing))
    }
    if isBehind { #expect(told.revoked == threatened, comment) }
  }

  /// Holds what was foretold of a request that has landed against what became of it.
  private func expect(_ foretold: Explanation, _ found: (record: RequestRecord, grant: Grant?)?) {
    guard let outlook = foretold.outlook else {
      // The run leaves it as it is: it may say anew that it waits, and nothing else.
      #expect(found.map { $0.record.outcome == .pending } ?? true, comment)
      return
    }
    guard let (record, grant) = found else {
      #expect(outlook == .pending, comment)
      return
    }
    #expect(record.outcome == outlook, comment)
    if let grant { #expect(grant.window == foretold.evaluation?.window, comment) }
    guard outlook == .refused || outlook == .withdrawn else { return }
    #expect(foretold.objections.telling == record.reasons.telling, comment)
  }

  /// `check` of a branch with a request, then its merge and the run.
  func check() async throws {
    let request = request()
    let branch = try branch(request)
    tell("check \(request.text)")
    let report = try BranchCheck(
      at: scratch.path, anchor: anchor, base: nil, now, outside.value
    ).report(on: branch.tip)
    let explanation = try #require(report.requests.first, comment)
    let approvers = pick([[Person.priya], [.tom], [.priya, .tom], [.tom, .mia], [.nora]])
    try land(try merge(branch, approvedBy: approvers))
    let told = try await told()
    tell("landed by \(approvers.map(\.id))")
    expectLanded(explanation, told)
  }

  /// Holds what was foretold of a request on a branch against what became of it once that had landed.
  private func expectLanded(_ foretold: Explanation, _ told: Told) {
    guard let (record, grant) = told.outcome(of: foretold.key) else {
      // A run that issues nothing leaves it where it is.
      #expect(!foretold.isOpposed, comment)
      return
    }
    guard !Told.isHeldUp(record) else { return }
    let isRefused = record.outcome == .refused
    if foretold.isOpposed {
      #expect(isRefused, comment)
      #expect(foretold.objections.telling == record.reasons.telling, comment)
    } else {
      #expect(!isRefused || record.reasons.telling.isEmpty, comment)
    }
    if let grant { #expect(grant.window == foretold.evaluation?.window, comment) }
  }

  /// `approve` of a request on a branch: its plan, its signature, and then the run.
  func approve() async throws {
    let request = request()
    let branch = try branch(request)
    try repository.updateReference("refs/heads/asked", to: branch.tip, from: nil, log: "test")
    let reviewer = pick([Person.priya, .tom, .nora, .mia])
    tell("approve by \(reviewer.id) of \(request.text)")
    outside.use(reviewer, signing: reviewer.keys[0].name, at: now)
    let approver = try Approver(
      repository: scratch.path, remote: ".", anchor: anchor,
      choice: ApprovalChoice(
        path: try #require(RepositoryPath(description: request.path)), from: nil, fetch: nil,
        onto: nil, land: true), clock: now, outside: outside.value)
    let plan: ApprovalPlan
    let ground: ApprovalGround
    do throws(ProcessingError) {
      (plan, ground) = try await approver.plan()
    } catch {
      // Where no run could do anything, nothing is planned.
      try land(try merge(branch, approvedBy: [reviewer]))
      #expect(try await told().outcome(of: try key(request)) == nil, comment)
      return
    }
    guard plan.objections.isEmpty else {
      tell("refused: \(plan.objections.map(\.message))")
      try land(try merge(branch, approvedBy: [reviewer]))
      let record = try #require(try await told().outcome(of: plan.key)?.record, comment)
      guard !Told.isHeldUp(record) else { return }
      #expect(record.outcome == .refused, comment)
      let codes = Set(plan.objections.compactMap(\.code))
      #expect(codes.isSubset(of: Set(record.reasons.map(\.code))), comment)
      return
    }
    let result: ApprovalResult
    do throws(ProcessingError) {
      result = try await approver.approve(plan, on: ground)
    } catch {
      // Nothing was pushed: the signature would not have counted.
      #expect(error.kind == .negative, comment)
      return
    }
    try readTip()
    #expect(result.commits.merge == tip, comment)
    let told = try await told()
    guard let (record, grant) = told.outcome(of: plan.key) else {
      #expect(result.after.outcome == .pending, comment)
      return
    }
    guard !Told.isHeldUp(record) else { return }
    #expect(record.outcome == result.after.outcome, comment)
    #expect(record.reasons.telling == result.after.reasons.telling, comment)
    if let grant { #expect(grant.window == result.after.evaluation?.window, comment) }
  }

  private func key(_ request: Request) throws -> RequestKey {
    RequestKey(
      path: try #require(RepositoryPath(description: request.path)),
      blob: try repository.write(Array(request.text.utf8), as: .blob))
  }

  /// `new`: what it writes and what it refuses to write, landed and run.
  func new() async throws {
    let request = request()
    tell("new \(request.text)")
    var wish = RequestWish()
    wish.subject = IdentityID(request.subject)
    wish.entitlement = EntitlementName(
      system: try #require(SystemID(request.system)), entitlement: request.entitlement)
    (wish.duration, wish.ticket, wish.reason) = (request.duration, request.ticket, request.reason)
    (wish.starts, wish.name) = (request.starts.flatMap { Instant(rfc3339: $0.utf8) }, request.name)
    let author = author(of: request)
    let approvers = pick([[Person.priya], [.tom], [.priya, .tom], [.tom, .mia]])
    do throws(ProcessingError) {
      let report = try RequestDesk(at: scratch.path, anchor: anchor, now, outside.value)
        .write(wish, asking: nil)
      let bytes = outside.written(request.path) ?? []
      do {
        let branch = try branch(
          [.put(try repository.write(bytes, as: .blob), at: request.path)], by: author)
        try land(try merge(branch, approvedBy: approvers))
        let told = try await told()
        expectLanded(report.explanation, told)
      } catch {
        Issue.record("\(error) \(comment)")
      }
    } catch {
      // What cannot even be asked for has no file; what would be refused is refused.
      guard !error.reasons.isEmpty else { return }
      do {
        try land(try merge(branch(request, by: author), approvedBy: approvers))
        let told = try await told()
        let record = told.outcome(of: try key(request))?.record
        if let record, Told.isHeldUp(record) { return }
        #expect(record?.outcome == .refused, "\(error.reasons) \(comment)")
        // With which key somebody will sign it, or whether they have one left, `new` does not know.
        #expect(
          error.reasons.telling
            == (record?.reasons ?? []).telling.filter { $0 != .unsignedRequest },
          "\(error.reasons) \(comment)")
      } catch {
        Issue.record("\(error) \(comment)")
      }
    }
  }

  /// `offboard`: the branch that it makes, landed as it is, and the run.
  func offboard() async throws {
    let person = pick([Person.ana, .ben, .priya, .tom])
    tell("offboard \(person.id)")
    outside.use(.lena, signing: .lena, at: now)
    let id = try #require(IdentityID(person.id))
    let anyway = Forecast(try outlook().snapshot(), at: now).revoked.map(\.id)
    let report: OffboardDraftReport
    do throws(ProcessingError) {
      report = try await OffboardDraft.report(
        on: id, at: scratch.path, anchor: anchor, now,
        outside.value)
    } catch {
      // They are offboarded already.
      #expect(error.kind == .negative, "\(error) \(comment)")
      return
    }
    try land(report.commit)
    let told = try await told()
    #expect(told.revoked == Set((report.revoked ?? []).map(\.id) + anyway), comment)
  }

  /// `policy impact` of other terms, then their landing and the run.
  func impact() async throws {
    // Of what has landed since the last run, the answer does not speak.
    try await run()
    let branch = try branch([changedTerms()], by: .lena)
    try repository.updateReference("refs/heads/terms", to: branch.tip, from: nil, log: "test")
    tell("impact")
    let (report, _) = try ImpactStudy.report(
      on: "refs/heads/terms", at: scratch.path, anchor: anchor, base: nil, now, outside.value)
    let impact = try #require(report.impact, comment)
    try land(try merge(branch, approvedBy: [.mia, .leo]))
    let told = try await told()
    guard told.hasAccepted else {
      #expect(told.revoked.isEmpty, comment)
      return
    }
    #expect(told.revoked == Set(impact.revoked.map(\.grant.id)), comment)
    #expect(told.stoppedMandates == Set(impact.mandates.map(\.path)), comment)
    for request in impact.requests {
      let record = told.outcome(of: request.key)?.record
      #expect(record?.outcome == request.after, comment)
    }
  }

  /// `approve` of a review: what it plans, what it signs, and the run.
  func signOff() async throws {
    try await run()
    guard let (name, text) = try reviewText() else { return }
    let path = "reviews/\(name).yaml"
    let reviewer = pick([Person.priya, .tom, .leo, .nora])
    let branch = try branch([put(text, at: path)], by: reviewer)
    try repository.updateReference("refs/heads/review", to: branch.tip, from: nil, log: "test")
    tell("sign off by \(reviewer.id): \(text)")
    outside.use(reviewer, signing: reviewer.keys[0].name, at: now)
    let at = try #require(RepositoryPath(description: path))
    let desk = ReviewApprover(
      approver: try Approver(
        repository: scratch.path, remote: ".", anchor: anchor,
        choice: ApprovalChoice(path: at, from: nil, fetch: nil, onto: nil, land: false),
        clock: now, outside: outside.value))
    let plan: ReviewPlan
    let ground: ApprovalGround
    do throws(ProcessingError) {
      (plan, ground) = try await desk.plan()
    } catch {
      Issue.record("\(error) \(comment)")
      return
    }
    var signed: SignedReview?
    if plan.merge.objections.isEmpty {
      do throws(ProcessingError) {
        signed = try await desk.approve(plan, on: ground)
      } catch {
        #expect(error.kind == .negative, "\(error) \(comment)")
      }
    }
    if signed == nil {
      try land(try merge(branch, approvedBy: [reviewer]))
    } else {
      try readTip()
    }
    // What explain says of it before the run, and what the run then does.
    let explained = try ReviewExplainer(view: try outlook()).explanations(of: at).last?.record
    let record = try await told().review(at: at)
    #expect(record?.outcome == explained?.outcome, comment)
    #expect(
      Set(record?.reasons.map(\.code) ?? []) == Set(explained?.reasons.map(\.code) ?? []), comment)
    #expect((signed != nil) == (record?.outcome == .accepted), comment)
  }
}
