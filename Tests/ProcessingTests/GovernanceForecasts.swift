import Git
import Model
import Processing
import TestSupport
import Testing

extension World {
  /// `check` of a branch that stops somebody, or lets them act again: its landing by nobody who has a say, and the run.
  func stop() async throws {
    try await run()
    var person = pick(Person.all)
    if maybe(2) { person.status = "suspended" }
    let text = person.yaml(keys.files)
    guard try self.text(of: person.path) != text else { return }
    let branch = try branch([put(text, at: person.path)], by: pick([.lena, person]))
    tell("check of \(person.id) \(person.status)")
    let report = try BranchCheck(
      at: scratch.path, anchor: anchor, base: nil, now, outside.value
    ).report(on: branch.tip)
    let landing = try #require(report.landing, comment)
    try land(try merge(branch, by: .nora, signed: nil))
    let told = try await told()
    #expect(told.stopped == Set(landing.stops.compactMap(\.identity)), comment)
    #expect(told.revoked == Set(landing.revoked.map(\.id)), comment)
    #expect(told.released == [], comment)
    let held = try outlook().cursor
    #expect(Set(held.heldBack).isSuperset(of: landing.heldBack.map(\.id)), comment)
    for release in landing.releases { #expect(held.brakes.contains(release.brake), comment) }
  }

  /// `approve policies`, by one governor after the other: what it says comes of it, and the run.
  func approvePolicies() async throws {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: try await happen(.policyUnaccepted)
    case 1:
      // Stopped, and taken back by nobody who has a say.
      var stopped = pick([Person.ana, .priya, .tom])
      let active = stopped.yaml(keys.files)
      stopped.status = "suspended"
      for text in [stopped.yaml(keys.files), active] {
        try change([put(text, at: stopped.path)], approvedBy: [])
        try await run()
      }
    default: break
    }
    try await run()
    for reviewer in [Person.mia, .leo, .kim].shuffled(using: &random) {
      outside.use(reviewer, signing: reviewer.keys[0].name, at: now)
      let desk = PolicyApprover(
        approver: try Approver(
          repository: scratch.path, remote: ".", anchor: anchor,
          choice: ApprovalChoice(
            path: try #require(RepositoryPath(description: "policies")), from: nil, fetch: nil,
            onto: nil, land: false), clock: now, outside: outside.value))
      let result: PolicyApprovalResult
      do throws(ProcessingError) {
        let (plan, ground) = try await desk.plan()
        guard plan.objections.isEmpty else {
          tell("\(reviewer.id) is refused: \(plan.objections.map(\.message))")
          continue
        }
        result = try await desk.approve(plan, on: ground)
      } catch {
        // There is nothing to approve, or the signature would not have counted.
        #expect(error.kind == .negative, "\(error) \(comment)")
        continue
      }
      try readTip()
      tell("approved by \(reviewer.id)")
      let told = try await told()
      #expect(told.hasAccepted == result.isAccepted, comment)
      #expect(told.released == Set(result.released), comment)
    }
  }
}
