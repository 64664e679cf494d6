import Model
import TestSupport
import Testing

/// What a run has pushed stands, and the next one goes on from there.
@Suite struct ProgressThreats {
  /// More than one push takes in.
  private static let many = 300

  /// Lands `count` plain commits, in one process.
  private func landNoise(_ count: Int, on repository: AccessRepository) async throws {
    let tip = try await repository.tip()
    let date = AccessRepository.clock.seconds - 600
    var stream = ""
    for number in 1...count {
      let parent = number == 1 ? "from \(tip)\n" : ""
      stream +=
        "commit refs/drafts/noise\ncommitter Ana <ana@initech.example> \(date) +0000\ndata 1\nx\n\(parent)"
        + "M 644 inline docs/note\ndata 12\n\(String(date + Int64(number)).prefix(11).padded)\n"
    }
    let sandbox = repository.sandbox
    try await mustRun(
      "git", ["fast-import", "--quiet", "--force"], in: sandbox.path,
      environment: sandbox.environment(), input: Array(stream.utf8))
    try await repository.land(try await sandbox.git("rev-parse", "refs/drafts/noise"))
  }

  /// The mainline commits that the ledger's pushes ended at.
  private func cursors(_ repository: AccessRepository) async throws -> Set<String> {
    let sandbox = repository.sandbox
    var found: Set<String> = []
    for id in try await sandbox.git("rev-list", "countersign/ledger").split(separator: "\n") {
      let text = try await sandbox.git("cat-file", "blob", "\(id):cursor.json")
      let line = text.split(separator: "\n").first { $0.contains("\"mainline\"") }
      found.insert(String(line ?? ""))
    }
    return found
  }

  @Test("58: hundreds of landings are taken in push by push, and an audit follows each")
  func manyLandings() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let requests = [Request("ana-invoices"), Request("ben-read", for: "ben.cole")]
    try await landNoise(Self.many, on: repository)
    try await repository.grant(requests[0])
    try await landNoise(Self.many, on: repository)
    try await repository.grant(requests[1], by: .ben, approvedBy: [.tom])
    try await run(repository)
    for request in requests { try await expectAccess(request.path, in: repository) }
    #expect(try await cursors(repository).count == 4, "begun, and three pushes")
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
    try await expectUnharmed(repository)
  }

  @Test(
    "32: a run over hundreds of landings is killed at any moment", arguments: [3, 4] as [UInt64])
  func killed(_ seed: UInt64) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let runner = try await repository.clone("runner")
    var requests: [Request] = []
    for person in [Person.ben, .tom, .nora] {
      try await landNoise(Self.many, on: repository)
      let request = Request("kill-\(person.id)", for: person.id, duration: "1h")
      requests.append(request)
      try await repository.grant(
        request, by: person, approvedBy: [person.id == Person.tom.id ? .priya : .tom])
    }
    let arguments = try repository.runArguments(in: runner, ["--push", "origin"])
    var random = seed
    for _ in 0..<6 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let moment = Double(random >> 33 % 1000) / 1000
      _ = try await runProgram(
        "timeout", ["-s", "KILL", "\(moment)", AccessRepository.program] + arguments,
        in: repository.sandbox.scratch.path, environment: repository.sandbox.environment())
    }
    let last = try await repository.countersign(arguments)
    #expect(last.status == 0, "\(last)")
    let grants = try await repository.grants()
    #expect(grants.map(\.request.path).sorted() == requests.map(\.path).sorted())
    #expect(grants.allSatisfy { $0.history.count == 1 })
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test("31: runs at the same time over hundreds of landings", arguments: [2, 6])
  func race(_ count: Int) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    try await landNoise(Self.many, on: repository)
    try await repository.grant(request)
    try await landNoise(Self.many, on: repository)
    var runners: [String] = []
    for number in 0..<count { runners.append(try await repository.clone("runner-\(number)")) }
    let answers = try await withThrowingTaskGroup(of: AccessRepository.Answer.self) { group in
      for runner in runners {
        group.addTask {
          try await repository.countersign(
            repository.runArguments(in: runner, ["--push", "origin"]))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.allSatisfy { [0, 75].contains($0.status) }, "\(answers)")
    #expect(try await repository.grants().map(\.history.count) == [1])
    #expect(try await cursors(repository).count == 4)
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test(
    "29: a landing with hundreds of requests is judged push by push; what is left has its first sight"
  )
  func bigLanding() async throws {
    var policies = Policies()
    let subjects = (0..<Self.many).map { "person-\($0)" }
    policies.people += subjects.map { Person($0) }
    let repository = try await AccessRepository(policies)
    try await run(repository)
    let requests = subjects.map { Request("r-\($0)", for: $0, duration: "1h") }
    let proposal = try await repository.commit(requests.map(\.file), by: .nora)
    try await repository.approve(proposal, by: [.tom])

    let copy = repository.sandbox.scratch.file("copy.git")
    try await mustRun("cp", ["-r", repository.sandbox.path, copy])
    try await run(repository)
    #expect(try await repository.status().requests.count == Self.many)
    #expect(try await repository.audit().status == 0)

    // Another run that died after its first push: the ledger as that left it.
    let ids = try await repository.sandbox.git("rev-list", "--reverse", "countersign/ledger")
    let first = try await firstPush(in: ids.split(separator: "\n").map(String.init), of: repository)
    try await repository.git(
      "fetch", "-q", repository.sandbox.path, "\(first):refs/heads/countersign/ledger", in: copy)
    let half = try await repository.status(in: copy)
    #expect((1..<Self.many).contains(half.requests.count), "\(half.requests.count)")
    let answer = try await repository.countersign(
      repository.runArguments(at: .drill(.minutes(30)), in: copy))
    #expect(answer.status == 0, "\(answer)")
    let whole = try await repository.grants(in: copy)
    #expect(whole.map(\.request.path).sorted() == requests.map(\.path).sorted())
    #expect(Set(whole.compactMap { $0.history.first?.at }).count == 2, "each at its run's own time")
    let audit = try await repository.countersign([
      "audit", "--repository", copy, "--anchor", repository.anchor, "--format", "json",
    ])
    #expect(audit.status == 0, "\(audit)")
  }

  /// The ledger commit that ended the first push in which a landing stayed underway.
  private func firstPush(in ids: [String], of repository: AccessRepository) async throws -> String {
    for id in ids {
      let names = try await repository.sandbox.git("ls-tree", "--name-only", id)
      guard !names.split(separator: "\n").contains("unfinished") else { continue }
      let cursor = try await repository.sandbox.git("cat-file", "blob", "\(id):cursor.json")
      if cursor.contains("\"underway\"") { return id }
    }
    throw ScratchError(what: "no landing stayed underway")
  }
}

extension Substring {
  /// With dots behind it, eleven characters.
  fileprivate var padded: String { self + String(repeating: ".", count: Swift.max(0, 11 - count)) }
}
