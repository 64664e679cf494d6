import Model
import TestSupport
import Testing

/// Ledgers forged with the processor's own key: only the audit can tell, and it says where.
@Suite struct AuditTests {
  /// A repository whose ledger has several runs: begun, one grant, its end, another grant.
  private func past() async throws -> (AccessRepository, first: Request, second: Request) {
    let repository = try await AccessRepository()
    let first = Request("ben-early", for: "ben.cole", duration: "1h")
    let second = Request("nora-read", for: "nora.lind", of: "ledger-db")
    try await run(repository)
    try await repository.grant(first, by: .ben, approvedBy: [.tom])
    try await run(repository)
    try await run(repository, at: .drill(.hours(1)))
    try await repository.grant(second, by: .nora, approvedBy: [.tom])
    try await run(repository, at: .drill(.hours(1)))
    try await repository.land(try await repository.commit([.file("README.md", "More.\n")]))
    try await run(repository, at: .drill(.hours(2)))
    try await expectSound(repository)
    return (repository, first, second)
  }

  private func path(_ grant: Grant) -> String {
    "grants/\(grant.id.dropFirst(2).prefix(2))/\(grant.id).json"
  }

  /// Signs `original` anew with the processor's key: with another parent, and files changed.
  private func resign(
    _ original: String, on parent: String?, changing files: [String: String?] = [:],
    message: String? = nil, in repository: AccessRepository
  ) async throws -> String {
    let sandbox = repository.sandbox
    let said =
      if let message { message } else {
        try await sandbox.git("log", "-1", "--format=%B", original)
      }
    let date = try #require(Int(try await sandbox.git("log", "-1", "--format=%ct", original)))
    let tree =
      files.isEmpty ? "\(original)^{tree}" : try await sandbox.tree(files, base: original)
    return try await sandbox.commit(
      tree: tree, parents: parent.map { [$0] } ?? [], said + "\n",
      by: GitPerson(name: "Countersign", email: "countersign@localhost"), date: date,
      key: try repository.key(.processor))
  }

  /// Points the ledger at `tip` and expects the audit to name `commit`.
  private func expectFound(
    _ commit: String, at tip: String, in repository: AccessRepository,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    try await repository.sandbox.point(AccessRepository.ledger, at: tip)
    let answer = try await repository.audit()
    #expect(answer.status == 1, "\(answer)", sourceLocation: sourceLocation)
    let audit = try answer.decoded(AuditAnswer.self)
    #expect(!audit.isOK, sourceLocation: sourceLocation)
    #expect(
      audit.findings.contains { $0.commit == commit && $0.code == .ledgerUntrusted },
      "\(commit) is not named: \(answer)", sourceLocation: sourceLocation)
  }

  @Test("signing the ledger again as it is changes nothing for the audit")
  func honest() async throws {
    let (repository, _, _) = try await past()
    var top: String?
    for commit in try await repository.ledgerCommits() {
      top = try await resign(commit, on: top, in: repository)
    }
    try await repository.sandbox.point(AccessRepository.ledger, at: try #require(top))
    try await expectSound(repository)
  }

  @Test("a grant that nobody approved")
  func forgedGrant() async throws {
    let (repository, _, second) = try await past()
    let tip = try await repository.ledgerTip()
    let grant = try #require(try await repository.grant(of: second))
    let text = try await repository.sandbox.git("cat-file", "blob", "\(tip):\(path(grant))")
    let id = "g-" + String(repeating: "ab", count: 16)
    let forged = try await resign(
      tip, on: tip,
      changing: [
        "grants/ab/\(id).json":
          text.replacing(grant.id, with: id).replacing("nora.lind", with: "ana.silva") + "\n"
      ],
      message: try await repository.sandbox.git("log", "-1", "--format=%B", tip),
      in: repository)
    try await expectFound(forged, at: forged, in: repository)
  }

  @Test("an event that is left out, each in turn", arguments: 1...3)
  func dropped(_ place: Int) async throws {
    let (repository, _, _) = try await past()
    let commits = try await repository.ledgerCommits()
    var top = commits[place - 1]
    var first: String?
    for commit in commits[(place + 1)...] {
      top = try await resign(commit, on: top, in: repository)
      first = first ?? top
    }
    try await expectFound(try #require(first), at: top, in: repository)
  }

  @Test("a grant of the past that is edited")
  func edited() async throws {
    let (repository, first, _) = try await past()
    let tip = try await repository.ledgerTip()
    let grant = try #require(try await repository.grant(of: first))
    let text = try await repository.sandbox.git("cat-file", "blob", "\(tip):\(path(grant))")
    let changed = text.replacing("Reconcile", with: "Look at")
    #expect(changed != text)
    let forged = try await resign(
      tip, on: tip, changing: [path(grant): changed + "\n"], in: repository)
    try await expectFound(forged, at: forged, in: repository)
  }

  @Test("a ledger that is written anew from the middle")
  func rewritten() async throws {
    let (repository, first, _) = try await past()
    let commits = try await repository.ledgerCommits()
    let grant = try #require(try await repository.grant(of: first))
    var top = commits[0]
    var forged: String?
    for commit in commits[1...] {
      let text = try await repository.sandbox.git("cat-file", "blob", "\(commit):\(path(grant))")
      let changed = text.replacing("ben.cole", with: "nora.lind")
      #expect(changed != text)
      top = try await resign(
        commit, on: top, changing: [path(grant): changed + "\n"], in: repository)
      forged = forged ?? top
    }
    try await expectFound(try #require(forged), at: top, in: repository)
  }

  @Test("an end that is put off: the message stays, the record says more")
  func extended() async throws {
    let (repository, _, second) = try await past()
    let commits = try await repository.ledgerCommits()
    let grant = try #require(try await repository.grant(of: second))
    let issued = try #require(
      try await repository.sandbox.git(
        "log", "--format=%H", "--diff-filter=A", AccessRepository.ledger, "--", path(grant)
      ).split(separator: "\n").last)
    let place = try #require(commits.firstIndex(of: String(issued)))
    var top = commits[place - 1]
    var forged: String?
    for commit in commits[place...] {
      let text = try await repository.sandbox.git("cat-file", "blob", "\(commit):\(path(grant))")
      top = try await resign(
        commit, on: top,
        changing: [
          path(grant): text.replacing("\(grant.end)", with: "2027-11-21T12:00:00Z") + "\n"
        ],
        in: repository)
      forged = forged ?? top
    }
    try await expectFound(try #require(forged), at: top, in: repository)
  }

  @Test("the reader of a mainline that lost what the ledger covers")
  func lostMainline() async throws {
    let (repository, _, _) = try await past()
    try await repository.sandbox.point("refs/heads/main", at: repository.anchor)
    let answer = try await repository.audit()
    #expect(answer.status == 1, "\(answer)")
    let audit = try answer.decoded(AuditAnswer.self)
    #expect(audit.findings.map(\.code).contains(.rewoundMainline), "\(answer)")
  }

  @Test("no ledger, no anchor, another anchor")
  func nothingToAudit() async throws {
    let repository = try await AccessRepository()
    try expect(try await repository.audit(), exits: 77, naming: .ledgerUntrusted)
    try await run(repository)
    let none = try await repository.countersign(["audit", "--repository", repository.sandbox.path])
    try expect(none, exits: 77, naming: .noAnchor)
    let later = try await repository.land(try await repository.commit([.file("a", "b")]))
    let other = try await repository.countersign([
      "audit", "--repository", repository.sandbox.path, "--anchor", later,
    ])
    try expect(other, exits: 77, naming: .noAnchor)
  }
}
