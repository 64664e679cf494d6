import TestSupport
import Testing

/// Which commits `countersign verify` looks at, beside `git rev-list`.
@Suite struct VerifyRangeTests {
  private func ids(_ arguments: [String], in sandbox: GitSandbox) async throws -> Set<String> {
    let result = try await runProgram(
      AccessRepository.program, ["verify", "--format", "json"] + arguments, in: sandbox.path,
      environment: sandbox.environment())
    guard result.status < 2 else { throw ScratchError(what: result.errorText) }
    let ids = result.text.split(separator: "\n").map { String($0.dropFirst(11).prefix(40)) }
    #expect(Set(ids).count == ids.count, "a commit comes twice")
    return Set(ids)
  }

  private func listed(_ arguments: [String], in sandbox: GitSandbox) async throws -> Set<String> {
    let result = try await mustRun(
      "git", ["rev-list"] + arguments, in: sandbox.path, environment: sandbox.environment())
    return Set(result.text.split(separator: "\n").map(String.init))
  }

  /// A history of branches and merges with dates that go back and forth.
  private func history(seed: UInt64, commits: Int) async throws -> GitSandbox {
    let sandbox = try await GitSandbox(bare: true)
    var state = seed
    func random(_ end: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % end
    }
    let tree = try await sandbox.tree(["a": "b"])
    var made: [String] = []
    for number in 0..<commits {
      var parents: [String] = []
      if let last = made.last { parents.append(random(3) > 0 ? last : made[random(made.count)]) }
      if made.count > 3, random(3) == 0 {
        let other = made[random(made.count)]
        if !parents.contains(other) { parents.append(other) }
      }
      made.append(
        try await sandbox.commit(
          tree: tree, parents: parents, "Commit \(number)\n",
          date: GitSandbox.date + number * 60 - random(900)))
    }
    for (name, place) in [("main", commits - 1), ("side", commits - 4), ("old", commits / 2)] {
      try await sandbox.point("refs/heads/\(name)", at: made[place])
    }
    try await sandbox.git("tag", "-a", "-m", "A tag", "v1", made[commits / 3])
    try await sandbox.point(
      "refs/tags/blob", at: try await sandbox.writeObject(Array("x".utf8), as: "blob"))
    return sandbox
  }

  static let ranges: [[String]] = [
    ["main"], ["main", "side"], ["old..main"], ["v1..main"], ["old...side"], ["main", "^old"],
    ["main", "^v1", "^side"], ["main..side"], ["side..main"], ["--all"], ["..main"],
    ["main~3..main^"],
    ["main", "main"], ["v1"], ["--all", "^old"],
  ]

  @Test(arguments: [UInt64(1), 2, 3])
  func rangesAreThoseOfRevList(seed: UInt64) async throws {
    let sandbox = try await history(seed: seed, commits: 40)
    for range in Self.ranges {
      for (own, git) in [
        ([], ["--first-parent", "--merges"]), (["--merges"], ["--merges"]), (["--all-commits"], []),
      ] {
        #expect(
          try await ids(own + range, in: sandbox) == listed(git + range, in: sandbox),
          "\(own) \(range)")
      }
    }
  }

  /// A shallow clone is verified as far as it goes.
  @Test func shallowClonesEndWhereTheyEnd() async throws {
    let sandbox = try await history(seed: 4, commits: 30)
    try await mustRun(
      "git", ["clone", "-q", "--bare", "--depth", "4", "file://\(sandbox.path)", "shallow.git"],
      in: sandbox.scratch.path, environment: sandbox.environment())
    let path = sandbox.scratch.file("shallow.git")
    let result = try await runProgram(
      AccessRepository.program, ["verify", "--all-commits", "--format", "json", "-C", path],
      environment: sandbox.environment())
    let expected = try await mustRun(
      "git", ["rev-list", "HEAD"], in: path, environment: sandbox.environment())
    #expect(result.status == 1)
    #expect(
      Set(result.text.split(separator: "\n").map { $0.dropFirst(11).prefix(40) })
        == Set(expected.text.split(separator: "\n")))
  }

  /// What is missing for no reason is an error, not an end (THREATS row 33).
  @Test func missingHistoryIsAnError() async throws {
    let sandbox = try await history(seed: 5, commits: 10)
    let id = try await sandbox.git("rev-parse", "main~2")
    try await mustRun(
      "rm", ["-f", "\(sandbox.path)/objects/\(id.prefix(2))/\(id.dropFirst(2))"])
    let result = try await runProgram(
      AccessRepository.program, ["verify", "--all-commits"], in: sandbox.path,
      environment: sandbox.environment())
    #expect(result.status == 74)
    #expect(result.errorText.contains(id))
  }

  /// Replace refs and grafts show git another history, and `verify` says so and does not follow
  /// (THREATS row 23).
  @Test func otherHistoriesAreNotFollowed() async throws {
    let sandbox = try await history(seed: 6, commits: 12)
    let before = try await ids(["--all-commits", "main"], in: sandbox)
    try await sandbox.git("replace", "main", "old")
    let graft = try await sandbox.git("rev-parse", "main~1")
    try sandbox.scratch.write("\(graft)\n", to: "repository.git/info/grafts")
    #expect(try await ids(["--all-commits", "main"], in: sandbox) == before)
    #expect(try await ids(["--all-commits", "--all"], in: sandbox).isSuperset(of: before))
    let result = try await runProgram(
      AccessRepository.program, ["verify", "main"], in: sandbox.path,
      environment: sandbox.environment())
    #expect(result.errorText.contains("refs/replace") && result.errorText.contains("grafts"))
  }
}
