import FoundationEssentials
import Model
import TestSupport
import Testing

typealias Answer = AccessRepository.Answer
typealias FileChange = AccessRepository.FileChange
typealias Grant = AccessRepository.Grant
typealias KeyName = AccessRepository.KeyName
typealias Person = AccessRepository.Person
typealias Policies = AccessRepository.Policies
typealias Request = AccessRepository.Request

/// What `run --format json` prints.
struct RunAnswer: Decodable, Sendable {
  struct Key: Decodable, Sendable {
    let path: String
    let blob: String
  }
  struct Decision: Decodable, Sendable {
    let event: String
    let grant: String?
    let request: Key?
    let landing: String?
    let subject: String?
    let system: String?
    let entitlement: String?
    let start: Instant?
    let end: Instant?
    let path: String?
    let reasons: [AccessRepository.Reason]
  }

  let mainline: String
  let policy: String
  let ledger: String?
  let before: String?
  let isDryRun: Bool
  let drill: Bool
  let at: Instant
  let state: String
  let reasons: [AccessRepository.Reason]
  let decisions: [Decision]
  let next: Instant?

  enum CodingKeys: String, CodingKey {
    case mainline, policy, ledger, before, drill, at, state, reasons, decisions, next
    case isDryRun = "dry_run"
  }

  var events: [String] { decisions.map(\.event) }
}

/// What `audit --format json` prints.
struct AuditAnswer: Decodable, Sendable {
  struct Finding: Decodable, Sendable {
    let code: ReasonCode
    let message: String
    let commit: String?
  }

  let isOK: Bool
  let anchor: String
  let mainline: String
  let ledger: String
  let commits: Int
  let events: Int
  let grants: Int
  let findings: [Finding]

  enum CodingKeys: String, CodingKey {
    case anchor, mainline, ledger, commits, events, grants, findings
    case isOK = "ok"
  }
}

extension Answer {
  /// The answer as the program printed it.
  func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(result.output))
    } catch {
      throw ScratchError(what: "\(self) cannot be read: \(error)")
    }
  }
}

/// Runs the processor in the repository and expects exit `status` and, for a failure, its `code`.
@discardableResult
func run(
  _ repository: AccessRepository, at now: Instant = .drill(), exits status: Int = 0,
  naming code: ReasonCode? = nil, key: KeyName = .processor, _ more: [String] = [],
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> RunAnswer {
  let answer = try await repository.run(at: now, key: key, more)
  try expect(answer, exits: status, naming: code, sourceLocation: sourceLocation)
  return try answer.decoded(RunAnswer.self)
}

/// Expects how the program ended.
func expect(
  _ answer: Answer, exits status: Int, naming code: ReasonCode? = nil,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  #expect(answer.status == status, "\(answer)", sourceLocation: sourceLocation)
  if let code { #expect(answer.names(code), "\(answer)", sourceLocation: sourceLocation) }
}

extension AccessRepository {
  /// The ledger's name as git takes it.
  static let ledger = "refs/heads/countersign/ledger"

  /// Runs the processor with exactly `arguments` behind `run --repository`, and nothing it does not say.
  func bareRun(
    _ arguments: [String], in directory: String? = nil, environment: [String: String] = [:]
  ) async throws -> Answer {
    try await countersign(
      ["run", "--repository", directory ?? sandbox.path] + arguments, environment: environment)
  }

  /// The grants as the ledger's files hold them, read by git.
  func recorded(at tip: String = ledger) async throws -> [Grant] {
    let names = try await sandbox.git("ls-tree", "-r", "--name-only", tip, "grants/")
    var grants: [Grant] = []
    for name in names.split(separator: "\n") where name.hasSuffix(".json") {
      let text = try await sandbox.git("cat-file", "blob", "\(tip):\(name)")
      grants.append(try JSONDecoder().decode(Grant.self, from: Data(text.utf8)))
    }
    return grants
  }

  /// The recorded grant of `request`.
  func grant(of request: Request) async throws -> Grant? {
    try await recorded().last { $0.request.path == request.path }
  }

  /// The ledger's commits, oldest first.
  func ledgerCommits(_ tip: String = ledger) async throws -> [String] {
    try await sandbox.git("rev-list", "--reverse", tip).split(separator: "\n").map(String.init)
  }

  /// Everything a run could have changed in a repository: references and objects.
  func contents(of path: String? = nil) async throws -> [String] {
    let path = path ?? sandbox.path
    var all: [String] = []
    for arguments in [
      ["for-each-ref", "--format=%(refname) %(objectname)"],
      ["cat-file", "--batch-all-objects", "--batch-check"],
    ] {
      all.append(
        try await mustRun("git", arguments, in: path, environment: sandbox.environment()).text)
    }
    return all
  }

  /// The references of a repository, but those that this clone keeps for itself.
  func branches(of path: String) async throws -> String {
    try await mustRun(
      "git", ["for-each-ref", "--format=%(refname) %(objectname)", "refs/heads"], in: path,
      environment: sandbox.environment()
    ).text
  }

  /// Lands a change of policies with the approvals of security.
  @discardableResult
  func amend(_ changes: [FileChange], by people: [Person] = [.mia, .leo]) async throws -> String {
    try await approve(try await commit(changes, by: .kim), by: people)
  }

  /// The settings with another processor's key.
  func settings(processor: KeyName) -> FileChange {
    var changed = policies
    changed.processor = processor
    return .file(Policies.settings, changed.settings(keys))
  }
}

/// Expects that the audit finds nothing.
@discardableResult
func expectSound(
  _ repository: AccessRepository, _ more: [String] = [],
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> AuditAnswer {
  let answer = try await repository.countersign(
    [
      "audit", "--repository", repository.sandbox.path, "--anchor", repository.anchor, "--format",
      "json",
    ] + more)
  #expect(answer.status == 0, "\(answer)", sourceLocation: sourceLocation)
  let audit = try answer.decoded(AuditAnswer.self)
  #expect(audit.isOK && audit.findings.isEmpty, sourceLocation: sourceLocation)
  return audit
}
