import Model
import TestSupport
import Testing

/// What unfolds: a few hundred bytes that would make a reader read for hours (THREATS row 57).
@Suite struct SizeThreats {
  @Test("57: a nested tree of a billion paths", arguments: ["docs", "requests/x", "policies/x"])
  func treeBomb(_ folder: String) async throws {
    let repository = try await AccessRepository()
    let live = Request("live")
    try await repository.grant(live)
    try await run(repository)
    let tip = try await repository.tip()
    let bomb = try await repository.bomb(at: folder, on: tip)

    let check = try await repository.bounded(["check", bomb, "--anchor", repository.anchor])
    #expect(check.status == 1, "\(check)")
    if folder != "policies/x" { #expect(check.names(.tooLarge), "\(check)") }
    try await repository.land(
      try await repository.commit(
        tree: "\(bomb)^{tree}", parents: [tip, bomb], by: .priya))
    let answer = try await repository.run()
    #expect(answer.names(.tooLarge), "\(answer)")
    let isPolicy = folder.hasPrefix("policies")
    #expect(answer.status == (isPolicy ? 1 : 0), "\(answer)")
    try await expectAccess(live.path, in: repository)
    for arguments in [
      ["status"], ["audit"], ["verify", "--all"], ["doctor"], ["grants"],
      ["explain", live.path],
    ] {
      let answer = try await repository.bounded(
        arguments + (arguments[0] == "verify" ? [] : ["--anchor", repository.anchor]))
      #expect([0, 1].contains(answer.status), "\(arguments): \(answer)")
    }
    let status = try await repository.bounded(["status", "--anchor", repository.anchor])
    #expect(status.names(.tooLarge), "\(status)")

    // The revert has to look at all that it takes away; what lands behind it is judged like anything else.
    try await repository.land(
      try await repository.commit(
        tree: "\(tip)^{tree}", parents: [try await repository.tip()], by: .priya))
    try await run(repository)
    try await expectUnharmed(repository)
    try await expectAccess(live.path, in: repository)
  }

  @Test("57: what a landing holds that is too large is used up, and what it edits is revoked")
  func usedUp() async throws {
    let repository = try await AccessRepository()
    let (live, hidden) = (Request("live"), Request("hidden"))
    try await repository.grant(live)
    try await run(repository)
    let before = try await repository.tip()
    let draft = try await repository.commit(
      [hidden.file, live.asking("superuser").file], on: before)
    try await repository.land(try await repository.bomb(at: "docs", on: draft, parent: before))
    let answer = try await run(repository, naming: .tooLarge)
    #expect(answer.names(.requestEdited), "\(answer)")
    #expect(try await repository.liveGrants().isEmpty)

    try await repository.land(
      try await repository.commit(
        tree: "\(before)^{tree}", parents: [try await repository.tip()], by: .priya))
    try await run(repository, naming: .tooLarge)
    let check = try await repository.bounded([
      "check", try await repository.propose(hidden, signed: .own), "--anchor", repository.anchor,
    ])
    #expect(check.names(.requestReused), "\(check)")
    try await repository.grant(hidden)
    try await run(repository)
    try await expectNoAccess(hidden.path, in: repository, "refused", [.requestReused])
    // The near twin: the same content, at a path of its own.
    var fresh = hidden
    fresh.name = "fresh"
    try await repository.grant(fresh)
    try await run(repository)
    try await expectAccess(fresh.path, in: repository)
    #expect(try await repository.audit().status == 0)
  }

  @Test("57: a commit of 140 MB on the mainline itself is passed like any other")
  func fatCommit() async throws {
    let repository = try await AccessRepository()
    let live = Request("live")
    try await repository.grant(live)
    try await run(repository)
    let tip = try await repository.tip()
    let tree = try await repository.sandbox.git("rev-parse", "\(tip)^{tree}")
    let head =
      "tree \(tree)\nparent \(tip)\nauthor x <x@x> 1795262460 +0000\n"
      + "committer x <x@x> 1795262460 +0000\n\n"
    let fat = try await repository.write(
      Array(head.utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: 140 << 20))
    try await repository.land(fat)
    try await run(repository)
    try await expectAccess(live.path, in: repository)
    try await expectUnharmed(repository)
    // What is deleted behind it is still taken away.
    try await repository.land(
      try await repository.commit([.removal(live.path)], by: .tom))
    let answer = try await run(repository)
    #expect(answer.names(.requestDeleted), "\(answer)")
    for arguments in [["status"], ["audit"], ["grants"]] {
      let answer = try await repository.bounded(arguments + ["--anchor", repository.anchor])
      #expect(answer.status == 0, "\(arguments): \(answer)")
    }
  }

  @Test("57: more merge bases than anybody's history has", arguments: [3, 100])
  func mergeBases(_ count: Int) async throws {
    let repository = try await AccessRepository()
    let anchor = repository.anchor
    var sides: [String] = []
    for place in 0..<count {
      sides.append(
        try await repository.commit(
          tree: "\(anchor)^{tree}", parents: [anchor], "Side \(place)\n", by: .ben,
          signed: .unsigned))
    }
    try await repository.land(
      try await repository.commit(
        tree: "\(anchor)^{tree}", parents: [anchor] + sides, by: .ben, signed: .unsigned))
    let request = Request("ana-invoices")
    let joined = try await repository.commit(
      tree: "\(anchor)^{tree}", parents: sides, by: .ana, signed: .unsigned)
    let proposal = try await repository.propose(request, on: joined, signed: .own)
    let tip = try await repository.tip()
    try await repository.land(
      try await repository.commit(
        tree: "\(proposal)^{tree}", parents: [tip, proposal], by: .priya))
    if count == 100 {
      try await run(repository, naming: .tooLarge)
      #expect(try await repository.liveGrants().isEmpty)
    } else {
      try await run(repository)
      try await expectAccess(request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }

  @Test("57: thousands of requests that wait end push by push, and stand in nobody's way")
  func thousandsWait() async throws {
    let repository = try await AccessRepository()
    // More than one push ends, and not a multiple of that.
    let count = 2100
    let crowd = try await repository.commit(
      (0..<count).map { number in
        var request = Request("crowd-\(number)", for: "nora.lind")
        request.reason = "Number \(number)."
        return request.file
      }, by: .nora)
    try await repository.land(
      try await repository.merge(crowd, by: .ben, signed: .unsigned))
    try await run(repository)
    #expect(try await repository.status().requests.count { $0.outcome == "pending" } == count)
    // Whoever has the approvals is granted behind them.
    let request = Request("ana-invoices")
    try await repository.grant(request)
    try await run(repository, at: .drill(.minutes(10)))
    #expect(try await repository.liveGrants().map(\.subject) == ["ana.silva"])
    let before = try await repository.ledgerTip()
    let answer = try await repository.run(at: .drill(.days(8)))
    #expect(answer.status == 0, "\(answer)")
    #expect(
      answer.description.contains("\"refused\" : \(count)")
        || answer.description.contains("\"refused\": \(count)"),
      "\(answer.description.suffix(500))")
    #expect(try await repository.status().requests.count { $0.outcome == "pending" } == 0)
    // Each push is a pass of its own, whose last event ends the run in between.
    let ends = try await repository.sandbox.git(
      "log", "--format=%s", "--diff-filter=D", "\(before)..countersign/ledger", "--", "unfinished")
    #expect(ends.split(separator: "\n").count >= 2)
    let idle = try await repository.ledgerTip()
    #expect(try await repository.run(at: .drill(.days(9))).status == 0)
    #expect(try await repository.ledgerTip() == idle)
    #expect(try await repository.audit().status == 0)
  }

  @Test("57: a bomb on a branch that nobody merged does not keep anybody from approving")
  func approveBesideBomb() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request, signed: .own)
    try await repository.sandbox.point("refs/heads/ana-invoices", at: proposal)
    try await repository.sandbox.point(
      "refs/heads/notes", at: try await repository.bomb(at: "docs", on: repository.tip()))
    let answer = try await repository.bounded([
      "approve", request.path, "--remote", ".", "--dry-run", "--anchor", repository.anchor,
    ])
    #expect(answer.description.contains(request.path), "\(answer)")
    #expect(answer.status == 0, "\(answer)")
  }
}

extension AccessRepository {
  /// A commit that adds ten to the ninth paths below `folder` to the tree of `base`.
  func bomb(at folder: String, on base: String, parent: String? = nil) async throws -> String {
    var tree = try await writeTree([
      ("100644", "f", try await sandbox.git("rev-parse", "\(base):README.md"))
    ])
    for _ in 0..<9 {
      let id = tree
      tree = try await writeTree((0..<10).map { ("40000", "d\($0)", id) })
    }
    var root = tree
    for name in folder.split(separator: "/").reversed() {
      let above =
        folder.split(separator: "/").first == name ? "" : "\(folder.split(separator: "/")[0])"
      root = try await with(root, called: String(name), in: above, of: base)
    }
    return try await commit(
      tree: root, parents: [parent ?? base], by: .ana, signed: .unsigned)
  }

  /// The folder `above` of `base`, or its root, with the tree `id` at `name` besides.
  private func with(
    _ id: String, called name: String, in above: String, of base: String
  ) async throws -> String {
    let listed = try await sandbox.git("ls-tree", "\(base):\(above)")
    let others = listed.split(separator: "\n").filter { !$0.hasSuffix("\t\(name)") }
    return try await sandbox.git(
      "mktree", input: Array((others + ["040000 tree \(id)\t\(name)"]).joined(separator: "\n").utf8)
    )
  }

  /// Runs `countersign` with at most 2 GiB of address space and two minutes of one processor, so that what unfolds
  /// fails.
  func bounded(_ arguments: [String]) async throws -> Answer {
    Answer(
      result: try await runProgram(
        "sh",
        ["-c", "ulimit -v 2097152; ulimit -t 120; exec \"$0\" \"$@\"", AccessRepository.program]
          + arguments,
        in: sandbox.path, environment: sandbox.environment()))
  }
}
