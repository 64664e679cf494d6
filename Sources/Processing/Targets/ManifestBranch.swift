internal import Connectors
internal import Git
internal import Model
internal import Signatures

/// The branch that a cluster follows, with one manifest for each grant (docs/connectors/kubernetes.md).
///
/// What counts as done is what stands on the branch once the push has come back; from there it is Argo CD's or
/// Flux's to apply.
struct ManifestBranch: TargetConnection {
  private let connector: KubernetesConnector
  /// The access repository, which keeps what is fetched; opened anew for each deed, since a repository
  /// belongs to one task at a time.
  private let store: String
  private let credentials: Credentials
  private let now: Instant
  private let key: SSHPrivateKey?

  init(
    _ connector: KubernetesConnector, from store: Repository, at now: Instant, key: SSHPrivateKey?,
    _ credentials: Credentials
  ) {
    self.connector = connector
    self.store = store.commonDirectory
    self.now = now
    self.key = key
    self.credentials = credentials
  }

  private var reference: String { "refs/heads/\(connector.branch)" }

  /// How often a deed is tried again after somebody else moved the branch first.
  private static let attempts = 5
  /// Bytes of a manifest; ours have less than one thousand.
  private static let largest = 64 << 10

  /// Seconds until the branch's server must have answered.
  private static let timeLimit = 30

  func carryOut(_ order: AccessOrder) async -> TargetTrouble? {
    switch await within(seconds: Self.timeLimit, { carriedOut(order) }) {
    case nil: Self.late
    case .failure(let trouble)?: trouble
    case .success?: nil
    }
  }

  func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble> {
    await within(seconds: Self.timeLimit) { listed(targets) } ?? .failure(Self.late)
  }

  private static var late: TargetTrouble {
    .late("did not answer within \(timeLimit) seconds")
  }

  private func carriedOut(_ order: AccessOrder) -> Result<Void, TargetTrouble> {
    guard let role = connector.bindings[order.grant.entitlement] else {
      return .failure(.failed("policy names no role for \(order.grant.entitlement)"))
    }
    do throws(TargetTrouble) {
      let binding = RoleBinding(
        for: order.grant, of: role, to: connector.user.name(of: order.grant.subject))
      let manifest = order.deed == .grant ? try binding.manifest() : nil
      for _ in 1...Self.attempts {
        if try write(manifest, of: order.grant) { return .success(()) }
      }
      return .failure(
        .failed("others moved the branch \(connector.branch) \(Self.attempts) times"))
    } catch {
      return .failure(error)
    }
  }

  private func listed(_ targets: [String]) -> Result<[TargetAccess], TargetTrouble> {
    do throws(TargetTrouble) {
      return .success(try access().filter { targets.contains($0.target) })
    } catch {
      return .failure(error)
    }
  }

  /// Has `manifest` stand for `grant`, or nothing; false where somebody else moved the branch first.
  private func write(_ manifest: [UInt8]?, of grant: RecordedGrant) throws(TargetTrouble) -> Bool {
    guard let key else { throw .failed("nobody can sign a commit on \(connector.branch) here") }
    let name = "\(grant.id).yaml"
    let found = try fetched()
    let repository = found.repository
    let old = found.files.first { $0.name.elementsEqual(name.utf8) }?.id
    let new = try manifest.map { bytes throws(TargetTrouble) in
      try inGit { () throws(GitError) in try repository.write(bytes, as: .blob) }
    }
    guard old != new else { return true }
    let path = "\(connector.folder)/\(name)"
    let tree = try inGit { () throws(GitError) in
      try repository.updateTree(found.tree, [new.map { .put($0, at: path) } ?? .remove(path)])
    }
    let deed = manifest == nil ? "Take away" : "Give"
    let payload = payload(
      tree: tree, parent: found.tip,
      "\(deed) \(grant.system)/\(grant.entitlement): \(grant.subject), \(grant.id)")
    let signature: [UInt8]
    do throws(SSHError) {
      signature = try key.sign(payload)
    } catch {
      throw .failed("the commit on \(connector.branch) cannot be signed: \(error)")
    }
    let commit = try inGit { () throws(GitError) in
      try repository.write(
        Commit.signedBytes(payload: payload, signature: signature), as: .commit)
    }
    do throws(GitError) {
      try repository.push(
        found.remote, [PushUpdate(reference: reference, local: commit, expected: found.tip)],
        credentials: credentials)
      return true
    } catch {
      if error.kind == .referenceMoved { return false }
      throw .program("\(error)")
    }
  }

  private func payload(tree: ObjectID, parent: ObjectID?, _ message: String) -> [UInt8] {
    let who = "Countersign <countersign@localhost> \(max(0, now.seconds)) +0000"
    let line = parent.map { "parent \($0)\n" } ?? ""
    return Array("tree \(tree)\n\(line)author \(who)\ncommitter \(who)\n\n\(message)\n".utf8)
  }

  /// All access that stands on the branch.
  ///
  /// A file that is no manifest of ours may give anything to anybody, so it is no answer.
  private func access() throws(TargetTrouble) -> [TargetAccess] {
    let found = try fetched()
    var access: [TargetAccess] = []
    for file in found.files {
      let bytes = try inGit { () throws(GitError) in
        try found.repository.bytes(of: file.id, as: .blob, atMost: Self.largest)
      }
      access += try RoleBinding(parsing: bytes).access(connector)
    }
    return access
  }

  /// The branch as it is now.
  private struct Found {
    let repository: Repository
    let remote: Remote
    /// Absent where the branch is not there yet.
    let tip: ObjectID?
    let tree: ObjectID?
    /// What is in the manifests' folder.
    let files: [TreeEntry]
  }

  private func fetched() throws(TargetTrouble) -> Found {
    try inGit { () throws(GitError) in
      let repository = try Repository(discovering: store)
      let remote = try repository.remote(connector.repository)
      let tip = try repository.fetch(
        remote, tracking: [reference: tracking], credentials: credentials)[reference]
      guard let tip else {
        return Found(repository: repository, remote: remote, tip: nil, tree: nil, files: [])
      }
      let tree = try repository.rawCommit(tip).tree
      var files = try repository.tree(tree)
      for name in connector.folder.utf8.split(separator: UInt8(ascii: "/")) {
        guard let entry = files.first(where: { $0.name.elementsEqual(name) }) else {
          files = []
          break
        }
        files = try repository.tree(entry.id)
      }
      return Found(repository: repository, remote: remote, tip: tip, tree: tree, files: files)
    }
  }

  /// Where the clone remembers the branch, so that the next fetch brings only what is new.
  private var tracking: String {
    let name = sha256(Array("\(connector.repository)\n\(connector.branch)".utf8))
    return "refs/countersign/targets/\(hexadecimal(name))"
  }

  private func inGit<Value>(
    _ body: () throws(GitError) -> Value
  ) throws(TargetTrouble) -> Value {
    do throws(GitError) {
      return try body()
    } catch {
      throw .program("\(error)")
    }
  }
}
