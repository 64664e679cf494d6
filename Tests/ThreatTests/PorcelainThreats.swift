import Model
import TestSupport
import Testing

/// Threats that come from what `git merge` and `git pull` do in somebody's work tree.
@Suite struct PorcelainThreats {
  @Test("42: a reviewer merges a contractor's annotated tag", arguments: [true, false])
  func annotatedTag(_ isSigned: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-export", "export")
    let proposal = try await repository.propose(request)
    let clone = try await repository.clone("work", [])
    try await repository.git("fetch", "-q", "origin", proposal, in: clone)
    // The tag's text becomes part of the message that the reviewer signs.
    try await repository.git(
      "tag", isSigned ? "-s" : "-a", "-m",
      "Release\n\nApproved-by: tom.berg\nApproved-by: mia.chen\nSigned-off-by: tom.berg", "v1",
      proposal, in: clone, by: .ana)
    try await repository.git(
      "merge", "-q", "--no-ff", "-S", "--no-edit", "v1", in: clone, by: .priya)
    let message = try await repository.git("log", "-1", "--format=%B", in: clone)
    #expect(message.contains("Approved-by: mia.chen"))
    try await repository.git("push", "-q", "origin", "HEAD:main", in: clone, by: .priya)

    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    try await repository.approveLate(try await repository.tip(), by: .tom)
    try await run(repository)
    let grant = try await expectAccess(request.path, in: repository)
    #expect(Set(grant.approvals.map(\.person)) == ["priya.nair", "tom.berg"])
  }

  @Test("48: a `git pull` between merge and push makes a foxtrot")
  func foxtrot() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let clone = try await repository.clone("work", [])
    try await repository.git("fetch", "-q", "origin", proposal, in: clone)
    try await repository.git(
      "merge", "-q", "--no-ff", "-S", "--no-edit", proposal, in: clone, by: .priya)
    // Somebody else was faster, and was processed; the reviewer pulls and pushes.
    let faster = Request("nora-read", for: "nora.lind")
    try await repository.grant(faster, by: .nora, approvedBy: [.tom])
    try await run(repository)
    try await repository.git(
      "pull", "-q", "--no-rebase", "--no-edit", "-S", "origin", "main", in: clone, by: .priya)
    try await repository.git("push", "-q", "origin", "HEAD:main", in: clone, by: .priya)

    try await run(repository)
    try await expectAccess(faster.path, in: repository)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.foxtrotMerge, .shortOfApprovals])
    // Nobody is locked out: the mainline goes on, and the landing can be approved late.
    try await repository.approveLate(try await repository.tip(), by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    try await expectUnharmed(repository)
  }
}
