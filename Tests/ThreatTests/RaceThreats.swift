import FoundationEssentials
import Model
import TestSupport
import Testing

@Suite struct RaceThreats {
  /// Where runs that race for one ledger stand.
  enum Place: CaseIterable {
    case clonesOfOneRemote, oneRepository
  }

  @Test(
    "31: runs at the same time against one ledger",
    arguments: [(Place.clonesOfOneRemote, 2), (.clonesOfOneRemote, 16), (.oneRepository, 8)])
  func race(_ place: Place, _ count: Int) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let requests = Person.all.filter { $0.id != "priya.nair" && $0.sponsor == nil }.map {
      Request("race-\($0.id)", for: $0.id)
    }
    let proposal = try await repository.commit(requests.map(\.file), by: .nora)
    try await repository.approve(proposal, by: [.priya])
    var places: [String] = []
    for index in 0..<count {
      places.append(
        place == .oneRepository
          ? repository.sandbox.path : try await repository.clone("runner-\(index)"))
    }
    let more = place == .oneRepository ? [] : ["--push", "origin"]
    let answers = try await withThrowingTaskGroup(of: AccessRepository.Answer.self) { group in
      for place in places {
        group.addTask {
          try await repository.countersign(repository.runArguments(in: place, more))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    // Whoever loses too often says so, and somebody always wins.
    #expect(answers.allSatisfy { [0, 75].contains($0.status) }, "\(answers)")
    #expect(answers.contains { $0.status == 0 })
    try await expectEachOnce(requests, in: repository)
  }

  @Test("32: a run is killed at any moment: the next one finishes", arguments: [1, 2])
  func killed(_ seed: UInt64) async throws {
    let repository = try await AccessRepository()
    let clock = ContinuousClock()
    let began = clock.now
    try await run(repository)
    let whole = Double((clock.now - began).components.attoseconds / 1_000_000_000_000) / 1_000_000
    let runner = try await repository.clone("runner")
    var random = Xorshift(state: seed)
    var requests: [Request] = []
    for index in 0..<8 {
      let request = Request("kill-\(index)", for: "nora.lind", duration: "30m")
      requests.append(request)
      try await repository.grant(request, by: .nora, approvedBy: [.tom])
      let moment = whole * Double(random.next() % 1500) / 1000
      _ = try await runProgram(
        "timeout",
        ["-s", "KILL", "\(moment)", AccessRepository.program]
          + repository.runArguments(in: runner, ["--push", "origin"]),
        in: repository.sandbox.scratch.path, environment: repository.sandbox.environment())
    }
    let last = try await repository.countersign(
      repository.runArguments(in: runner, ["--push", "origin"]))
    #expect(last.status == 0, "\(last)")
    try await expectEachOnce(requests, in: repository)
    try await mustRun("git", ["fsck", "--strict", "--no-dangling"], in: runner)
  }

  @Test(
    "32: a run is killed with the ledger's lock in its hand, a moment ago",
    arguments: [false, true])
  func killedInTheLock(_ isRemote: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let place = isRemote ? try await repository.clone("runner") : repository.sandbox.path
    let arguments = try repository.runArguments(
      in: place, isRemote ? ["--push", "origin"] : [])
    let killed = try await runProgram(
      AccessRepository.program, arguments, in: repository.sandbox.scratch.path,
      environment: repository.sandbox.environment().merging(
        ["LD_PRELOAD": try await repository.sandbox.killerAtRename()]) { $1 })
    #expect(killed.status != 0)
    let lock = "\(repository.sandbox.path)/refs/heads/countersign/ledger.lock"
    #expect(FileManager.default.fileExists(atPath: lock))

    let next = try await repository.countersign(arguments)
    #expect(next.status == 0, "\(next)")
    try await expectEachOnce([request], in: repository)
    #expect(!FileManager.default.fileExists(atPath: lock))
  }

  @Test("32: the lock that a killed run left on a branch, and half of what it remembered")
  func leftLock() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    // What SIGKILL between taking the lock and moving the reference leaves, an hour later.
    let lock = try repository.sandbox.scratch.write(
      "", to: "repository.git/refs/heads/countersign/ledger.lock")
    try await mustRun("touch", ["-d", "1 hour ago", lock])
    try repository.sandbox.scratch.write(
      "4f", to: "repository.git/countersign/known/.\(repository.anchor).1.new")

    try await run(repository)
    try await expectEachOnce([request], in: repository)
  }

  @Test("32: the lock that a killed run left on what its clone remembers, a moment ago")
  func freshLock() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let runner = try await repository.clone("runner")
    let arguments = try repository.runArguments(in: runner, ["--push", "origin"])
    #expect(try await repository.countersign(arguments).status == 0)
    let request = Request("ana-invoices")
    try await repository.grant(request)
    let names = try await mustRun(
      "git", ["for-each-ref", "--format=%(refname)", "refs/countersign", "refs/remotes"],
      in: runner, environment: repository.sandbox.environment()
    ).text.split(separator: "\n")
    #expect(names.count == 2)
    for name in names { try repository.sandbox.scratch.write("", to: "runner/\(name).lock") }

    let last = try await repository.countersign(arguments)
    #expect(last.status == 0, "\(last)")
    try await expectEachOnce([request], in: repository)
  }

  /// Expects one grant and one issuing event of each request, on a ledger that is one line of commits.
  private func expectEachOnce(
    _ requests: [Request], in repository: AccessRepository,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let grants = try await repository.grants()
    #expect(
      grants.map(\.request.path).sorted() == requests.map(\.path).sorted(),
      sourceLocation: sourceLocation)
    #expect(grants.allSatisfy { $0.history.count == 1 }, sourceLocation: sourceLocation)
    let sandbox = repository.sandbox
    let log = try await sandbox.git(
      "log",
      "--format=%P|%(trailers:key=Event,valueonly,separator=%x2C) "
        + "%(trailers:key=Grant,valueonly,separator=%x2C)", "countersign/ledger")
    let lines = log.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
    #expect(
      lines.allSatisfy { $0.count == 1 || !$0[0].contains(" ") }, sourceLocation: sourceLocation)
    let events = lines.compactMap(\.last).filter { $0.contains("g-") }
    #expect(events.count == requests.count, sourceLocation: sourceLocation)
    #expect(Set(events).count == events.count, sourceLocation: sourceLocation)
    try await mustRun("git", ["fsck", "--strict", "--no-dangling"], in: sandbox.path)
  }
}

/// A small random sequence that is the same in every run of the tests.
private struct Xorshift {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}

extension GitSandbox {
  /// A library for `LD_PRELOAD`: whoever moves the ledger's lock to where the ledger is dies before it.
  fileprivate func killerAtRename() async throws -> String {
    let source = try scratch.write(
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <signal.h>
      #include <string.h>
      int rename(const char *from, const char *to) {
        if (strstr(from, "/countersign/ledger.lock")) raise(SIGKILL);
        int (*next)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
        return next(from, to);
      }
      """, to: "killer.c")
    let library = "\(scratch.path)/killer.so"
    // The compiler that built these tests is the one that is surely there.
    let places = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    let compiler = try #require(
      places.map { "\($0)/clang" }.first { FileManager.default.isExecutableFile(atPath: $0) })
    try await mustRun(compiler, ["-shared", "-fPIC", "-o", library, source], in: scratch.path)
    return library
  }
}
