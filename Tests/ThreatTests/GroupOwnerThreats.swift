import Model
import TestSupport
import Testing

/// Row 55: who of a group asked for what a workload of theirs gets (DESIGN section 5).
@Suite struct GroupOwnerThreats {
  /// The usual policies, with a workload `reaper` that Priya and Tom own as a group.
  private static func groupOwnedPolicies() throws -> Policies {
    var policies = Policies()
    policies.texts["policies/workloads/reaper.yaml"] = """
      owner: group:dba
      purpose: Removes old exports.
      keys: [{ssh: $SSH_AUTHORITY}]
      verified: 2026-11-01T00:00:00Z
      status: active

      """
    try policies.replace(
      "workload:nightly-export]\n    approvals",
      with: "workload:nightly-export, workload:reaper]\n    approvals",
      in: "policies/systems/billing-db.yaml")
    return policies
  }

  /// Who signs a request for a workload that a group owns, and under whose address.
  enum Asking: CaseIterable {
    case ownKey, workloadKey, unsigned
  }

  @Test(
    "55: a member of the group that owns a workload asks and approves", arguments: Asking.allCases)
  func groupOwned(_ asking: Asking) async throws {
    let repository = try await AccessRepository(try Self.groupOwnedPolicies())
    let request = Request("reaper-1", for: "reaper")
    let signing: AccessRepository.Signing =
      switch asking {
      case .ownKey: .own
      case .workloadKey: .with(.sshAuthority)
      case .unsigned: .unsigned
      }
    // Under Ana's address where it is not honest: an address proves nothing.
    let proposal = try await repository.propose(
      request, by: asking == .ownKey ? .priya : .ana, signed: signing)
    try await repository.land(try await repository.merge(proposal, by: .priya))
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.selfApproval])
    try await repository.approveLate(try await repository.tip(), by: .tom)
    try await run(repository)
    if asking == .ownKey {
      // It is known who asked, so the other member may approve.
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(request.path, in: repository, "pending", [.selfApproval])
    }
    try await expectUnharmed(repository)
  }

  /// How what a member of the owning group signed comes to land, and who then asked for it: the table of section 5.
  enum Lineage: CaseIterable {
    /// Priya signs it, and it lands as it is.
    case straight
    /// Priya signs it; the branch is brought up to date by a clean merge that nobody signed.
    case updated
    /// Priya signs it, and a signed octopus of Mia's carries it in with two other branches.
    case octopus
    /// Nobody signed the request, and such an octopus is Tom's: to carry is not to ask.
    case unsignedOctopus
    /// Priya signs it; it is edited and put back by commits that nobody signed.
    case takenBack
    /// Priya signs it; it is deleted and added again by commits that nobody signed.
    case deletedAndAdded
    /// Priya signs it; it is edited without a signature, and Priya signs what puts it back.
    case takenBackByHer
    /// Priya signs another duration; who makes it what lands signs nothing.
    case signedOther
    /// Nobody signs it, and Priya signs a change of another file of the branch.
    case signedBeside

    /// Whether it is known that Priya asked, and nobody else of the group.
    var isAskedByPriya: Bool {
      switch self {
      case .straight, .updated, .octopus, .takenBackByHer: true
      case .unsignedOctopus, .takenBack, .deletedAndAdded, .signedOther, .signedBeside: false
      }
    }
  }

  @Test(
    "55: who of the group that owns a workload asked for what landed", arguments: Lineage.allCases)
  func lineage(_ lineage: Lineage) async throws {
    let repository = try await AccessRepository(try Self.groupOwnedPolicies())
    let request = Request("reaper-2", for: "reaper")
    var other = request
    other.duration = "1h"
    func unsigned(_ file: FileChange, on branch: String) async throws -> String {
      try await repository.commit([file], on: branch, by: .ana, signed: .unsigned)
    }
    let isSigned =
      lineage != .unsignedOctopus && lineage != .signedBeside && lineage != .signedOther
    var branch =
      isSigned
      ? try await repository.propose(request, by: .priya, signed: .own)
      : try await repository.propose(
        lineage == .signedOther ? other : request, by: lineage == .signedOther ? .priya : .ana,
        signed: lineage == .signedOther ? .own : .unsigned)
    switch lineage {
    case .straight: break
    case .updated:
      let there = try await repository.commit([.file("docs/on.md", "on\n")], by: .leo)
      try await repository.land(there)
      branch = try await repository.merge(there, into: branch, by: .ana, signed: .unsigned)
    case .octopus, .unsignedOctopus:
      let (one, two) = (
        try await repository.commit([.file("requests/one.md", "1\n")], by: .ana),
        try await repository.commit([.file("requests/two.md", "2\n")], by: .ana)
      )
      let tree = try await repository.merge(
        two, into: try await repository.merge(one, into: branch, by: .ana), by: .ana)
      branch = try await repository.commit(
        tree: "\(tree)^{tree}", parents: [one, branch, two],
        by: lineage == .octopus ? .mia : .tom, signed: .own)
      let empty = try await repository.commit(
        [.removal("requests/one.md"), .removal("requests/two.md")], on: branch, by: .ana,
        signed: .unsigned)
      branch = empty
    case .takenBack:
      branch = try await unsigned(other.file, on: branch)
      branch = try await unsigned(request.file, on: branch)
    case .deletedAndAdded:
      branch = try await unsigned(.removal(request.path), on: branch)
      branch = try await unsigned(request.file, on: branch)
    case .takenBackByHer:
      branch = try await unsigned(other.file, on: branch)
      branch = try await repository.commit([request.file], on: branch, by: .priya, signed: .own)
    case .signedOther:
      branch = try await unsigned(request.file, on: branch)
    case .signedBeside:
      branch = try await repository.commit(
        [.file("requests/note.md", "x\n")], on: branch, by: .priya, signed: .own)
      branch = try await unsigned(.removal("requests/note.md"), on: branch)
    }
    try await repository.land(try await repository.merge(branch, by: .mia))
    try await run(repository)
    // Of the two members one who had no visible part in it.
    try await repository.approveLate(
      try await repository.tip(), by: lineage == .unsignedOctopus ? .priya : .tom)
    try await run(repository)
    if lineage.isAskedByPriya {
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(request.path, in: repository, "pending", [.selfApproval])
    }
    try await expectUnharmed(repository)
  }
}
