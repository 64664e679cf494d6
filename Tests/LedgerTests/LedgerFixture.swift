import Git
import Ledger
import Model
import Signatures
import TestSupport
import Testing

/// A repository with a mainline of one commit, the anchor, and what it takes to write a ledger beside it.
struct LedgerFixture {
  let sandbox: GitSandbox
  let repository: Repository
  /// The processor's key.
  let key: GitKey
  let writer: LedgerWriter
  let anchor: ObjectID
  /// The anchor's `policies/` tree.
  let policy: ObjectID
  /// When ledgers are begun.
  let dawn: Instant

  init() async throws {
    sandbox = try await GitSandbox()
    key = try await sandbox.makeKey("processor")
    let commit = try await sandbox.commit(files: ["policies/countersign.yaml": "first\n"])
    try await sandbox.point("refs/heads/main", at: commit)
    repository = try Repository(discovering: sandbox.path)
    writer = LedgerWriter(repository: repository, key: try Self.read(key, sandbox))
    anchor = try id(commit)
    policy = try id(try await sandbox.git("rev-parse", "\(commit):policies"))
    dawn = try instant("2026-11-21T08:00:00Z")
  }

  static func read(_ key: GitKey, _ sandbox: GitSandbox) throws -> SSHPrivateKey {
    let name = key.path.utf8.split(separator: 0x2F).last.map { String(decoding: $0, as: UTF8.self) }
    return try SSHPrivateKey(openSSH: try sandbox.scratch.read(try #require(name)))
  }

  var keys: [SSHPublicKey] { [writer.key.publicKey] }

  /// The root of a new ledger.
  func begin(drill: Bool = false, replaces: ObjectID? = nil) throws -> ObjectID {
    try writer.begin(
      anchor: anchor, policy: policy, processorKeys: keys, drill: drill, at: dawn,
      replacing: try replaces.map { tip in try replaced(tip) })
  }

  /// The ledger at `tip` as one that replaces it reads it.
  func replaced(_ tip: ObjectID) throws(LedgerError) -> ReplacedLedger {
    try ReplacedLedger(tip, in: repository, anchor: anchor, at: dawn)
  }

  func open(_ tip: ObjectID, known: ObjectID? = nil) throws(LedgerError) -> TrustedLedger {
    try TrustedLedger.open(
      in: repository, tip: tip, anchor: anchor, anchorKeys: keys, known: known)
  }

  /// A ledger that was just begun.
  func beginAndOpen() throws -> TrustedLedger { try open(try begin()) }

  /// Appends `decisions`, `minutes` after the ledger was begun, and opens the result.
  func append(
    _ decisions: [Decision], to ledger: TrustedLedger, minutes: Int64 = 60,
    mainline: ObjectID? = nil, policy: ObjectID? = nil
  ) throws -> TrustedLedger {
    try open(
      try writer.append(
        judgement(decisions, after: ledger, minutes: minutes, mainline: mainline, policy: policy),
        processorKeys: keys, to: ledger, mainline: mainline ?? ledger.cursor.mainline))
  }

  func judgement(
    _ decisions: [Decision], after ledger: TrustedLedger, minutes: Int64 = 60,
    mainline: ObjectID? = nil, policy: ObjectID? = nil
  ) -> Judgement {
    var cursor = ledger.cursor
    cursor.at = at(minutes)
    cursor.mainline = mainline ?? cursor.mainline
    cursor.policy = policy ?? cursor.policy
    return Judgement(decisions: decisions, cursor: cursor)
  }

  func at(_ minutes: Int64) -> Instant { dawn.advanced(by: .seconds(60 * minutes)) }

  // MARK: What the run might decide

  func request(
    reason: String = "Reconcile the invoices.", ticket: String? = "OPS-4312"
  ) throws -> Request {
    let mark = Mark(line: 1, column: 1)
    return Request(
      system: try #require(SystemID("billing-db")), subject: try #require(IdentityID("ana.silva")),
      entitlement: "read-only", duration: .seconds(8 * 3600), starts: nil, ticket: ticket,
      reason: reason, isEmergency: false,
      marks: RequestMarks(
        subject: mark, entitlement: mark, duration: mark, starts: nil, ticket: nil, emergency: nil))
  }

  func approval(key: String = "SHA256:sponsor") throws -> Approval {
    Approval(
      verifiedSignatureOf: try #require(IdentityID("priya.nair")), key: key, format: .ssh,
      assurance: .personal, commit: numbered(7))
  }

  func landed(_ number: Int, path: RepositoryPath? = nil) throws -> LandedRequest {
    let path = path ?? RepositoryPath("requests/billing-db/r-\(number).yaml")
    return LandedRequest(
      key: RequestKey(path: path, blob: numbered(number)),
      grantID: grantID(number), landing: anchor, dated: dawn, seen: at(1),
      document: .readable(try request()),
      approvals: [SeenApproval(approval: try approval(), seen: at(1), dated: dawn, isLate: false)],
      changes: [RequestChange(commit: numbered(8), people: [], signer: nil, isOrigin: true)],
      holders: [numbered(8)], flaws: [], notes: [])
  }

  /// A grant of a request of its own, from an hour after the ledger was begun.
  func grant(_ number: Int, starts: Int64 = 60, request: Request? = nil) throws -> Grant {
    Grant(
      id: grantID(number), request: try request ?? self.request(), key: try landed(number).key,
      window: Window(start: at(starts), end: at(starts + 480)), landing: anchor, policy: policy,
      approvals: [try approval()],
      issued: GrantEvent(.issued, at: at(60), mainline: anchor))
  }

  func issue(_ number: Int, starts: Int64 = 60) throws -> Decision {
    .issue(
      try grant(number, starts: starts),
      RequestRecord(
        try landed(number), decided: at(60), outcome: .granted, grant: grantID(number), reasons: [])
    )
  }

  func settle(
    _ number: Int, _ outcome: RequestOutcome, path: RepositoryPath? = nil,
    _ reasons: [Reason] = []
  ) throws -> Decision {
    .settle(
      RequestRecord(
        try landed(number, path: path), decided: at(60), outcome: outcome, reasons: reasons),
      try request())
  }

  // MARK: What git says

  /// What `git verify-commit` says, with `signers` as the only allowed ones.
  func verifyCommit(_ commit: ObjectID, by signers: GitKey...) async throws -> ProgramResult {
    let lines = signers.map { "countersign \($0.publicLine)\n" }.joined()
    let file = try sandbox.scratch.write(lines, to: "allowed-\(commit)")
    return try await sandbox.tryGit(
      "-c", "gpg.format=ssh", "-c", "gpg.ssh.allowedSignersFile=\(file)", "verify-commit",
      commit.hex)
  }

  func files(_ commit: ObjectID) async throws -> [String] {
    try await sandbox.git("ls-tree", "-r", "--name-only", commit.hex).split(separator: "\n")
      .map(String.init)
  }

  func message(_ commit: ObjectID) async throws -> String {
    try await sandbox.git("log", "-1", "--format=%B", commit.hex)
  }

  /// The trailers as `git interpret-trailers` reads them.
  func trailers(_ commit: ObjectID) async throws -> [String] {
    let message = try await message(commit)
    let read = try await sandbox.tryGit(
      "interpret-trailers", "--parse", input: Array("\(message)\n".utf8))
    let formatted = try await sandbox.git("log", "-1", "--format=%(trailers)", commit.hex)
    #expect(read.text == formatted)
    return read.text.split(separator: "\n").map(String.init)
  }
}

func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text.utf8)) }

func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

func oid(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

/// An object id that is easily told from others and names nothing.
func numbered(_ number: Int) -> ObjectID {
  var bytes = [UInt8](repeating: 0xEE, count: 16)
  for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  return ObjectID(bytes: bytes) ?? { preconditionFailure("twenty bytes") }()
}

/// A grant's id; consecutive ones stand in different folders.
func grantID(_ number: Int) -> GrantID {
  GrantID(digest: (0..<16).map { UInt8(truncatingIfNeeded: (number * 167) >> (8 * ($0 % 4))) })
}

/// Expects `body` to fail with an error of `kind` whose message has `part`.
func expectError(
  _ kind: LedgerError.Kind, _ part: String,
  sourceLocation: Testing.SourceLocation = #_sourceLocation, _ body: () throws -> some Any
) {
  do {
    let value = try body()
    Issue.record("no error but \(value)", sourceLocation: sourceLocation)
  } catch let error as LedgerError {
    #expect(error.kind == kind, sourceLocation: sourceLocation)
    #expect(error.message.contains(part), "\(error)", sourceLocation: sourceLocation)
  } catch {
    Issue.record("another error: \(error)", sourceLocation: sourceLocation)
  }
}

/// Expects `body` to find that `commit` cannot be trusted, and that the message says `part`.
func expectUntrusted(
  _ commit: ObjectID, _ part: String, sourceLocation: Testing.SourceLocation = #_sourceLocation,
  _ body: () throws -> some Any
) throws {
  expectError(
    .untrusted(commit: try id(commit.hex)), part, sourceLocation: sourceLocation, body)
}

extension LedgerFixture {
  /// Commits another policy on the mainline; the landing and its `policies/` tree.
  func changePolicy(_ content: String) async throws -> (landing: ObjectID, tree: ObjectID) {
    let commit = try await sandbox.commit(
      files: ["policies/countersign.yaml": content], parents: ["refs/heads/main"])
    try await sandbox.point("refs/heads/main", at: commit)
    return (try id(commit), try id(try await sandbox.git("rev-parse", "\(commit):policies")))
  }
}
