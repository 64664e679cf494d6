import Git
import Intake
import Ledger
import Model
import Signatures

/// Makes a fixture: policies, a mainline, a ledger with past grants, and merges that wait.
struct FixtureMaker {
  let shape: FixtureShape
  let folder: String
  private let keys: KeyFiles

  /// Makes the fixture of `shape` in `folder`, which appears there when all of it is made.
  static func make(_ shape: FixtureShape, in folder: String) throws {
    let unfinished = "\(folder)/unfinished-\(shape.name)"
    Files.remove(unfinished)
    try Files.makeFolder(unfinished)
    try FixtureMaker(shape, unfinished).make()
    try Files.move(unfinished, to: "\(folder)/\(shape.name)")
  }

  private init(_ shape: FixtureShape, _ folder: String) throws {
    self.shape = shape
    self.folder = folder
    keys = try KeyFiles(making: folder)
  }

  private var path: String { "\(folder)/repository.git" }

  private func make() throws {
    _ = try Program(["git", "init", "-q", "--bare", "-b", "main", path]).run()
    // The packer shall look at few neighbours: a ledger of 100,000 grants is many objects.
    try git("config", "pack.windowMemory", "8192")
    let anchor = try commitAnchor()
    try git("update-ref", "refs/heads/main", anchor.commit.hex)
    if shape.commits > 0 { try MainlineStream(shape, behind: anchor.commit).load(into: path) }
    let repository = try Repository(discovering: path)
    let tip = try repository.resolve("refs/heads/main")
    let one = try merge(1, after: tip, in: repository)
    let many = try merge(shape.landed, after: tip, in: repository)
    try git("update-ref", "refs/benchmark/one", one.hex)
    try git("update-ref", "refs/benchmark/many", many.hex)
    let ledger = try LedgerFilling(
      shape: shape, path: path, key: keys.processor, anchor: anchor.commit,
      policy: anchor.policy, live: anchor.liveRequest, tip: tip
    ).fill()
    try git("update-ref", "refs/benchmark/ledger", ledger.hex)
    try git("config", "--unset", "pack.windowMemory")
    try pack()
    let packs = Files.names(in: "\(path)/objects/pack").joined(separator: " ")
    let facts: [(Fixture.FactName, String)] = [
      (.anchor, anchor.commit.hex), (.tip, tip.hex), (.ledger, ledger.hex), (.one, one.hex),
      (.many, many.hex), (.packs, packs),
    ]
    let text = facts.map { "\($0.0.rawValue) \($0.1)\n" }.joined()
    try Files.write(text.utf8, to: "\(folder)/facts")
  }

  private func git(_ arguments: String...) throws {
    _ = try Program(["git", "-C", path] + arguments).run()
  }

  /// One pack of what was made, as a clone has it; deltas that are there already stay.
  private func pack() throws {
    try git(
      "-c", "repack.writeBitmaps=false", "-c", "pack.window=0", "repack", "-a", "-d", "-q")
    try git("pack-refs", "--all")
  }

  // MARK: The mainline

  private struct Anchor {
    let commit: ObjectID
    let policy: ObjectID
    /// The blob of the live grant's request.
    let liveRequest: ObjectID
  }

  private func commitAnchor() throws -> Anchor {
    let repository = try Repository(discovering: path)
    let policies = PolicyFiles(
      shape: shape, processor: keys.processor.publicKey, reviewer: keys.reviewer.publicKey)
    try repository.beginBatch()
    var changes: [TreeChange] = []
    for file in try policies.all() {
      let blob = try repository.write(Array(file.text.utf8), as: .blob)
      changes.append(.put(blob, at: file.path))
    }
    let live = PolicyFiles.request(0, shape)
    let blob = try repository.write(Array(live.text.utf8), as: .blob)
    changes.append(.put(blob, at: live.path))
    let tree = try repository.updateTree(nil, changes)
    let commit = try write(
      CommitText(tree: tree, parents: [], email: PolicyFiles.reviewerEmail, message: "The anchor"),
      to: repository)
    let policy = try repository.tree(tree).first { $0.name.elementsEqual("policies".utf8) }
    try repository.commitBatch()
    guard let policy else { throw BenchmarkError("the anchor has no policies") }
    return Anchor(commit: commit, policy: policy.id, liveRequest: blob)
  }

  /// A signed merge that brings `count` requests, behind `tip`.
  private func merge(_ count: Int, after tip: ObjectID, in repository: Repository) throws
    -> ObjectID
  {
    try repository.beginBatch()
    var changes: [TreeChange] = []
    // Number 0 is the live grant's.
    for number in 1...count {
      let request = PolicyFiles.request(number, shape)
      let blob = try repository.write(Array(request.text.utf8), as: .blob)
      changes.append(.put(blob, at: request.path))
    }
    let tree = try repository.updateTree(try repository.rawCommit(tip).tree, changes)
    let branch = try write(
      CommitText(
        tree: tree, parents: [tip], email: PolicyFiles.email(0), message: "Ask for access"),
      to: repository)
    let payload = CommitText(
      tree: tree, parents: [tip, branch], email: PolicyFiles.reviewerEmail,
      message: "Approve it"
    ).payload
    let signed = Commit.signedBytes(
      payload: payload, signature: try keys.reviewer.sign(payload))
    let merge = try repository.write(signed, as: .commit)
    try repository.commitBatch()
    return merge
  }

  private func write(_ commit: CommitText, to repository: Repository) throws -> ObjectID {
    try repository.write(commit.payload, as: .commit)
  }
}

/// The keys of a fixture: ssh-keygen made them, and they are worth nothing elsewhere.
struct KeyFiles {
  let processor: SSHPrivateKey
  let reviewer: SSHPrivateKey

  init(making folder: String) throws {
    func key(_ name: String) throws -> SSHPrivateKey {
      let path = "\(folder)/\(name)"
      _ = try Program(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path])
        .run()
      return try SSHPrivateKey(openSSH: try Files.read(path))
    }
    processor = try key("processor")
    reviewer = try key("reviewer")
  }
}

/// A commit as git writes it, without a signature.
struct CommitText {
  let tree: ObjectID
  let parents: [ObjectID]
  let email: String
  let message: String

  /// 2026-11-20T11:59:00Z: a minute before the runs.
  static let seconds: Int64 = 1_795_175_940

  var payload: [UInt8] {
    let person = "Somebody <\(email)> \(Self.seconds) +0000"
    let lines =
      ["tree \(tree)"] + parents.map { "parent \($0)" }
      + ["author \(person)", "committer \(person)", "", message, ""]
    return Array(lines.joined(separator: "\n").utf8)
  }
}
