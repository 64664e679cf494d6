import Git
import Model
import Processing
import Signatures
import TestSupport
import Testing

typealias Person = AccessRepository.Person
typealias Request = AccessRepository.Request
typealias KeyName = AccessRepository.KeyName

/// A company's access repository that a seed makes: every commit and every signature is made in this process.
///
/// What happens in it is told in `story`, so that a failure can be read.
final class World {
  let scratch: ScratchDirectory
  let repository: Repository
  let keys: WorldKeys
  let anchor: ObjectID
  let outside: WorldOutside
  var random: SplitMix64
  private(set) var now = Instant.drill()
  private(set) var tip: ObjectID
  private(set) var story: [String] = []
  /// The paths of all requests that ever landed, and what is on no path anybody used.
  var paths: [RepositoryPath] = []
  /// What the run decided that was foretold.
  var kinds: Set<Told.Kind> = []
  private var hasBegun = false
  private var names = 0

  /// - Parameter files: What stands in `policies/` at the anchor.
  init(
    seed: UInt64,
    files: (WorldKeys, inout SplitMix64) -> [(String, String)] = WorldPolicies.files
  ) async throws {
    random = SplitMix64(seed: seed)
    keys = try await WorldKeys.shared.value
    scratch = try ScratchDirectory()
    for (name, text) in [
      ("HEAD", "ref: refs/heads/main\n"), ("objects/.keep", ""), ("refs/heads/.keep", ""),
      ("config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"),
    ] {
      try scratch.write(text, to: ".git/\(name)")
    }
    repository = try Repository(discovering: scratch.path)
    outside = WorldOutside(repository: repository, keys: keys)
    var changes: [TreeChange] = []
    for (path, text) in files(keys, &random) {
      changes.append(.put(try repository.write(Array(text.utf8), as: .blob), at: path))
    }
    let tree = try repository.updateTree(nil, changes)
    anchor = try repository.write(
      keys.commit(
        tree, [], by: .kim, at: now.advanced(by: .hours(-48)), signed: nil, "Begin"), as: .commit)
    tip = anchor
    try repository.updateReference("refs/heads/main", to: anchor, from: nil, log: "test")
    try await run()
  }

  func tell(_ what: String) { story.append(what) }

  /// A name that nothing has yet.
  func freshName(_ stem: String) -> String {
    names += 1
    return "\(stem)-\(names)"
  }

  func pass(_ time: Duration) {
    now = now.advanced(by: time)
    tell("then \(time)")
  }

  // MARK: Commits

  /// A branch of one commit on the mainline's tip.
  struct Branch {
    let tip: ObjectID
    let changes: [TreeChange]
  }

  func put(_ text: String, at path: String) throws -> TreeChange {
    .put(try repository.write(Array(text.utf8), as: .blob), at: path)
  }

  func tree(of commit: ObjectID) throws -> ObjectID { try repository.rawCommit(commit).tree }

  func branch(_ changes: [TreeChange], by author: Person, signed: KeyName? = nil) throws -> Branch {
    let tree = try repository.updateTree(tree(of: tip), changes)
    let commit = try repository.write(
      keys.commit(
        tree, [tip], by: author, at: now, signed: signed ?? author.keys.first?.name, "Ask"),
      as: .commit)
    return Branch(tip: commit, changes: changes)
  }

  /// The merge of `branch` into the mainline, signed with one of `signer`'s keys, or nobody's.
  func merge(_ branch: Branch, by signer: Person, signed key: KeyName?) throws -> ObjectID {
    let tree = try repository.updateTree(tree(of: tip), branch.changes)
    return try repository.write(
      keys.commit(tree, [tip, branch.tip], by: signer, at: now, signed: key, "Approve"),
      as: .commit)
  }

  /// The merge that each of `signers` has signed, stacked one on the other.
  func merge(_ branch: Branch, approvedBy signers: [Person]) throws -> ObjectID {
    var top = branch
    for signer in signers {
      top = Branch(
        tip: try merge(top, by: signer, signed: signer.keys.first?.name), changes: branch.changes)
    }
    return top.tip
  }

  /// Lets the mainline end in `commit`.
  func land(_ commit: ObjectID) throws {
    try repository.updateReference("refs/heads/main", to: commit, from: tip, log: "test")
    tip = commit
  }

  /// Reads where the mainline is, which somebody else has pushed.
  func readTip() throws { tip = try repository.reference("refs/heads/main") ?? tip }

  // MARK: Runs

  /// What a run decides, in order.
  @discardableResult
  func run() async throws -> [Decision] {
    let runner = try Runner(
      repository: scratch.path, anchor: anchor, key: keys.processor, remote: nil, witness: nil,
      beginning: hasBegun ? .none : .first, isDrill: !hasBegun, assumed: now, clock: now,
      isDryRun: false, mayStartPrograms: false,
      certificates: CertificateDesk(ssh: [], agentPath: nil, x509: []), connectors: [],
      outside: outside.value)
    let result = try await runner.run()
    if let stopped = result.failures.first { throw stopped }
    hasBegun = true
    for decision in result.decisions.all { expectStep(decision) }
    try expectNothing(forWhomBrakesStop: result.decisions.all)
    return result.decisions.all
  }

  /// Holds what was issued against the brakes that hold behind the run: nobody whom one stops gets anything new, or has
  /// approved it.
  private func expectNothing(forWhomBrakesStop decisions: [Decision]) throws {
    let stopped = Set(try outlook().cursor.brakes.compactMap(\.identity))
    guard !stopped.isEmpty else { return }
    for case .issue(let grant, _) in decisions {
      #expect(!stopped.contains(grant.subject), "\(grant.subject) \(story)")
      #expect(stopped.isDisjoint(with: grant.approvals.map(\.person)), "\(grant) \(story)")
    }
  }

  /// Holds what a decision says of a grant's life against the steps that there are.
  private func expectStep(_ decision: Decision) {
    let grant: Grant
    switch decision {
    case .issue(let found, _), .certify(let found), .activate(let found), .expire(let found),
      .revoke(let found), .confirm(let found):
      grant = found
    default: return
    }
    var states: Set<GrantState?> = [nil]
    for event in grant.history {
      states = Set(
        GrantStep.all.filter { states.contains($0.from) && $0.event == event.event }.map(\.to))
    }
    #expect(states.contains(grant.state), "\(grant.history.map(\.event)) \(story)")
  }

  /// The ledger as commands read it.
  func outlook() throws -> LedgerOutlook {
    try LedgerOutlook(
      Workspace(opening: scratch.path, anchor: anchor, outside: outside.value), at: now)
  }
}

/// Everybody's keys, made once a process.
struct WorldKeys: Sendable {
  static let shared = Task { try await WorldKeys() }

  let files: [KeyName: GitKey]
  private let secrets: [KeyName: SSHPrivateKey]
  let processor: GivenKey
  /// Vouches for the workload `etl`, by the keys in `jwks`.
  let issuer: TokenIssuer
  let jwks: String

  private init() async throws {
    issuer = try TokenIssuer()
    jwks = try issuer.jwks()
    let scratch = try ScratchDirectory()
    files = try await AccessRepository.keyFiles(in: scratch)
    var secrets: [KeyName: SSHPrivateKey] = [:]
    for name in KeyName.allCases {
      secrets[name] = try SSHPrivateKey(openSSH: try scratch.read("keys/\(name.rawValue)"))
    }
    self.secrets = secrets
    processor = GivenKey(try scratch.read("keys/processor"), file: nil)
  }

  /// A commit object as git would write it.
  func commit(
    _ tree: ObjectID, _ parents: [ObjectID], by person: Person, at instant: Instant,
    signed name: KeyName?, _ message: String
  ) throws -> [UInt8] {
    let who = "\(person.id) <\(person.emails.first ?? "")> \(instant.seconds) +0000"
    let lines =
      ["tree \(tree)"] + parents.map { "parent \($0)" } + ["author \(who)", "committer \(who)", ""]
    let payload = Array((lines.joined(separator: "\n") + "\n\(message)\n").utf8)
    guard let name, let key = secrets[name] else { return payload }
    return Commit.signedBytes(payload: payload, signature: try key.sign(payload))
  }
}
