import Model
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

/// An access repository on a bare remote, a clone of it, people with keys, and a ledger that was begun.
final class ApproveHub: Sendable {
  let scratch: ScratchDirectory
  let anchor: String
  var hub: String { scratch.file("hub.git") }
  var clone: String { scratch.file("clone") }

  static let people = ["ana", "priya", "tom", "lena", "marco"]
  static let request = "requests/billing/ana.yaml"

  /// - Parameters:
  ///   - begun: Whether the processor has begun its ledger.
  ///   - more: Files that the first commit has as well, or instead, by path.
  init(begun: Bool = true, more: [String: String] = [:]) async throws {
    scratch = try ScratchDirectory()
    try scratch.write("", to: "home/.gitconfig")
    for name in ApproveHub.people + ["processor", "foreign"] {
      try await mustRun(
        "ssh-keygen",
        ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", scratch.file("key-\(name)")])
    }
    let program = ApproveProgram(scratch: scratch)
    let (hub, clone) = (scratch.file("hub.git"), scratch.file("clone"))
    try await program.must("git", ["init", "-q", "--bare", "-b", "main", hub])
    try await program.must("git", ["clone", "-q", hub, clone])
    try await program.must("git", ["-C", clone, "switch", "-q", "-c", "main"])
    try ApproveHub.writePolicies(scratch)
    for (path, content) in more { try scratch.write(content, to: "clone/\(path)") }
    try await program.must("git", ["-C", clone, "add", "-A"], by: "lena")
    try await program.must("git", ["-C", clone, "commit", "-q", "-m", "Policies"], by: "lena")
    try await program.must("git", ["-C", clone, "push", "-q", "origin", "main"])
    anchor = try await program.must("git", ["-C", clone, "rev-parse", "HEAD"]).text
    if begun { try await process("--first-run") }
  }

  /// Runs git in the clone, where it must succeed, and answers with what it printed.
  @discardableResult
  func git(_ arguments: String..., by person: String = "ana") async throws -> String {
    try await ApproveProgram(scratch: scratch).must("git", ["-C", clone] + arguments, by: person)
      .text
  }

  /// Runs git on the remote itself.
  @discardableResult
  func onHub(_ arguments: String...) async throws -> String {
    try await ApproveProgram(scratch: scratch).must("git", ["-C", hub] + arguments).text
  }

  /// Runs `countersign` as `person`, in the clone unless told otherwise.
  func countersign(
    _ arguments: [String], by person: String = "priya", key: String? = nil, in place: String? = nil,
    anchored: Bool = true
  ) async throws -> ProgramResult {
    try await ApproveProgram(scratch: scratch).run(
      ApproveProgram.countersign, arguments, by: person, key: key, in: place ?? clone,
      more: anchored ? ["COUNTERSIGN_ANCHOR": anchor] : [:])
  }

  /// Approves without being asked.
  func approve(_ arguments: String..., by person: String = "priya", key: String? = nil)
    async throws -> ProgramResult
  {
    try await countersign(["approve"] + arguments + ["--yes"], by: person, key: key)
  }

  /// Lets the processor do its work on the remote.
  func process(_ arguments: String...) async throws {
    let result = try await countersign(
      ["run", "--repository", hub, "--key", scratch.file("key-processor")] + arguments)
    guard result.status == 0 else { throw ScratchError(what: result.errorText) }
  }

  /// The subjects of the ledger's commits, newest first.
  func ledger() async throws -> [String] {
    try await onHub("log", "--format=%s", "countersign/ledger").split(separator: "\n").map(
      String.init)
  }

  /// All references of the remote.
  func references() async throws -> String { try await onHub("show-ref") }

  /// Commits `files` (a nil takes one away) on `branch`, which starts at main, and pushes it.
  @discardableResult
  func propose(
    _ files: [String: String?], on branch: String, by person: String = "ana"
  ) async throws -> String {
    try await git("fetch", "-q")
    let known = try await git("branch", "--list", branch)
    if known.isEmpty {
      try await git("switch", "-q", "-c", branch, "origin/main")
    } else {
      try await git("switch", "-q", branch)
    }
    for (path, content) in files {
      if let content {
        try scratch.write(content, to: "clone/\(path)")
      } else {
        try await git("rm", "-q", path)
      }
    }
    try await git("add", "-A")
    try await git("commit", "-q", "-m", "Request", by: person)
    try await git("push", "-q", "-f", "origin", branch)
    try await git("switch", "-q", "main")
    return try await git("rev-parse", branch)
  }

  /// Lands `files` of `person` by a merge that nobody signs, and returns the landing.
  @discardableResult
  func land(
    _ files: [String: String?], on branch: String, by person: String = "ana"
  ) async throws -> String {
    try await git("switch", "-q", "main")
    try await git("pull", "-q", "origin", "main")
    try await propose(files, on: branch, by: person)
    try await git("merge", "-q", "--no-ff", "-m", "Unsigned", branch, by: person)
    try await git("push", "-q", "origin", "main")
    return try await onHub("rev-parse", "main")
  }

  /// A request of `subject` for four hours.
  static func document(_ subject: String = "ana", entitlement: String = "read") -> String {
    """
    subject: \(subject)
    entitlement: \(entitlement)
    duration: 4h
    reason: Invoices.

    """
  }

  private static func writePolicies(_ scratch: ScratchDirectory) throws {
    func key(_ name: String) throws -> String {
      String(decoding: try scratch.read("key-\(name).pub").dropLast(), as: UTF8.self)
    }
    let verified = Instant(clampingSeconds: Int64(time(nil)) - 86_400)
    for name in people {
      try scratch.write(
        """
        name: \(name)
        class: employee
        emails: [\(name)@example.com]
        keys:
          - ssh: \(try key(name))
        verified: \(verified)
        status: active

        """, to: "clone/policies/people/\(name).yaml")
    }
    let files = [
      "countersign.yaml": """
      mainline: main
      ledger: countersign/ledger
      processor: {keys: [\(try key("processor"))]}
      identity: {stale_after: 90d}
      approvals: {expire_after: 7d, issue_within: 24h}
      governance:
        - {paths: ["policies/**"], approvals: [{count: 2, from: [group:security]}]}

      """,
      "groups/security.yaml": "members: [lena, marco]\n",
      "groups/dba.yaml": "members: [priya, tom]\n",
      "systems/billing.yaml": """
      description: Billing
      owner: group:dba
      plane: data
      entitlements:
        read:
          risk: medium
          eligible: [class:employee]
          approvals: [{count: 1, from: [group:dba]}]
          maximum_duration: 8h
        write:
          risk: medium
          eligible: [class:employee]
          approvals: [{count: 1, from: [group:dba]}, {count: 1, from: [group:security]}]
          maximum_duration: 8h
      connector: {type: ledger}

      """,
    ]
    for (path, content) in files { try scratch.write(content, to: "clone/policies/\(path)") }
  }
}

/// Runs programs as one of the people of an `ApproveHub`, who signs with a key of their own.
struct ApproveProgram {
  let scratch: ScratchDirectory

  /// The program under test, which stands beside the tests.
  static let countersign: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(
      decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/countersign"
  }()

  func run(
    _ program: String, _ arguments: [String], by person: String = "lena", key: String? = nil,
    in place: String? = nil, more: [String: String] = [:]
  ) async throws -> ProgramResult {
    var environment = [
      "HOME": scratch.file("home"), "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": person, "GIT_AUTHOR_EMAIL": "\(person)@example.com",
      "GIT_COMMITTER_NAME": person, "GIT_COMMITTER_EMAIL": "\(person)@example.com",
      "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "gpg.format", "GIT_CONFIG_VALUE_0": "ssh",
      "GIT_CONFIG_KEY_1": "user.signingkey",
      "GIT_CONFIG_VALUE_1": scratch.file("key-\(key ?? person)"),
    ]
    environment.merge(more) { $1 }
    return try await runProgram(program, arguments, in: place, environment: environment)
  }

  @discardableResult
  func must(_ program: String, _ arguments: [String], by person: String = "lena") async throws
    -> ProgramResult
  {
    let result = try await run(program, arguments, by: person)
    guard result.status == 0 else {
      throw ScratchError(
        what: "\(program) \(arguments.joined(separator: " ")): \(result.errorText)\(result.text)")
    }
    return result
  }
}
