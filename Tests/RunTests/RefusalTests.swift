import Model
import TestSupport
import Testing

/// Runs that cannot be, by wrong flags, keys, anchors or repositories, change nothing.
@Suite struct RefusalTests {
  /// What the arguments of a run are made of.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let status: Int
    /// What standard error must say.
    let says: String
    let arguments: [String]

    init(_ name: String, _ status: Int, _ says: String, _ arguments: [String]) {
      self.name = name
      self.status = status
      self.says = says
      self.arguments = arguments
    }

    var testDescription: String { name }
  }

  static let usage = [
    Case("an unknown flag", 64, "--frobnicate", ["--frobnicate"]),
    Case("an unknown format", 64, "yaml", ["--format", "yaml"]),
    Case("a word too much", 64, "now", ["now"]),
    Case("an option without its value", 64, "--push", ["--push"]),
    Case("an instant that is none", 64, "--now", ["--now", "tomorrow"]),
    Case("a date alone", 64, "--now", ["--now", "2026-11-21"]),
    Case("a drill that begins nothing", 64, "--drill", ["--drill"]),
    Case("a short tip", 64, "--replace-ledger", ["--replace-ledger", "abc1234"]),
    Case(
      "two beginnings", 64, "exclude",
      ["--first-run", "--replace-ledger", String(repeating: "a", count: 40)]),
    Case("an abbreviated anchor", 64, "anchor", ["--anchor", "abc1234"]),
    Case("an anchor in capitals", 64, "anchor", ["--anchor", String(repeating: "A", count: 40)]),
    Case("a branch as the anchor", 64, "anchor", ["--anchor", "main"]),
    Case(
      "an anchor that is nowhere", 77, "no-anchor", ["--anchor", String(repeating: "a", count: 40)]),
    Case("a key file that is nowhere", 64, "/nowhere/key", ["--key", "/nowhere/key"]),
    Case("no repository", 74, "repository", ["--repository", "/nowhere"]),
    Case("a remote that nobody configured", 74, "upstream", ["--push", "upstream"]),
  ]

  @Test(
    "a command that nobody knows names the nearest",
    arguments: [
      ("statsu", "did you mean `status`?"), ("rnu", "did you mean `run`?"), ("merge", "--help"),
    ])
  func unknownCommand(_ word: String, _ hint: String) async throws {
    let result = try await runProgram(AccessRepository.program, [word], environment: [:])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errorText.contains("There is no command `\(word)`."))
    #expect(result.errorText.contains(hint))
  }

  @Test(arguments: usage)
  func refused(_ each: Case) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.grant(Request("ana-invoices"))
    let before = try await repository.contents()
    var arguments = [
      "--repository": repository.sandbox.path, "--anchor": repository.anchor,
      "--key": try repository.key(.processor).path, "--now": "\(Instant.drill())",
    ]
    if let flag = each.arguments.first { arguments[flag] = nil }
    let answer = try await repository.countersign(
      ["run"] + arguments.flatMap { [$0.key, $0.value] } + each.arguments)
    #expect(answer.status == each.status, "\(answer)")
    #expect(answer.result.errorText.contains(each.says), "\(answer)")
    #expect(answer.result.output.isEmpty, "\(answer)")
    #expect(try await repository.contents() == before)
  }

  @Test func anchors() async throws {
    let repository = try await AccessRepository()
    let key = try repository.key(.processor).path
    let before = try await repository.contents()
    let none = try await repository.bareRun(["--key", key, "--first-run"])
    try expect(none, exits: 77, naming: .noAnchor)
    // A commit beside the mainline, and one without policies.
    let side = try await repository.commit([.file("a", "b")])
    let empty = try await repository.sandbox.commit(
      tree: "4b825dc642cb6eb9a060e54bf8d69288fbee4904", parents: [])
    for anchor in [side, empty] {
      let answer = try await repository.bareRun(["--anchor", anchor, "--key", key, "--first-run"])
      try expect(answer, exits: 77, naming: .noAnchor)
    }
    #expect(try await repository.branches(of: repository.sandbox.path) == before[0])

    // The environment serves as well, and a flag outweighs it.
    let set = ["COUNTERSIGN_ANCHOR": repository.anchor, "COUNTERSIGN_KEY": key]
    let wrong = try await repository.bareRun(
      ["--anchor", side, "--first-run"], environment: set)
    try expect(wrong, exits: 77, naming: .noAnchor)
    try expect(try await repository.bareRun(["--first-run"], environment: set), exits: 0)
    // A ledger belongs to the anchor it was begun at.
    let later = try await repository.land(try await repository.commit([.file("a", "c")]))
    let other = try await repository.bareRun(["--anchor", later, "--key", key])
    try expect(other, exits: 77, naming: .noAnchor)
    try expect(try await repository.bareRun([], environment: set), exits: 0)
  }

  @Test func keys() async throws {
    let repository = try await AccessRepository()
    let scratch = repository.sandbox.scratch
    let before = try await repository.contents()
    func begin(_ more: [String], environment: [String: String] = [:]) async throws -> Answer {
      try await repository.bareRun(
        ["--anchor", repository.anchor, "--first-run"] + more, environment: environment)
    }
    let missing = try await begin([])
    try expect(missing, exits: 64)
    #expect(missing.description.contains("COUNTERSIGN_KEY"), "\(missing)")

    let encrypted = scratch.file("encrypted")
    try await mustRun(
      "ssh-keygen", ["-q", "-t", "ed25519", "-N", "secret phrase", "-f", encrypted])
    let locked = try await begin(["--key", encrypted])
    try expect(locked, exits: 64)
    #expect(
      locked.description.contains("ssh-keygen") && locked.description.contains("passphrase"),
      "\(locked)")
    for text in ["", "no key at all\n", try repository.key(.processor).publicLine + "\n"] {
      try expect(try await begin(["--key", try scratch.write(text, to: "odd")]), exits: 64)
    }
    try expect(try await begin(["--key", scratch.path]), exits: 65)
    try expect(try await begin(["--key", try repository.key(.stranger).path]), exits: 77)
    try expect(try await begin(["--key", try repository.key(.mia).path]), exits: 77)
    #expect(try await repository.branches(of: repository.sandbox.path) == before[0])

    // The key itself in the environment, as CI hands out secrets.
    let text = String(decoding: try scratch.read("keys/processor"), as: UTF8.self)
    let begun = try await begin([], environment: ["COUNTERSIGN_KEY": text])
    try expect(begun, exits: 0)
    #expect(!begun.description.contains("PRIVATE KEY"))

    // A key that is not in force writes nothing to a ledger either.
    try await repository.grant(Request("ana-invoices"), approvedBy: [.priya])
    let tip = try await repository.ledgerTip()
    let foreign = try await repository.bareRun([
      "--anchor", repository.anchor, "--key", try repository.key(.stranger).path,
    ])
    try expect(foreign, exits: 77)
    #expect(try await repository.ledgerTip() == tip)
  }

  @Test("--now writes to drills alone")
  func nowOnALedgerInUse() async throws {
    let repository = try await AccessRepository()
    let key = try repository.key(.processor).path
    let base = ["--anchor", repository.anchor, "--key", key]
    let now = ["--now", "\(Instant.drill())"]
    try expect(try await repository.bareRun(base + now + ["--first-run"]), exits: 64)
    #expect(try await repository.sandbox.git("for-each-ref", "refs/heads/countersign").isEmpty)
    try expect(try await repository.bareRun(base + ["--first-run"]), exits: 0)
    let before = try await repository.contents()
    try expect(try await repository.bareRun(base + now), exits: 64)
    try expect(try await repository.bareRun(base + now + ["--dry-run"]), exits: 64)
    #expect(try await repository.contents() == before)
    try await expectSound(repository)
  }

  @Test("the first run happens once")
  func firstRunTwice() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let before = try await repository.contents()
    let second = try await repository.countersign(repository.runArguments(first: true))
    try expect(second, exits: 77, naming: .ledgerUntrusted)
    #expect(try await repository.contents() == before)
    try await repository.sandbox.git("update-ref", "-d", AccessRepository.ledger)
    let deleted = try await repository.run()
    try expect(deleted, exits: 77, naming: .ledgerUntrusted)
    #expect(deleted.result.output.isEmpty)
  }

  @Test func shallowClone() async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.grant(Request("ana-invoices"))
    for (name, kind) in [("bare", ["--bare"]), ("work", [])] {
      let clone = try await repository.clone(name, kind + ["--depth=1", "--no-single-branch"])
      let answer = try await repository.countersign(
        repository.runArguments(in: clone, ["--push", "origin"]))
      try expect(answer, exits: 77, naming: .shallowClone)
      #expect(answer.description.contains("fetch-depth: 0"), "\(answer)")
    }
    #expect(try await repository.recorded().isEmpty)
  }

  @Test func otherHash() async throws {
    let other = try await GitSandbox(initArguments: ["--object-format=sha256"])
    let repository = try await AccessRepository()
    let answer = try await repository.countersign(
      repository.runArguments(in: other.path, first: true))
    try expect(answer, exits: 74)
    #expect(answer.description.lowercased().contains("sha"), "\(answer)")
  }

  @Test func noMainline() async throws {
    let repository = try await AccessRepository()
    try await repository.sandbox.git("branch", "-m", "main", "trunk")
    let answer = try await repository.countersign(repository.runArguments(first: true))
    try expect(answer, exits: 74)
    #expect(answer.description.contains("refs/heads/main"), "\(answer)")
  }
}
