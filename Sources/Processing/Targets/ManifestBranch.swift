internal import Connectors
internal import Git
internal import Model
internal import Signatures

/// The branch that a cluster follows, with one manifest for each grant (docs/connectors/kubernetes.md).
///
/// What counts as written is what stands on the branch once the push has come back; whether Argo CD or Flux has
/// applied it, only a program that reads the cluster can say.
struct ManifestBranch: TargetConnection {
  private let connector: KubernetesConnector
  /// The access repository, which keeps what is fetched; opened anew for each deed, since a repository
  /// belongs to one task at a time.
  private let store: String
  private let credentials: Credentials
  private let now: Instant
  private let key: SSHPrivateKey?
  private let programs: TargetPrograms

  init(
    _ connector: KubernetesConnector, from store: Repository, at now: Instant, key: SSHPrivateKey?,
    _ credentials: Credentials, by programs: TargetPrograms
  ) {
    self.connector = connector
    self.store = store.commonDirectory
    self.now = now
    self.key = key
    self.credentials = credentials
    self.programs = programs
  }

  /// How often a deed is tried again after somebody else moved the branch first.
  private static let attempts = 5
  /// Seconds until the branch's server must have answered.
  private static let timeLimit = 30
  /// Countersign's own file, which is always there.
  private static let keeper = "countersign-keep.yaml"

  func carryOut(_ order: AccessOrder) async -> TargetTrouble? {
    if order.deed == .identify { return nil }
    return switch await within(seconds: Self.timeLimit, { carriedOut(order) }) {
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
      let manifest = order.deed == .give ? try binding.manifest() : nil
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
      return .success(
        try fetched().bindings().flatMap { $0.binding.access(connector) }
          .filter { targets.contains($0.target) })
    } catch {
      return .failure(error)
    }
  }

  private func fetched() throws(TargetTrouble) -> ManifestFolder {
    try ManifestFolder(of: connector, into: store, credentials)
  }

  // MARK: Writing

  /// Has `manifest` stand for `grant`, or nothing; false where somebody else moved the branch first.
  private func write(_ manifest: [UInt8]?, of grant: RecordedGrant) throws(TargetTrouble) -> Bool {
    guard let key else { throw .failed("nobody can sign a commit on \(connector.branch) here") }
    let found = try fetched()
    let changes = try changes(manifest, of: grant, in: found)
    guard !changes.isEmpty else { return true }
    let tree = try targetGit { () throws(GitError) in
      try found.repository.updateTree(found.tree, changes)
    }
    guard tree != found.tree else { return true }
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
    let commit = try targetGit { () throws(GitError) in
      try found.repository.write(
        Commit.signedBytes(payload: payload, signature: signature), as: .commit)
    }
    let reference = "refs/heads/\(connector.branch)"
    do throws(GitError) {
      try found.repository.push(
        found.remote, [PushUpdate(reference: reference, local: commit, expected: found.tip)],
        credentials: credentials)
      return true
    } catch {
      if error.kind == .referenceMoved { return false }
      throw .program("\(error)")
    }
  }

  /// What has to change in the folder: whatever binds for `grant` goes, by whatever name it lies there, and
  /// Countersign's own file stays.
  private func changes(
    _ manifest: [UInt8]?, of grant: RecordedGrant, in found: ManifestFolder
  ) throws(TargetTrouble) -> [TreeChange] {
    let name = "\(grant.id).yaml"
    var changes: [TreeChange] = []
    if let manifest {
      changes.append(.put(try blob(manifest, in: found), at: "\(connector.folder)/\(name)"))
    } else {
      // What cannot be read may give anything to anybody; here it only must not keep access from ending.
      var names = Set(found.holds(name) ? [name] : [])
      do throws(TargetTrouble) {
        names.formUnion(try found.bindings().filter { $0.binding.isOf(grant.id) }.map(\.file))
      } catch .nonsense {}
      changes += names.sorted().map { .remove("\(connector.folder)/\($0)") }
    }
    if !found.holds(Self.keeper), let keeper = RoleBinding(keeping: connector) {
      let bytes = try keeper.manifest()
      changes.append(.put(try blob(bytes, in: found), at: "\(connector.folder)/\(Self.keeper)"))
    }
    return changes
  }

  private func blob(
    _ bytes: [UInt8], in found: ManifestFolder
  ) throws(TargetTrouble) -> ObjectID {
    try targetGit { () throws(GitError) in try found.repository.write(bytes, as: .blob) }
  }

  private func payload(tree: ObjectID, parent: ObjectID?, _ message: String) -> [UInt8] {
    let who = "Countersign <countersign@localhost> \(max(0, now.seconds)) +0000"
    let line = parent.map { "parent \($0)\n" } ?? ""
    return Array("tree \(tree)\n\(line)author \(who)\ncommitter \(who)\n\n\(message)\n".utf8)
  }

  // MARK: Looking

  /// What stands on the branch, and what the cluster has made of it.
  private struct Picture {
    let tip: ObjectID?
    let onBranch: Set<GrantID>
    /// Absent where nothing is known of it.
    var applied: Set<GrantID>?
    var status: ClusterStatus?
    /// Why nothing is, where the settings name who could tell.
    var silence: TargetTrouble?
  }

  func look(
    for orders: [AccessOrder]
  ) async -> Result<[GrantID: Sighting], TargetTrouble> {
    let grants = orders.map(\.grant.id)
    do throws(TargetTrouble) {
      let first = await within(seconds: Self.timeLimit) { drawn(of: grants, nil) }
      guard let first else { throw Self.late }
      var picture = try first.get()
      if let command = connector.status, let tip = picture.tip {
        do throws(TargetTrouble) {
          let status = try await status(by: command, at: tip)
          let next = await within(seconds: Self.timeLimit) { drawn(of: grants, status) }
          guard let next else { throw Self.late }
          picture = try next.get()
        } catch {
          picture.silence = error
        }
      }
      return .success(
        Dictionary(orders.map { ($0.grant.id, sighting(of: $0, in: picture)) }) { $1 })
    } catch {
      return .failure(error)
    }
  }

  private func status(
    by command: [String], at tip: ObjectID
  ) async throws(TargetTrouble) -> ClusterStatus {
    let end = try await programs.ask(
      command, try ClusterStatus.question(of: connector, at: "\(tip)")
    )
    .get()
    guard end.succeeded else {
      throw .program(
        "is not told what its cluster has applied: the program ended with status \(end.status)")
    }
    return try ClusterStatus(parsing: end.output)
  }

  private func drawn(
    of grants: [GrantID], _ status: ClusterStatus?
  ) -> Result<Picture, TargetTrouble> {
    func those(_ bindings: [(file: String, binding: RoleBinding)]) -> Set<GrantID> {
      Set(grants.filter { grant in bindings.contains { $0.binding.isOf(grant) } })
    }
    do throws(TargetTrouble) {
      let found = try fetched()
      var picture = Picture(tip: found.tip, onBranch: those(try found.bindings()))
      guard let status else { return .success(picture) }
      picture.status = status
      guard let applied = try found.bindings(at: status.applied, folder: connector.folder) else {
        throw .unclear(
          "is told that its cluster applied `\(status.applied.prefix(64))`, which the branch does not hold"
        )
      }
      picture.applied = those(applied)
      return .success(picture)
    } catch {
      return .failure(error)
    }
  }

  private func sighting(of order: AccessOrder, in picture: Picture) -> Sighting {
    let id = order.grant.id
    let isOnBranch = picture.onBranch.contains(id)
    guard order.deed == .take else {
      guard isOnBranch else { return .gone }
      if let trouble = picture.silence, order.deed == .identify { return .unclear("\(trouble)") }
      guard let status = picture.status, picture.applied?.contains(id) == true else {
        return .written
      }
      guard status.bindings != nil else { return .there(nil) }
      return status.uid(of: id).map { .there(TargetIdentifier(["uid": $0])) } ?? .written
    }
    if isOnBranch { return .there(nil) }
    if let trouble = picture.silence { return .unclear("\(trouble)") }
    guard let status = picture.status, let applied = picture.applied else { return .gone }
    if applied.contains(id) || status.stillHas(id, known: order.identifier) {
      return .unclear("has it off the branch, and its cluster has not applied that yet")
    }
    return .gone
  }
}
