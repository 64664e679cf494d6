import Model
import TestSupport
import Testing

/// What ends comes first, whatever has landed.
@Suite struct OrderThreats {
  /// What a landing brings besides what a run can read.
  enum Landing: CaseIterable {
    case readable, missingFolder
  }

  /// Lands a commit with a folder that is there, or with one whose objects are missing.
  @discardableResult
  private func land(_ landing: Landing, on repository: AccessRepository) async throws -> String {
    let tip = try await repository.tip()
    let sandbox = repository.sandbox
    let file = try await sandbox.writeObject(Array("hello\n".utf8), as: "blob")
    let folder =
      switch landing {
      case .readable: try await repository.writeTree([("100644", "a", file)])
      case .missingFolder: String(repeating: "12", count: 20)
      }
    var entries = [(mode: "40000", name: "docs", id: folder)]
    for line in try await sandbox.git("ls-tree", tip).split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      entries.append(
        (words[0] == "040000" ? "40000" : String(words[0]), String(words[3]), String(words[2])))
    }
    let tree = try await repository.writeTree(entries.sorted { $0.name < $1.name })
    let date = AccessRepository.clock.seconds
    let commit = """
      tree \(tree)
      parent \(tip)
      author Ana <ana@initech.example> \(date) +0000
      committer Ana <ana@initech.example> \(date) +0000

      A folder

      """
    return try await repository.land(try await repository.write(Array(commit.utf8)))
  }

  @Test(
    "58: a landing that no run can read comes first; what is over ends all the same",
    arguments: Landing.allCases)
  func expiry(_ landing: Landing) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "1h")
    try await repository.grant(request)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
    let before = try await repository.tip()
    try await land(landing, on: repository)

    let status = landing == .readable ? 0 : 74
    let answer = try await run(repository, at: .drill(.hours(1)), exits: status)
    #expect(answer.description.contains("expired"), "\(answer)")
    #expect(try await repository.grants().map(\.state) == ["expired"])
    let again = try await repository.ledgerTip()
    try await run(repository, at: .drill(.hours(2)), exits: status)
    if landing == .missingFolder {
      #expect(try await repository.ledgerTip() == again, "nothing ends twice")
      try await repository.land(before)
    }
    try await expectUnharmed(repository, at: .drill(.hours(3)))
  }

  @Test("58: what is deleted behind it ends as well", arguments: Landing.allCases)
  func deletion(_ landing: Landing) async throws {
    let repository = try await AccessRepository()
    let (kept, deleted) = (Request("ana-invoices"), Request("ben-read", for: "ben.cole"))
    try await repository.grant(kept)
    try await repository.grant(deleted, by: .ben, approvedBy: [.tom])
    try await run(repository)
    try await expectAccess(kept.path, in: repository)
    try await expectAccess(deleted.path, in: repository)
    try await land(landing, on: repository)
    let tip = try await repository.tip()
    let tree = try await repository.sandbox.git(
      "rev-parse", "\(tip):requests/billing-db/ana-invoices.yaml")
    let folder = try await repository.writeTree([("100644", "ana-invoices.yaml", tree)])
    let requests = try await repository.writeTree([("40000", "billing-db", folder)])
    var entries: [(mode: String, name: String, id: String)] = []
    for line in try await repository.sandbox.git("ls-tree", tip).split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }.map { String($0) }
      entries.append(("40000", words[3], words[3] == "requests" ? requests : words[2]))
    }
    let root = try await repository.writeTree(entries)
    let commit =
      "tree \(root)\nparent \(tip)\nauthor A <a@initech.example> 1795262400 +0000\n"
      + "committer A <a@initech.example> 1795262400 +0000\n\nDelete it\n"
    try await repository.land(try await repository.write(Array(commit.utf8)))

    try await run(repository, exits: landing == .readable ? 0 : 74)
    let states = try await repository.grants().map { "\($0.request.path) \($0.state)" }.sorted()
    #expect(states == ["\(kept.path) active", "\(deleted.path) revoked"])
    let reasons = try await repository.grants().first { $0.state == "revoked" }?.history.last?
      .reasons
    #expect(reasons?.map(\.code) == [.requestDeleted])
  }

  @Test("58: a mainline that cannot be fetched holds up no expiry", arguments: Landing.allCases)
  func fetching(_ landing: Landing) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices", duration: "1h")
    try await repository.grant(request)
    try await run(repository)
    let runner = try await repository.clone("runner")
    try await land(landing, on: repository)
    let answer = try await repository.countersign(
      repository.runArguments(at: .drill(.hours(1)), in: runner, ["--push", "origin"]))
    #expect(answer.status == (landing == .readable ? 0 : 74), "\(answer)")
    #expect(try await repository.grants().map(\.state) == ["expired"])
  }

  @Test("58: what begins waits until the mainline was read, and begins then")
  func beginning() async throws {
    let repository = try await AccessRepository()
    var later = Request("ana-later", duration: "1h")
    later.starts = "2026-11-21T13:00:00Z"
    let over = Request("ben-read", for: "ben.cole", duration: "1h")
    try await repository.grant(later)
    try await repository.grant(over, by: .ben, approvedBy: [.tom])
    try await run(repository)
    let before = try await repository.tip()
    try await land(.missingFolder, on: repository)
    try await run(repository, at: .drill(.hours(1)), exits: 74)
    let states = try await repository.grants().map(\.state).sorted()
    #expect(states == ["expired", "scheduled"])
    try await repository.land(before)
    try await run(repository, at: .drill(.hours(1)))
    try await expectAccess(later.path, in: repository)
    #expect(try await repository.grants().map(\.state).sorted() == ["active", "expired"])
    try await expectUnharmed(repository, at: .drill(.hours(1)))
  }
}
