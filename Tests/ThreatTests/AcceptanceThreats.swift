import Model
import TestSupport
import Testing

/// What somebody will try to bring a policy into force with fewer approvals, or to keep one from coming (DESIGN section 6).
@Suite struct AcceptanceThreats {
  private static func members(_ people: String, of group: String = "dba") -> FileChange {
    .file(Policies.group(group), "members: [\(people)]\n")
  }

  private static let wider = members("priya.nair, tom.berg, nora.lind")
  private static let coup = members("mia.chen, leo.ruiz, nora.lind", of: "security")
  private static let rule = FileChange.file(
    "policies/rules/nights.yaml",
    "description: Nobody at night.\napplies_to: {risk: [critical]}\nrequire: {ticket: \"OPS-[0-9]+\"}\n"
  )

  private func repository() async throws -> AccessRepository {
    let repository = try await AccessRepository()
    try await run(repository)
    return repository
  }

  /// Lands a commit of `person`'s that nobody approves.
  @discardableResult
  private func push(
    _ changes: [FileChange], to repository: AccessRepository, by person: Person = .nora,
    signed: AccessRepository.Signing = .unsigned
  ) async throws -> String {
    try await repository.land(
      try await repository.commit(changes, by: person, signed: signed))
  }

  private func inForce(_ repository: AccessRepository) async throws -> String {
    try await repository.status().policy
  }

  private func policies(of commit: String, in repository: AccessRepository) async throws -> String {
    try await repository.sandbox.git("rev-parse", "\(commit):policies")
  }

  private func expectInForce(
    _ commit: String, in repository: AccessRepository,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    #expect(
      try await inForce(repository) == policies(of: commit, in: repository),
      sourceLocation: sourceLocation)
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)", sourceLocation: sourceLocation)
  }

  @Test("63: policy that lands without approvals, again and again, stops nobody")
  func unapproved() async throws {
    let repository = try await repository()
    for number in 0..<3 {
      try await push([Self.wider, .file("policies/README.md", "Try \(number)\n")], to: repository)
      let request = Request(
        "ana-\(number)", of: number == 1 ? "ledger-db" : "billing-db",
        duration: "1h")
      try await repository.grant(request)
      try await run(
        repository, at: .drill(.hours(2 * number)), exits: 1, naming: .policyNotAccepted)
      try await expectAccess(request.path, in: repository)
    }
    try await expectInForce(repository.anchor, in: repository)
  }

  @Test(
    "63: late approvals, days apart, bring in what landed without any", arguments: [true, false])
  func late(_ areBoth: Bool) async throws {
    let repository = try await repository()
    let landing = try await push([Self.wider], to: repository)
    try await repository.approveLate(landing, by: .mia)
    try await run(repository, exits: 1, naming: .shortOfApprovals)
    let later = Instant.drill(.days(2))
    // Without a second governor the same person signs once more.
    try await repository.approveLate(landing, by: areBoth ? .leo : .mia, at: later)
    try await run(repository, at: later, exits: areBoth ? 0 : 1)
    try await expectInForce(areBoth ? landing : repository.anchor, in: repository)
  }

  @Test("63: an approval of a small change, stacked on somebody's unapproved push")
  func stacked() async throws {
    let repository = try await repository()
    try await push([Self.coup], to: repository)
    let small = try await repository.commit([Self.rule], by: .tom)
    try await repository.approve(small, by: [.mia, .leo])
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    try await expectInForce(repository.anchor, in: repository)
    // The way out: what nobody approved is put back, and late approvals bring in the rest.
    let mended = try await push(
      [Self.members("mia.chen, leo.ruiz", of: "security")], to: repository)
    try await repository.approveLate(mended, by: .mia)
    try await repository.approveLate(mended, by: .leo)
    try await run(repository)
    try await expectInForce(mended, in: repository)
    #expect(try await inForce(repository) != policies(of: repository.anchor, in: repository))
  }

  @Test("63: the same small change where nothing lies below it")
  func unstacked() async throws {
    let repository = try await repository()
    let landing = try await repository.approve(
      try await repository.commit([Self.rule], by: .tom), by: [.mia, .leo])
    try await run(repository)
    try await expectInForce(landing, in: repository)
  }

  @Test("63: half of an approved change is taken back before the second approval")
  func half() async throws {
    let repository = try await repository()
    let whole = try await push([Self.wider, Self.rule], to: repository)
    try await repository.approveLate(whole, by: .mia)
    try await run(repository, exits: 1)
    let halved = try await push([.removal("policies/rules/nights.yaml")], to: repository)
    try await repository.approveLate(whole, by: .leo)
    // What both saw is in force: the whole, whatever the mainline holds by now.
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    try await expectInForce(whole, in: repository)
    // One signature for each of two landings is two for none.
    try await repository.approveLate(halved, by: .mia)
    try await run(repository, exits: 1, naming: .policyNotAccepted)
    try await expectInForce(whole, in: repository)
  }

  @Test("63: an approved change that was rolled back is landed again", arguments: [true, false])
  func replayed(_ isApprovedAnew: Bool) async throws {
    let repository = try await repository()
    let first = try await repository.approve(
      try await repository.commit([Self.wider], by: .nora), by: [.mia, .leo])
    try await run(repository)
    try await expectInForce(first, in: repository)
    let back = try await repository.approve(
      try await repository.commit([Self.members("priya.nair, tom.berg")], by: .nora),
      by: [.mia, .leo])
    try await run(repository)
    try await expectInForce(back, in: repository)
    let again = try await push([Self.wider], to: repository)
    if isApprovedAnew {
      try await repository.approveLate(again, by: .mia)
      try await repository.approveLate(again, by: .leo)
    }
    try await run(repository, exits: isApprovedAnew ? 0 : 1)
    try await expectInForce(isApprovedAnew ? again : back, in: repository)
  }

  @Test(
    "63: somebody approves a change that their own earlier landing made", arguments: [true, false])
  func ownLanding(_ isOwn: Bool) async throws {
    let repository = try await repository()
    try await push([Self.wider], to: repository, by: isOwn ? .mia : .tom, signed: .own)
    let last = try await push(
      [Self.members("nora.lind, priya.nair, tom.berg")], to: repository, by: .nora)
    try await repository.approveLate(last, by: .mia)
    try await repository.approveLate(last, by: .leo)
    try await run(
      repository, exits: isOwn ? 1 : 0, naming: isOwn ? .authorApproval : nil)
    try await expectInForce(isOwn ? repository.anchor : last, in: repository)
  }

  @Test("63: noise lands every hour, under governors' addresses, while they sign on different days")
  func noise() async throws {
    let repository = try await repository()
    let landing = try await push([Self.wider], to: repository, by: .tom)
    for hour in 0..<6 {
      if hour == 1 { try await repository.approveLate(landing, by: .mia) }
      if hour == 5 { try await repository.approveLate(landing, by: .leo) }
      try await push(
        [.file(Policies.group("dba"), "members: [priya.nair, tom.berg] # \(hour)\n")],
        to: repository, by: hour.isMultiple(of: 2) ? .leo : .mia)
      try await run(
        repository, at: .drill(.hours(hour)), exits: 1, naming: .policyNotAccepted)
    }
    try await expectInForce(landing, in: repository)
  }
}
