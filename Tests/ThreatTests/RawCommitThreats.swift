import Model
import TestSupport
import Testing

@Suite struct RawCommitThreats {
  /// Commit objects that git or libgit2 reads in their own ways.
  enum Shape: CaseIterable {
    case twoCommitters, twoSignatures, signature256, outOfOrder, nul, unknownTwice, unknownFirst,
      lookalike
    case unknownHeader, plain, encoded

    /// The near twins: what git writes itself, and what Jujutsu and GitButler add.
    var isFine: Bool { [.unknownHeader, .plain, .encoded].contains(self) }
  }

  @Test(
    "22: a merge with doubled, foreign or disordered headers, or a NUL", arguments: Shape.allCases)
  func malformed(_ shape: Shape) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    var raw = try await repository.rawMerge(
      try await repository.propose(request), into: try await repository.tip(), by: .priya)
    switch shape {
    case .twoCommitters:
      raw.headers.append("committer Tom <tom.berg@corp.example> 1795262000 +0000")
    case .outOfOrder: raw.headers.swapAt(3, 4)
    case .nul: raw.message = Array("A merge\u{0}, and more\n".utf8)
    case .unknownHeader: raw.headers.append("change-id mmrxzlqpwqouukrolqsqzqxkxvlktxyx")
    case .unknownTwice: raw.headers += ["change-id a", "change-id b"]
    case .unknownFirst: raw.headers.insert("change-id a", at: 3)
    case .lookalike: raw.headers.append("GPGSIG a")
    case .encoded: raw.headers.append("encoding ISO-8859-1")
    case .twoSignatures, .signature256, .plain: break
    }
    let signature = try await repository.signature(
      of: raw.payload, by: try repository.key(.priya))
    var object = raw.bytes(
      signature: signature, header: shape == .signature256 ? "gpgsig-sha256" : "gpgsig")
    if shape == .twoSignatures {
      var signed = raw
      signed.headers.append("gpgsig " + signature.split(separator: "\n").joined(separator: "\n "))
      object = signed.bytes(signature: signature)
    }
    let landing = try await repository.land(try await repository.write(object))

    try await run(repository)
    if shape.isFine {
      try await expectAccess(request.path, in: repository)
    } else {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.malformedCommit, .shortOfApprovals])
      try await repository.approveLate(landing, by: .priya)
      try await run(repository)
      try await expectAccess(request.path, in: repository)
    }
  }

  @Test("22: the commit that brings the request is malformed: its author cannot be told")
  func malformedAuthor() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let text = try await repository.sandbox.git("cat-file", "commit", proposal)
    let doubled = text.replacing(
      "\ncommitter ", with: "\nauthor Nora <nora.lind@corp.example> 1795262000 +0000\ncommitter ",
      maxReplacements: 1)
    let written = try await repository.write(Array((doubled + "\n").utf8))
    try await repository.approve(written, by: [.priya])

    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.malformedCommit])
    try await expectUnharmed(repository)
  }

  @Test(
    "22: a header that git does not know, in an unsigned commit that brings the request: its author is who it says",
    arguments: ["change-id a", "change-id a\nchange-id b", "gpgsig-sha256 x"])
  func unsignedHeaders(_ headers: String) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(request)
    let text = try await repository.sandbox.git("cat-file", "commit", proposal)
    let changed = text.replacing("\n\n", with: "\n\(headers)\n\n", maxReplacements: 1)
    let written = try await repository.write(Array((changed + "\n").utf8))
    try await repository.approve(written, by: [.priya])
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("23: replace refs and grafts that show another history", arguments: [true, false])
  func replacedHistory(_ isReplaceRef: Bool) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let tip = try await repository.tip()
    let proposal = try await repository.propose(request)
    if isReplaceRef {
      // What git shows instead of the unsigned merge is one that Priya signed for something else.
      let unsigned = try await repository.land(
        try await repository.merge(proposal, by: .nora, signed: .unsigned))
      let signed = try await repository.merge(proposal, into: tip, by: .priya)
      try await repository.sandbox.git("replace", unsigned, signed)
    } else {
      // The graft gives a plain signed commit the second parent that would make it a merge.
      let plain = try await repository.land(
        try await repository.commit(tree: "\(proposal)^{tree}", parents: [tip], by: .priya))
      try repository.sandbox.scratch.write(
        "\(plain) \(tip) \(proposal)\n", to: "repository.git/info/grafts")
    }

    let answer = try await run(repository)
    #expect(
      answer.result.errorText.lowercased().contains(isReplaceRef ? "refs/replace" : "grafts"),
      "\(answer)")
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    try await expectUnharmed(repository)
  }

  /// Trees that git itself would not write.
  enum Tree: String, CaseIterable {
    case duplicate, unsorted, dotGit = ".git", dotDot = ".."
  }

  @Test("24: a tree with duplicate or unsorted entries, .git or ..", arguments: Tree.allCases)
  func malformedTree(_ kind: Tree) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let sandbox = repository.sandbox
    let blob = try await sandbox.writeObject(request.text.utf8, as: "blob")
    let other = try await sandbox.writeObject(request.asking("superuser").text.utf8, as: "blob")
    let good = (mode: "100644", name: "ana-invoices.yaml", id: blob)
    let entries =
      switch kind {
      case .duplicate: [good, (mode: "100644", name: "ana-invoices.yaml", id: other)]
      case .unsorted: [good, (mode: "100644", name: "a.yaml", id: other)]
      case .dotGit, .dotDot: [(mode: "100644", name: kind.rawValue, id: other), good]
      }
    let folder = try await repository.writeTree(entries)
    let requests = try await repository.writeTree([(mode: "40000", name: "billing-db", id: folder)])
    let root = try await sandbox.git("ls-tree", try await repository.tip())
    let entriesOfRoot = root.split(separator: "\n").map { line in
      let words = line.split(whereSeparator: { " \t".contains($0) }).map(String.init)
      return (mode: words[0] == "040000" ? "40000" : words[0], name: words[3], id: words[2])
    }
    let tree = try await repository.writeTree(
      entriesOfRoot + [(mode: "40000", name: "requests", id: requests)])
    let tip = try await repository.tip()
    let proposal = try await repository.commit(
      tree: tree, parents: [tip], by: .ana, signed: .unsigned)
    try await repository.land(
      try await repository.commit(tree: tree, parents: [tip, proposal], by: .priya))

    try await run(repository)
    let status = try await repository.status()
    #expect(!status.requests.isEmpty)
    #expect(status.requests.allSatisfy { $0.outcome == "refused" }, "\(status)")
    #expect(try await repository.grants().isEmpty)
    // The mainline goes on once somebody has put the folder right.
    try await repository.land(
      try await repository.commit(
        tree: "\(repository.anchor)^{tree}", parents: [try await repository.tip()], by: .nora))
    try await expectUnharmed(repository)
  }
}
