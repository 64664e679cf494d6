import Model
import TestSupport
import Testing

@Suite struct MatchingThreats {
  @Test(
    "40: a ticket pattern matches the whole text",
    arguments: [
      ("OPS-1", true), ("INC-42", true), ("OPS-1x", false), ("xOPS-1", false), ("OPS-", false),
      ("ops-1", false), ("OPS-1 OPS-2", false), ("INC", false),
    ])
  func wholeTicket(_ ticket: String, _ isGood: Bool) async throws {
    let repository = try await AccessRepository()
    var request = Request("ana-invoices")
    request.ticket = ticket
    try await repository.grant(request)
    try await run(repository)
    if isGood {
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(request.path, in: repository, "refused", [.ticketMissing])
    }
  }

  @Test("40: a group whose name begins like the one that is asked for")
  func groupPrefix() async throws {
    var policies = Policies()
    policies.groups["dba-interns"] = ["nora.lind"]
    policies.groups["db"] = ["kim.park"]
    let repository = try await AccessRepository(policies)
    let request = Request("mia-read", for: "mia.chen")
    let landing = try await repository.grant(request, by: .mia, approvedBy: [.nora, .kim])
    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.notAnApprover, .shortOfApprovals])
    try await repository.approveLate(landing, by: .tom)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("40: somebody whose id begins like the sponsor's")
  func sponsorPrefix() async throws {
    var policies = Policies()
    policies.people.append(Person("priya.nair2", keys: [.stranger]))
    policies.groups["dba", default: []].append("priya.nair2")
    let repository = try await AccessRepository(policies)
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let landing = try await repository.land(
      try await repository.merge(proposal, by: .nora, signed: .with(.stranger)))
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("40: a rule names exact subjects", arguments: ["ana", "ana.silva", "na.silva"])
  func exactSubject(_ subject: String) async throws {
    var policies = Policies()
    policies.people += [Person("ana"), Person("na.silva")]
    policies.texts["policies/rules/no-ana.yaml"] = """
      description: Not for her.
      applies_to: {subject: [\(subject)]}
      deny: {message: Not for her.}

      """
    let repository = try await AccessRepository(policies)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository)
    if subject == "ana.silva" {
      try await expectNoAccess(request.path, in: repository, "refused", [.deniedByRule])
    } else {
      try await expectAccess(request.path, in: repository)
    }
  }

  @Test("40: governance patterns: `*` stays within a segment and starts at the root")
  func governancePatterns() async throws {
    var policies = Policies()
    policies.governance.append(
      "{paths: [\"ops/*.yml\"], approvals: [{count: 1, from: [group:security]}]}")
    let repository = try await AccessRepository(policies)
    for path in ["ops/deep/run.yml", "more/ops/run.yml", "ops/run.yml.txt", "ops/run.yaml"] {
      try await repository.land(
        try await repository.commit([.file(path, "x\n")], by: .nora))
    }
    try await run(repository)
    try await repository.land(
      try await repository.commit([.file("ops/run.yml", "x\n")], by: .nora))
    try await run(repository, exits: 1, naming: .ungovernedChange)
  }
}
