import Model
import TestSupport
import Testing

@Suite struct LandingThreats {
  /// Ways to bring a reviewed request to the mainline that carry no approval, whoever signs.
  enum Way: CaseIterable {
    case octopus, fastForward, directPush, squash, rebase, cherryPick

    var code: ReasonCode { self == .octopus ? .octopusMerge : .notAMerge }
  }

  @Test(
    "15: octopus, fast-forward, direct push, squash, rebase, cherry-pick", arguments: Way.allCases)
  func wrongWay(_ way: Way) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let landing = try await repository.land(
      try await commit(request, to: repository, by: way))

    try await run(repository)
    let outcome = try await expectNoAccess(
      request.path, in: repository, "pending", [way.code, .shortOfApprovals])
    // Whoever did it wrong is told the commands that do it right.
    let hints = outcome.reasons.filter { $0.code == way.code }.compactMap(\.hint).joined()
    #expect(hints.contains("git merge --no-ff -S"))

    // Nothing is lost: the same landing can be approved late.
    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectUnharmed(repository)
  }

  private func commit(
    _ request: Request, to repository: AccessRepository, by way: Way
  ) async throws -> String {
    let tip = try await repository.tip()
    let proposal = try await repository.propose(request)
    switch way {
    case .octopus:
      let other = try await repository.propose(Request("nora-too", for: "nora.lind"), by: .nora)
      let merged = try await repository.merge(proposal, into: other, by: .priya)
      return try await repository.commit(
        tree: "\(merged)^{tree}", parents: [tip, proposal, other], by: .tom)
    case .fastForward:
      return proposal
    case .directPush, .squash:
      return try await repository.commit([request.file], by: .nora, signed: .with(.tom))
    case .rebase:
      // The forge rebases: the author stays, the reviewer commits and signs.
      return try await repository.commit(
        tree: "\(proposal)^{tree}", parents: [tip], by: .nora, signed: .with(.tom))
    case .cherryPick:
      let approved = try await repository.merge(proposal, into: tip, by: .priya)
      return try await repository.commit(
        tree: "\(approved)^{tree}", parents: [tip], by: .nora, signed: .with(.tom))
    }
  }

  @Test("15: a late approval below the forge's button counts", arguments: [true, false])
  func lateApprovalBelowButton(_ isSigned: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let landing = try await repository.land(try await repository.propose(request))
    let empty = try await repository.commit(
      tree: "\(landing)^{tree}", parents: [landing], by: .priya)
    let approval = try await repository.commit(
      tree: "\(landing)^{tree}", parents: [landing, empty], by: .priya,
      signed: isSigned ? .own : .unsigned)
    let pressed = try await repository.commit(
      tree: "\(landing)^{tree}", parents: [landing, approval], by: .nora, signed: .unsigned)
    try await repository.land(pressed)
    try await run(repository)
    if isSigned {
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.unsignedMerge, .shortOfApprovals])
    }
    try await expectUnharmed(repository)
  }

  @Test("16: main merged into the request's branch is not an approval")
  func updateBranch() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    try await repository.approve(
      try await repository.commit([.file("README.md", "New.\n")], by: .nora), by: [.mia])
    // A reviewer presses "Update branch", and somebody lands the branch without a signature.
    let tip = try await repository.tip()
    let updated = try await repository.merge(tip, into: proposal, by: .priya)
    let landing = try await repository.land(
      try await repository.merge(updated, into: tip, by: .nora, signed: .unsigned))
    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.unsignedMerge, .shortOfApprovals])

    try await repository.approveLate(landing, by: .priya)
    let twin = Request("ana-ledger", of: "ledger-db")
    let start = try await repository.propose(twin, on: proposal)
    let twinTip = try await repository.tip()
    let twinUpdated = try await repository.merge(twinTip, into: start, by: .ana)
    try await repository.approve(twinUpdated, by: [.priya])
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectAccess(twin.path, in: repository)
  }

  @Test("18: commits pushed after the approval are another landing")
  func commitsAfterApproval() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    try await repository.approve(proposal, by: [.priya])
    // The branch goes on after the review, and the forge's button lands the rest.
    let later = Request("ana-ledger", of: "ledger-db")
    let pushed = try await repository.propose(later, on: proposal)
    try await repository.land(
      try await repository.merge(pushed, by: .nora, signed: .unsigned))

    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectNoAccess(later.path, in: repository, "pending", [.shortOfApprovals])
    try await expectUnharmed(repository)
  }

  @Test("18: a change on top of the signed merge leaves the approval behind")
  func changeAboveApproval() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "1h")
    let tip = try await repository.tip()
    let approved = try await repository.merge(
      try await repository.propose(request), into: tip, by: .priya)
    var longer = request
    longer.duration = "8h"
    let pushed = try await repository.propose(longer, on: approved)
    try await repository.land(
      try await repository.merge(pushed, into: tip, by: .nora, signed: .unsigned))

    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    try await expectUnharmed(repository)
  }

  @Test(
    "52: a reviewer merges the contractor's empty commit on a pending landing",
    arguments: [true, false])
  func emptyCommitOfAnother(_ isSigned: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let landing = try await repository.land(try await repository.propose(request))
    try await run(repository)
    // "Trigger CI", says the contractor; the reviewer merges it without a thought.
    let empty = try await repository.commit(
      tree: "\(landing)^{tree}", parents: [landing], "trigger CI\n", by: .ana,
      signed: isSigned ? .own : .unsigned)
    try await repository.land(try await repository.merge(empty, by: .priya))
    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending",
      [.shortOfApprovals, .unsignedMerge])

    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }
}
