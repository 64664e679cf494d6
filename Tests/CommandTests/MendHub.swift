import Foundation
import Model
import TestSupport
import Testing

/// A state that a command complains of, the mend that it prints, and what shows that the fault is gone.
struct MendCase: CustomTestStringConvertible, Sendable {
  let name: String
  /// The code that is told; nil where the fault has none.
  var code: ReasonCode?
  /// What the mend says, to the word.
  let mend: String
  /// What must not be said, since it would not help.
  var unsaid: [String] = ["<request>"]
  /// Makes the state in `hub` and answers with all that is said of it.
  let complaint: @Sendable (MendHub) async throws -> String
  /// Does what the mend says.
  let follow: @Sendable (MendHub) async throws -> Void
  /// Expects that the fault is gone.
  let check: @Sendable (MendHub) async throws -> Void

  var testDescription: String { name }
}

/// An `ApproveHub` whose people do what mends say, to the letter.
struct MendHub: Sendable {
  let hub: ApproveHub

  init(_ hub: ApproveHub) { self.hub = hub }

  /// Runs a printed command in a shell as `person`, placeholders filled in; `directory` is the clone else.
  ///
  /// Whether to go on is asked on the terminal, which a test has not: so approvals are confirmed beforehand.
  @discardableResult
  func follow(
    _ command: String, by person: String, in directory: String? = nil,
    filling: [String: String] = [:]
  ) async throws -> String {
    var text = command
    for (name, value) in filling { text = text.replacing("<\(name)>", with: value) }
    if text.hasPrefix("countersign approve ") { text += " --yes" }
    let folder = ApproveProgram.countersign.split(separator: "/").dropLast().map { "/\($0)" }
      .joined()
    let result = try await ApproveProgram(scratch: hub.scratch).run(
      "sh", ["-ec", text], by: person, in: directory ?? hub.clone,
      more: ["COUNTERSIGN_ANCHOR": hub.anchor, "PATH": "\(folder):/usr/local/bin:/usr/bin:/bin"])
    guard result.status == 0 else {
      throw ScratchError(what: "\(text): \(result.status) \(result.text)\(result.errorText)")
    }
    return result.text
  }

  /// Lets the processor work, `hours` from now on a drill's ledger, and answers with what it says.
  @discardableResult
  func run(exits status: Int = 0, _ more: String...) async throws -> String {
    let result = try await hub.countersign(
      ["run", "--repository", hub.hub, "--key", hub.scratch.file("key-processor")] + more)
    #expect(result.status == status, "\(result.text)\(result.errorText)")
    return result.text + result.errorText
  }

  /// The reasons of the request at `path`, and those of the whole, as JSON has them.
  func reasons(_ path: String? = nil) async throws -> String {
    let status = try await status()
    let found = path.flatMap { status[$0] }?.reasons ?? status.reasons
    return found.map { "\($0.code.rawValue): \($0.message) [\($0.hint ?? "")]" }
      .joined(separator: "\n")
  }

  func status() async throws -> AccessRepository.Status {
    let result = try await hub.countersign(
      ["status", "--repository", hub.hub, "--format", "json", "--all"])
    return try JSONDecoder().decode(AccessRepository.Status.self, from: Data(result.output))
  }

  /// Expects that the request at `path` was granted.
  func expectGranted(_ path: String = ApproveHub.request) async throws {
    try await run()
    let status = try await status()
    #expect(status[path]?.outcome == "granted", "\(status.requests)")
  }

  /// Expects that what the mainline holds is in force.
  func expectAccepted() async throws {
    try await run()
    #expect(try await hub.ledger().contains { $0.hasPrefix("Accept") })
    #expect(try await status().reasons.isEmpty)
  }

  /// Commits files on main in the clone and pushes them, by no merge.
  func push(_ files: [String: String], by person: String = "ana") async throws {
    try await hub.git("switch", "-q", "main")
    try await hub.git("pull", "-q", "origin", "main")
    for (path, text) in files { try hub.scratch.write(text, to: "clone/\(path)") }
    try await hub.git("add", "-A")
    try await hub.git("commit", "-q", "-m", "Pushed", by: person)
    try await hub.git("push", "-q", "origin", "main")
  }

  /// Merges `branch` into main as git does and pushes it.
  func merge(_ branch: String, by person: String, _ options: String...) async throws {
    try await hub.git("fetch", "-q")
    try await hub.git("switch", "-q", "-C", "main", "origin/main")
    let program = ApproveProgram(scratch: hub.scratch)
    try await program.must(
      "git", ["-C", hub.clone, "merge", "-q", "--no-ff", "-m", "A merge"] + options + [branch],
      by: person)
    try await hub.git("push", "-q", "origin", "main")
  }

  /// Merges `branch` into what is checked out, with `files` changed besides, signed by `person`.
  func mergeEvilly(
    _ branch: String, changing files: [String: String], by person: String = "priya"
  ) async throws {
    let git = ApproveProgram(scratch: hub.scratch)
    try await git.must(
      "git", ["-C", hub.clone, "merge", "-q", "--no-ff", "--no-commit", branch], by: person)
    for (path, text) in files { try hub.scratch.write(text, to: "clone/\(path)") }
    try await hub.git("add", "-A")
    try await git.must("git", ["-C", hub.clone, "commit", "-q", "-S", "-m", "A merge"], by: person)
  }

  /// Files a good request at `path`, approved by Priya's merge.
  func fileAnew(_ path: String, _ text: String = ApproveHub.document()) async throws {
    let branch = "anew-\(path.split(separator: "/").last ?? "")"
    try await hub.git("switch", "-q", "-C", "main", "origin/main")
    try await hub.propose([path: text], on: branch)
    try await merge(branch, by: "priya", "-S")
  }
}
