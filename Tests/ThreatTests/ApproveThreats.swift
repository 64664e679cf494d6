import FoundationEssentials
import Model
import TestSupport
import Testing

/// What reviewers are shown and what they sign; `approve` and its git read the machine's clock, so these
/// take place today and not at the drill's time.
@Suite struct ApproveThreats {
  private static let now = Instant(clampingSeconds: Int64(Date().timeIntervalSince1970))

  /// A repository whose facts are fresh today.
  private func makeRepository() async throws -> AccessRepository {
    var policies = Policies()
    policies.people = policies.people.map { person in
      var person = person
      person.verified = "\(ApproveThreats.now.advanced(by: .days(-1)))"
      person.contractEnds = "\(ApproveThreats.now.advanced(by: .days(60)))"
      return person
    }
    return try await AccessRepository(policies)
  }

  /// Runs `approve` as `person` would in their own clone.
  private func approve(
    _ path: String, in clone: String, of repository: AccessRepository, by person: Person = .priya,
    _ more: [String] = []
  ) async throws -> AccessRepository.Answer {
    let key = try repository.key(try #require(person.keys.first).name)
    let config = [
      "gpg.format": "ssh", "user.signingkey": key.path,
    ].sorted { $0.key < $1.key }
    var environment = repository.sandbox.environment(
      person.git, date: Int(ApproveThreats.now.seconds))
    environment["GIT_CONFIG_COUNT"] = "\(config.count)"
    for (index, entry) in config.enumerated() {
      environment["GIT_CONFIG_KEY_\(index)"] = entry.key
      environment["GIT_CONFIG_VALUE_\(index)"] = entry.value
    }
    return try await repository.countersign(
      ["approve", path, "--yes", "--repository", clone, "--anchor", repository.anchor] + more,
      in: clone, environment: environment)
  }

  private func process(_ repository: AccessRepository) async throws {
    let answer = try await repository.run(at: nil)
    #expect(answer.status == 0, "\(answer)")
  }

  @Test("50: the contractor pushes a second request after the review and before the merge")
  func secondRequest() async throws {
    let repository = try await makeRepository()
    let request = Request("ana-invoices")
    let reviewed = try await repository.propose(request)
    try await repository.sandbox.point("refs/heads/ana", at: reviewed)
    let clone = try await repository.clone("reviewer")
    let looked = try await approve(request.path, in: clone, of: repository, ["--dry-run"])
    #expect(looked.status == 0 && looked.description.contains(reviewed), "\(looked)")

    let second = Request("ana-ledger", of: "ledger-db")
    try await repository.sandbox.point(
      "refs/heads/ana", at: try await repository.propose(second, on: reviewed))
    // On the pull request, CI warns that one merge would approve both.
    let checked = try await repository.countersign([
      "check", "refs/heads/ana", "--base", "main", "--anchor", repository.anchor,
    ])
    #expect(checked.status == 0 && checked.names(.mixedLanding), "\(checked)")
    #expect(checked.description.contains(second.path))
    let tip = try await repository.tip()
    let refused = try await approve(request.path, in: clone, of: repository)
    #expect(refused.status == 1 && refused.names(.mixedLanding), "\(refused)")
    #expect(refused.description.contains(second.path))
    #expect(try await repository.tip() == tip)

    // The commit that was looked at can still be approved, and only that.
    let approved = try await approve(
      request.path, in: clone, of: repository, ["--from", reviewed])
    #expect(approved.status == 0, "\(approved)")
    try await process(repository)
    try await expectAccess(request.path, in: repository)
    #expect(try await repository.status()[second.path] == nil)
    #expect(try await repository.audit().status == 0)
  }

  /// What else a branch may bring in, some of it without a trace at its end.
  enum Extra: CaseIterable {
    case policy, workflow, sourceCode, addedAndRemoved, otherRequestEdited
  }

  @Test("50: a branch that brings in more than the request named", arguments: Extra.allCases)
  func more(_ extra: Extra) async throws {
    let repository = try await makeRepository()
    let standing = Request("nora-read", for: "nora.lind")
    try await repository.land(try await repository.propose(standing, by: .nora))
    let request = Request("ana-invoices")
    let changes: [FileChange] =
      switch extra {
      case .policy: [.file(Policies.group("dba"), "members: [ana.silva]\n")]
      case .workflow: [.file(".github/workflows/run.yml", "run: x\n")]
      case .sourceCode, .addedAndRemoved: [.file("src/main.c", "int main;\n")]
      case .otherRequestEdited: [standing.asking("export").file]
      }
    var end = try await repository.commit(changes + [request.file])
    if extra == .addedAndRemoved {
      end = try await repository.commit([.removal("src/main.c")], on: end)
    }
    try await repository.sandbox.point("refs/heads/ana", at: end)
    let clone = try await repository.clone("reviewer")
    let tip = try await repository.tip()
    let refused = try await approve(request.path, in: clone, of: repository)
    #expect(refused.status == 1 && refused.names(.mixedLanding), "\(refused)")
    #expect(refused.description.contains(String(decoding: changes[0].path, as: UTF8.self)))
    #expect(try await repository.tip() == tip)
  }

  @Test("15: `approve` approves late what landed without an approval")
  func late() async throws {
    let repository = try await makeRepository()
    let request = Request("ana-invoices")
    try await repository.land(
      try await repository.commit([request.file], at: ApproveThreats.now.advanced(by: .minutes(-1)))
    )
    try await process(repository)
    let clone = try await repository.clone("reviewer")
    let byTom = try await approve(request.path, in: clone, of: repository, by: .tom)
    try await process(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    let byPriya = try await approve(request.path, in: clone, of: repository)
    #expect(byTom.status == 0 && byPriya.status == 0, "\(byTom)\n\(byPriya)")
    try await process(repository)
    try await expectAccess(request.path, in: repository)
  }
}
