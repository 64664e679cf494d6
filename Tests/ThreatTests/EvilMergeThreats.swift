import Model
import TestSupport
import Testing

@Suite struct EvilMergeThreats {
  /// What an evil merge does beyond bringing its branch in.
  enum Smuggled: CaseIterable {
    case request, policy, otherRequest, nothing
  }

  @Test(
    "1: an evil merge alters the request or smuggles something in", arguments: Smuggled.allCases)
  func evilMerge(_ smuggled: Smuggled) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let other = Request("nora-extra", for: "nora.lind")
    let evil: [FileChange] =
      switch smuggled {
      case .request: [request.asking("superuser").file]
      case .policy: [.file(Policies.group("dba"), "members: [priya.nair, ana.silva]\n")]
      case .otherRequest: [other.file]
      case .nothing: []
      }
    try await repository.land(
      try await repository.merge(proposal, changing: evil, by: .priya))

    guard smuggled != .nothing else {
      try await run(repository)
      try await expectAccess(request.path, in: repository)
      return
    }
    // A policy that nobody accepted waits, and somebody must act; the others harm only themselves.
    try await run(repository, exits: smuggled == .policy ? 1 : 0)
    let outcome = try await expectNoAccess(request.path, in: repository, "refused", [.evilMerge])
    let paths = String(decoding: evil[0].path, as: UTF8.self)
    #expect(outcome.reasons.contains { $0.code == .evilMerge && $0.message.contains(paths) })
    if smuggled == .otherRequest {
      try await expectNoAccess(other.path, in: repository, "refused", [.evilMerge])
    }
    if smuggled != .policy { try await expectUnharmed(repository) }
  }

  @Test("1: an evil merge below a clean landing is no approval")
  func evilMergeBelow() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-export", "export")
    let proposal = try await repository.propose(request)
    let tip = try await repository.tip()
    let evil = try await repository.merge(
      proposal, into: tip, changing: [Request("nora-extra", for: "nora.lind").file], by: .priya)
    try await repository.land(try await repository.merge(evil, into: tip, by: .tom))

    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.evilMerge, .shortOfApprovals])
    try await expectUnharmed(repository)
  }

  /// What a merge quietly does against the mainline or to an entry.
  enum Quiet: CaseIterable {
    case reviewerBack, requestBack, mainlineFileDropped, modeOnly, thirdResult
  }

  @Test("2: a merge drops, reverts or changes what nobody proposed", arguments: Quiet.allCases)
  func quietChange(_ quiet: Quiet) async throws {
    let repository = try await AccessRepository(
      extra: [.file("README.md", "Access.\n"), Request("old").file])
    let request = Request("ana-invoices")
    var branch = [request.file]
    if quiet == .thirdResult { branch.append(.file("notes.txt", "agreed\n")) }
    let proposal = try await repository.commit(branch)
    let (meanwhile, evil) = change(quiet, request)
    if let meanwhile {
      let change = try await repository.commit([meanwhile], by: .nora)
      try await repository.approve(change, by: [.mia, .leo])
    }
    try await repository.land(
      try await repository.merge(proposal, changing: [evil], by: .priya))

    try await run(repository, exits: quiet == .reviewerBack ? 1 : 0)
    let outcome = try await expectNoAccess(request.path, in: repository, "refused", [.evilMerge])
    let path = String(decoding: evil.path, as: UTF8.self)
    #expect(outcome.reasons.contains { $0.code == .evilMerge && $0.message.contains(path) })
    if quiet != .reviewerBack { try await expectUnharmed(repository) }
  }

  @Test("2: a merge that keeps what the mainline changed meanwhile is clean")
  func divergedButClean() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let change = try await repository.commit([.file("README.md", "New.\n")], by: .nora)
    try await repository.approve(change, by: [.mia])
    try await repository.approve(proposal, by: [.priya])

    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("2: a merge of histories that share nothing, clean and evil", arguments: [true, false])
  func unrelatedHistories(_ isEvil: Bool) async throws {
    let repository = try await AccessRepository()
    let tip = try await repository.tip()
    let request = Request("ana-invoices")
    let other = Request("nora-extra", for: "nora.lind")
    let orphan = try await repository.sandbox.importCommit(
      [request.file], on: nil, by: Person.ana.git, at: .drill(.minutes(-10)))
    let files = isEvil ? [request.file, other.file] : [request.file]
    let merged = try await repository.commit(files, on: tip)
    try await repository.land(
      try await repository.commit(
        tree: "\(merged)^{tree}", parents: [tip, orphan], by: .priya))
    try await run(repository)
    if isEvil {
      try await expectNoAccess(request.path, in: repository, "refused", [.evilMerge])
    } else {
      try await expectAccess(request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }

  @Test("2: a merge whose two parents are one commit brings in whatever it likes")
  func sameParentTwice() async throws {
    let repository = try await AccessRepository()
    let tip = try await repository.tip()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    // `git commit-tree` takes a parent once, so the second one is written by hand.
    var raw = try await repository.rawMerge(proposal, into: tip, by: .priya)
    raw.headers[2] = "parent \(tip)"
    let signature = try await repository.signature(
      of: raw.payload, by: try repository.key(.priya))
    try await repository.land(try await repository.write(raw.bytes(signature: signature)))
    try await run(repository)
    let status = try await repository.status()
    #expect(["refused", "pending"].contains(status[request.path]?.outcome), "\(status)")
    #expect(try await repository.grants().isEmpty)
    try await expectUnharmed(repository)
  }

  /// What the mainline changes while the branch waits, and what the merge then makes of it.
  private func change(_ quiet: Quiet, _ request: Request) -> (FileChange?, FileChange) {
    let dba = Policies.group("dba")
    switch quiet {
    case .reviewerBack:
      return (
        .file(dba, "members: [priya.nair]\n"), .file(dba, "members: [priya.nair, tom.berg]\n")
      )
    case .requestBack:
      return (.removal(Request("old").path), Request("old").file)
    case .mainlineFileDropped:
      return (.file("docs/guide.md", "How to.\n"), .removal("docs/guide.md"))
    case .modeOnly:
      return (nil, .file(request.path, request.text, mode: "100755"))
    case .thirdResult:
      return (.file("notes.txt", "agreed\n"), .file("notes.txt", "another\n"))
    }
  }

  @Test("41: a request that was refused or deleted is revived from an old signed merge")
  func revivedByCommitTree() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let approved = try await repository.grant(request)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    let deletion = try await repository.commit([.removal(request.path)], by: .nora)
    let tip = try await repository.land(deletion)
    try await run(repository)

    // The tree with the file, on the mainline, with the merge that once approved it as second parent.
    let revived = try await repository.commit([request.file], on: tip)
    try await repository.land(
      try await repository.commit(
        tree: "\(revived)^{tree}", parents: [tip, approved], by: .ana, signed: .unsigned))
    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "refused", [.evilMerge, .requestReused])
    try await expectUnharmed(repository)
  }

  @Test("41: a merge that the mainline already has approves nothing a second time")
  func oldMergeApprovesNothing() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-export", "export")
    // One of two approvals: it waits, is deleted, and a new landing brings it in by the same merge.
    let first = try await repository.approve(
      try await repository.propose(request), by: [.priya])
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    try await repository.land(try await repository.commit([.removal(request.path)], by: .nora))
    try await run(repository)
    let again = try await repository.propose(request, on: first)
    let tip = try await repository.tip()
    let revived = try await repository.commit(
      tree: "\(again)^{tree}", parents: [tip, first], by: .tom)
    try await repository.land(revived)
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [])
    try await expectUnharmed(repository)
  }
}
