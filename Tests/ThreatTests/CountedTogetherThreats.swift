import Model
import TestSupport
import Testing

/// Rows 66, 67 and 70: several names of one person, a request that was taken back, one key in two encodings.
@Suite struct CountedTogetherThreats {
  /// Who holds the other side of the conflict.
  enum Holder: CaseIterable {
    case sameOwner, sharedGroup, somebodyElse
  }

  @Test("66: two workloads of one owner hold both sides of a conflict", arguments: Holder.allCases)
  func bothSides(_ holder: Holder) async throws {
    var policies = Policies()
    let owner =
      switch holder {
      case .sameOwner: "person:priya.nair"
      case .sharedGroup: "group:dba"
      case .somebodyElse: "person:leo.ruiz"
      }
    policies.texts["policies/workloads/reaper.yaml"] = """
      owner: \(owner)
      purpose: Removes old exports.
      keys: [{ssh: $SSH_AUTHORITY}]
      verified: 2026-11-01T00:00:00Z
      status: active

      """
    try policies.replace(
      "eligible: [workload:nightly-export]\n",
      with:
        "eligible: [workload:nightly-export]\n    conflicts_with: [ledger-db/approve-payments]\n",
      in: "policies/systems/billing-db.yaml")
    try policies.replace(
      "risk: high\n    eligible: [class:employee]",
      with: "risk: medium\n    eligible: [workload:reaper]",
      in: "policies/systems/ledger-db.yaml")
    try policies.replace(
      "approvals: [{count: 1, from: [group:dba]}]\n    maximum_duration: 1h",
      with: "approvals: [{count: 1, from: [person:kim.park]}]\n    maximum_duration: 1h",
      in: "policies/systems/ledger-db.yaml")
    let repository = try await AccessRepository(policies)
    let first = Request("nightly-backup", "backup", for: "nightly-export", duration: "1h")
    try await repository.grant(first, by: .priya, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(first.path, in: repository)
    let second = Request(
      "reaper-payments", "approve-payments", for: "reaper", of: "ledger-db", duration: "1h")
    try await repository.grant(second, by: .leo, approvedBy: [.kim])
    try await run(repository)
    if holder == .somebodyElse {
      try await expectAccess(second.path, in: repository)
    } else {
      try await expectNoAccess(second.path, in: repository, "refused", [.conflictingGrant])
    }
    try await expectUnharmed(repository)
  }

  /// What happens to an approved request before a run sees it.
  enum Meanwhile: CaseIterable {
    case deletedAndPutBack, editedAndPutBack, somethingElse
  }

  @Test("67: what was withdrawn stays withdrawn", arguments: Meanwhile.allCases, [true, false])
  func putBack(_ meanwhile: Meanwhile, _ isLive: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.grant(request)
    if isLive { try await run(repository) }
    var edited = request
    edited.reason = "Something else."
    let change: FileChange =
      switch meanwhile {
      case .deletedAndPutBack: .removal(request.path)
      case .editedAndPutBack: edited.file
      case .somethingElse: .file("notes.txt", "x\n")
      }
    try await repository.land(try await repository.commit([change], by: .priya, signed: .own))
    if meanwhile != .somethingElse {
      try await repository.land(try await repository.commit([request.file], by: .ben))
    }
    try await run(repository)
    if meanwhile == .somethingElse {
      try await expectAccess(request.path, in: repository)
    } else {
      #expect(try await repository.liveGrants().isEmpty)
    }
    try await expectUnharmed(repository)
  }
}
