import FoundationEssentials
package import Model
internal import Synchronization

extension AccessRepository {
  /// The program under test, which the build puts beside the tests.
  package static let program: String = {
    do {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return tests.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/countersign"
    } catch {
      preconditionFailure("no /proc/self/exe: \(error)")
    }
  }()

  /// The variable by which a hook finds the program under test first.
  package var programPath: [String: String] {
    let folder = AccessRepository.program.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    return ["PATH": "\(folder):/usr/local/bin:/usr/bin:/bin"]
  }

  /// Gives the repository the hook that `init` writes for a plain host.
  package func installUpdateHook() async throws {
    let template = sandbox.scratch.file("template")
    try await mustRun("git", ["init", "-q", template], environment: sandbox.environment())
    let laidOut = try await countersign([
      "init", template, "--forge", "plain", "--person",
      "id=x,name=X,email=x@example.com,key=\(try key(.kim).path).pub",
    ])
    guard laidOut.status == 0 else { throw ScratchError(what: "\(laidOut)") }
    try sandbox.scratch.write(
      try sandbox.scratch.read("template/hooks/update"), to: "repository.git/hooks/update",
      mode: 0o755)
  }

  /// How one `countersign` ended.
  package struct Answer: Sendable, CustomStringConvertible {
    package let result: ProgramResult

    package init(result: ProgramResult) { self.result = result }

    package var status: Int { result.status }
    /// All that it printed.
    package var description: String { "exit \(status)\n\(result.text)\n\(result.errorText)" }

    /// Whether it names the reason `code` anywhere.
    package func names(_ code: ReasonCode) -> Bool { description.contains(code.rawValue) }
  }

  /// Runs `countersign` in the repository, or in a clone of it.
  package func countersign(
    _ arguments: [String], in directory: String? = nil, environment: [String: String] = [:]
  ) async throws -> Answer {
    Answer(
      result: try await runProgram(
        AccessRepository.program, arguments, in: directory ?? sandbox.path,
        environment: sandbox.environment().merging(environment) { $1 }))
  }

  /// The arguments of `run` as CI gives them.
  package func runArguments(
    at now: Instant? = .drill(), anchor: String? = nil, key name: KeyName = .processor,
    in directory: String? = nil, first: Bool = false, _ more: [String] = []
  ) throws -> [String] {
    var arguments = [
      "run", "--repository", directory ?? sandbox.path, "--anchor", anchor ?? self.anchor, "--key",
      try key(name).path, "--format", "json",
    ]
    if let now { arguments += ["--now", "\(now)"] }
    if first { arguments += now == nil ? ["--first-run"] : ["--first-run", "--drill"] }
    return arguments + more
  }

  /// `countersign run` at `now`; the first one begins the ledger, as a drill.
  @discardableResult
  package func run(
    at now: Instant? = .drill(), anchor: String? = nil, key: KeyName = .processor,
    _ more: [String] = [], environment: [String: String] = [:]
  ) async throws -> Answer {
    let first = hasBegun.withLock { begun in
      defer { begun = true }
      return !begun
    }
    return try await countersign(
      runArguments(at: now, anchor: anchor, key: key, first: first, more),
      environment: environment)
  }

  /// What `countersign status` says of the repository, or of a clone.
  package func status(in directory: String? = nil) async throws -> Status {
    try await answer("status", in: directory)
  }

  /// What `countersign grants` says.
  package func grants(
    in directory: String? = nil, under anchor: String? = nil
  ) async throws -> [Grant] {
    try await answer("grants", in: directory, under: anchor)
  }

  /// The grants that give access now or will: everything that has not ended.
  package func liveGrants(in directory: String? = nil) async throws -> [Grant] {
    try await grants(in: directory).filter { !["revoked", "expired"].contains($0.state) }
  }

  /// Runs `countersign audit`, which decides everything again.
  package func audit() async throws -> Answer {
    try await countersign([
      "audit", "--repository", sandbox.path, "--anchor", anchor, "--format", "json",
    ])
  }

  private func answer<Value: Decodable>(
    _ command: String, in directory: String?, under anchor: String? = nil
  ) async throws -> Value {
    let directory = directory ?? sandbox.path
    let answer = try await countersign(
      [command, "--repository", directory, "--anchor", anchor ?? self.anchor, "--format", "json"])
    do {
      return try JSONDecoder().decode(Value.self, from: Data(answer.result.output))
    } catch {
      throw ScratchError(what: "\(command) answered \(answer): \(error)")
    }
  }
}
