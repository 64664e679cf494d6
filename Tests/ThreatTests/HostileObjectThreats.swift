import Model
import TestSupport
import Testing

/// Objects that a server without `receive.fsckObjects` takes, that a merge never opens, and that a run
/// must get past: who can only open pull requests must not be able to stop the processor.
@Suite struct HostileObjectThreats {
  /// A commit somewhere below a landing.
  enum History: CaseIterable {
    case treeIsBlob, repeatedParent, noAuthor, hugeDate, negativeDate, noMessage
    case longHeader, emptyEmail, encoded
  }

  @Test("24: odd commits in the history of a contractor's branch", arguments: History.allCases)
  func oddHistory(_ odd: History) async throws {
    let repository = try await AccessRepository()
    let tip = try await repository.tip()
    let request = Request("ana-invoices")
    let written = try await commit(odd, on: tip, in: repository)
    // The branch ends in a plain commit, so whoever merges it sees nothing but one new file.
    let proposal = try await repository.commit(
      tree: try await repository.sandbox.tree([request.path: request.text], base: tip),
      parents: [written], by: .ana, signed: .unsigned)
    let merge = try await repository.commit(
      tree: "\(proposal)^{tree}", parents: [tip, proposal], by: .priya)
    try await repository.land(merge)

    let answer = try await repository.run()
    #expect([0, 1, 77].contains(answer.status), "\(answer)")
    let status = try await repository.status()
    let outcome = try #require(status[request.path], "\(answer)")
    #expect(["granted", "refused"].contains(outcome.outcome), "\(outcome)")
    try await expectUnharmed(repository)
  }

  private func commit(
    _ odd: History, on tip: String, in repository: AccessRepository
  ) async throws -> String {
    let plain = try await repository.commit([], on: tip)
    let text = try await repository.sandbox.git("cat-file", "commit", plain)
    var headers = text.split(separator: "\n").prefix { !$0.starts(with: "A change") }
      .map(String.init)
    var message = "\nA change\n"
    switch odd {
    case .treeIsBlob:
      headers[0] = "tree \(try await repository.sandbox.git("rev-parse", "\(tip):README.md"))"
    case .repeatedParent: headers.insert(headers[1], at: 1)
    case .noAuthor: headers.removeAll { $0.hasPrefix("author ") }
    case .hugeDate:
      headers = headers.map { $0.replacing("1795261800", with: "99999999999999999999") }
    case .negativeDate: headers = headers.map { $0.replacing("1795261800", with: "-1795261800") }
    case .noMessage: message = ""
    case .longHeader: headers.append("x-note " + String(repeating: "n", count: 1 << 20))
    case .emptyEmail: headers = headers.map { $0.replacing("ana@initech.example", with: "") }
    case .encoded: headers.append("encoding ISO-8859-1")
    }
    return try await repository.write(
      Array((headers.joined(separator: "\n") + "\n" + message).utf8))
  }

  /// What stands where the tree says that a request is.
  enum Entry: CaseIterable {
    case fileIsTree, fileIsCommit, fileIsTag, folderIsBlob, oddMode, paddedMode, groupWritable
    case nullID, requestsIsFile, requestsIsLink, requestsIsModule, policiesIsLink, fileAndFolder
    case policyFileIsTree, policyFileIsCommit
  }

  @Test("24: entries whose objects are of another kind", arguments: Entry.allCases)
  func oddEntry(_ odd: Entry) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let tip = try await repository.tip()
    let tree = try await tree(odd, on: tip, in: repository)
    let proposal = try await repository.commit(
      tree: tree, parents: [tip], by: .ana, signed: .unsigned)
    try await repository.land(
      try await repository.commit(tree: tree, parents: [tip, proposal], by: .priya))

    let isPolicy = [.policiesIsLink, .policyFileIsTree, .policyFileIsCommit].contains(odd)
    try await run(repository, exits: isPolicy ? 1 : 0)
    #expect(try await repository.liveGrants().isEmpty)
    try await repository.land(
      try await repository.commit(
        tree: "\(repository.anchor)^{tree}", parents: [try await repository.tip()], by: .nora))
    try await expectUnharmed(repository)
  }

  private func tree(
    _ odd: Entry, on tip: String, in repository: AccessRepository
  ) async throws -> String {
    let sandbox = repository.sandbox
    let blob = try await sandbox.writeObject(Request("x").text.utf8, as: "blob")
    let readme = try await sandbox.git("rev-parse", "\(tip):README.md")
    let policies = try await sandbox.git("rev-parse", "\(tip):policies")
    func root(
      requests: (mode: String, id: String), policies: (mode: String, id: String)
    ) async throws -> String {
      try await repository.writeTree([
        ("100644", "README.md", readme), (policies.mode, "policies", policies.id),
        (requests.mode, "requests", requests.id),
      ])
    }
    func standing(_ mode: String, _ id: String) async throws -> String {
      let folder = try await repository.writeTree([(mode, "x.yaml", id)])
      let requests = try await repository.writeTree([("40000", "billing-db", folder)])
      return try await root(requests: ("40000", requests), policies: ("40000", policies))
    }
    switch odd {
    case .fileIsTree: return try await standing("100644", policies)
    case .policyFileIsTree, .policyFileIsCommit:
      let id = odd == .policyFileIsTree ? policies : tip
      let settings = try await sandbox.git("rev-parse", "\(tip):\(Policies.settings)")
      // Everybody's file stays: to take it away would stop them.
      let people = try await sandbox.git("rev-parse", "\(tip):policies/people")
      let workloads = try await sandbox.git("rev-parse", "\(tip):policies/workloads")
      let groups = try await repository.writeTree([("100644", "x.yaml", id)])
      let folder = try await repository.writeTree([
        ("100644", "countersign.yaml", settings), ("40000", "groups", groups),
        ("40000", "people", people), ("40000", "workloads", workloads),
      ])
      let empty = try await repository.writeTree([])
      return try await root(requests: ("40000", empty), policies: ("40000", folder))
    case .fileIsCommit: return try await standing("100644", tip)
    case .fileIsTag:
      let tag = try await sandbox.writeObject(
        "object \(blob)\ntype blob\ntag x\ntagger A <a@b> 1 +0000\n\nx\n".utf8, as: "tag")
      return try await standing("100644", tag)
    case .folderIsBlob: return try await standing("40000", blob)
    case .oddMode: return try await standing("7", blob)
    case .paddedMode: return try await standing("0100644", blob)
    case .groupWritable: return try await standing("100664", blob)
    case .nullID: return try await standing("100644", String(repeating: "0", count: 40))
    case .requestsIsFile:
      return try await root(requests: ("100644", blob), policies: ("40000", policies))
    case .requestsIsLink:
      return try await root(requests: ("120000", blob), policies: ("40000", policies))
    case .requestsIsModule:
      return try await root(requests: ("160000", tip), policies: ("40000", policies))
    case .policiesIsLink:
      let empty = try await repository.writeTree([])
      return try await root(requests: ("40000", empty), policies: ("120000", blob))
    case .fileAndFolder:
      let inner = try await repository.writeTree([("100644", "y.yaml", blob)])
      let folder = try await repository.writeTree([
        ("100644", "x.yaml", blob), ("40000", "x.yaml", inner),
      ])
      let requests = try await repository.writeTree([("40000", "billing-db", folder)])
      return try await root(requests: ("40000", requests), policies: ("40000", policies))
    }
  }
}
