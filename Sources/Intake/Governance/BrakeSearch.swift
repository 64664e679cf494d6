internal import Documents
internal import Git
package import Model

/// What a landing and the commits that it brought stop and take away.
package struct Pulled: Sendable {
  package fileprivate(set) var brakes: [PulledBrake] = []
  /// The requests and mandates that signed commits below it took away or edited.
  package fileprivate(set) var removed: [RequestKey] = []

  /// Nothing.
  package init() {}

  fileprivate init(brakes: [PulledBrake], removed: [RequestKey]) {
    (self.brakes, self.removed) = (brakes, removed)
  }
}

/// Finds the commits that stop somebody whom the policy in force lets act (DESIGN section 6).
///
/// Anybody may pull a brake, so it is looked for in every landing, whatever becomes of it, and in each commit that the
/// mainline comes to reach and an identity of the policy in force signed: nothing pushed on top can hide one. Only the
/// files of whom the policy knows are looked at: a tip may hold anything.
///
/// A class since the names of all files are put in order when a landing changes policies, and then once.
final class BrakeSearch {
  private let reader: ObjectReader
  private let policies: PolicyReader
  private let force: PolicyInForce
  private let signers: SignerTable
  /// The files of whom the policy knows, below `policies/`.
  private lazy var names = PathTree(
    (force.policy.people.values.map(\.file) + force.policy.workloads.values.map(\.file)
      + force.policy.forges.map(\.file)).map { RepositoryPath($0) }
  ).below[Array("policies".utf8)]

  init(_ policies: PolicyReader, _ force: PolicyInForce, _ signers: SignerTable) {
    reader = policies.reader
    self.policies = policies
    self.force = force
    self.signers = signers
  }

  /// Whether it looks by what `governing` says.
  func isUnder(_ governing: Governing) -> Bool {
    force.tree == governing.force.tree && force.directory == governing.force.directory
      && signers.overlay == governing.overlay
  }

  /// The brakes that `landing` and the commits that it brought pulled, in order of path; and what those commits
  /// took away of requests, be it put back by what was pushed on top (THREATS row 86).
  ///
  /// The commits are read within a budget of their own, so that a landing which is too large hides none either; what
  /// is over it is not looked at.
  /// - Parameter stopsAlone: Whether nobody asks what was taken away.
  func pulled(
    by landing: CommitNode, after previous: CommitNode, stopsAlone: Bool = false
  ) throws(IntakeError) -> Pulled {
    var found = Pulled()
    _ = try reader.within(.current) { () throws(IntakeError) in
      try inGit { () throws(GitError) in
        try look(at: landing, after: previous, stopsAlone: stopsAlone, &found)
      }
    }
    return Pulled(brakes: distinct(found.brakes), removed: found.removed)
  }

  private func look(
    at landing: CommitNode, after previous: CommitNode, stopsAlone: Bool, _ found: inout Pulled
  ) throws(GitError) {
    found.brakes += try stops(by: landing, against: [previous.tree], isLanding: true)
    guard landing.parents != [previous.id] else { return }
    for id in try MergeBases(reader).commits(of: landing.id, hiding: previous.id)
    where id != landing.id {
      let commit = try reader.commit(id)
      var trees: [ObjectID] = []
      for parent in commit.parents { trees.append(try reader.commit(parent).tree) }
      found.brakes += try stops(by: commit, against: trees, isLanding: false)
      if !stopsAlone { found.removed += try removals(by: commit, against: trees) }
    }
  }

  /// The requests and mandates that `commit`, signed by an identity of the policy in force, took away or edited.
  private func removals(
    by commit: CommitNode, against others: [ObjectID]
  ) throws(GitError) -> [RequestKey] {
    var changed: [Difference] = []
    for name in RepositoryPath.foldersOfUse {
      changed += try removals(below: name, by: commit, against: others)
    }
    guard !changed.isEmpty, case .signer = try signers.signer(of: commit.id) else { return [] }
    return changed.compactMap { change in
      change.before.map { RequestKey(path: change.path, blob: $0.id) }
    }
  }

  private func removals(
    below name: String, by commit: CommitNode, against others: [ObjectID]
  ) throws(GitError) -> [Difference] {
    let own = try reader.folder(named: name, in: commit.tree)
    var before: [ObjectID?] = []
    for tree in others {
      let folder = try reader.folder(named: name, in: tree)
      if folder == own { return [] }
      before.append(folder)
    }
    guard let first = before.first, let first else { return [] }
    return try TreeComparison(reader).differences(from: first, to: own, at: name)
      .filter { $0.before != nil }
  }

  /// What `commit` stops and none of `others`, the trees of those before it, does.
  private func stops(
    by commit: CommitNode, against others: [ObjectID], isLanding: Bool
  ) throws(GitError) -> [PulledBrake] {
    guard let own = try reader.folder(named: "policies", in: commit.tree) else { return [] }
    var before: [ObjectID] = []
    for tree in others {
      guard let tree = try reader.folder(named: "policies", in: tree) else { continue }
      if tree == own { return [] }
      before.append(tree)
    }
    // Where nothing stood before, what is in force did; and nobody's file is gone for that.
    let isRestored = before.isEmpty
    if isRestored { before = [force.tree] }
    var stopped: [(path: RepositoryPath, stopped: Brake.Stopped)] = []
    for path in try changedPaths(own, before) {
      if isRestored, try policies.entry(at: path, belowPolicies: own) == nil { continue }
      let now = try stops(at: path, in: own)
      guard !now.isEmpty else { continue }
      var known: Set<Brake.Stopped> = []
      for tree in before { known.formUnion(try stops(at: path, in: tree)) }
      stopped += now.filter { !known.contains($0) }.map { (path, $0) }
    }
    guard !stopped.isEmpty else { return [] }
    var signer: IdentityID?
    if case .signer(let found) = try signers.signer(of: commit.id) { signer = found.identity }
    guard isLanding || signer != nil else { return [] }
    let makers = try CommitMakers(reader: reader, signers: signers).makers(of: commit.id).0.people
    return stopped.map {
      PulledBrake(
        stopped: $0.stopped, path: $0.path, commit: commit.id, makers: makers, signer: signer)
    }
  }

  /// The known files, and the directory's, that are in `own` what they are in none of `others`.
  private func changedPaths(
    _ own: ObjectID, _ others: [ObjectID]
  ) throws(GitError) -> [RepositoryPath] {
    var paths: [RepositoryPath] = []
    guard let known = names else { return [] }
    try TreeComparison(reader).walk(
      [own] + others, at: Array("policies".utf8), among: known
    ) { folders in
      folders.dropFirst().contains(folders[0]) ? .skip : .descend
    } visit: { path, leaves throws(GitError) in
      if !leaves.dropFirst().contains(leaves[0]) { paths.append(path) }
    }
    return paths + (try directoryPaths(own, others))
  }

  private func directoryPaths(
    _ own: ObjectID, _ others: [ObjectID]
  ) throws(GitError) -> [RepositoryPath] {
    guard let folder = try policies.directory(ofTree: own).tree else { return [] }
    var before: [ObjectID?] = []
    for tree in others { before.append(try policies.directory(ofTree: tree).tree) }
    if before.contains(folder) { return [] }
    guard let listed = try reader.folder(folder),
      listed.entries.count <= Budget.current.limit(of: .paths)
    else { return [] }
    return try TreeComparison(reader).changes(of: folder, against: before).keys
      .map { RepositoryPath(Array("policies/directory/".utf8) + $0.bytes) }
  }

  /// Whom the file at `path` of a `policies/` tree stops; nobody where it cannot be read.
  func stops(at path: RepositoryPath, in tree: ObjectID) throws(GitError) -> Set<Brake.Stopped> {
    try Self.stops(at: path, in: tree, policies: policies, under: force.policy)
  }

  /// One for each that is stopped and each who signed that: whose word counts is not for a reader to say.
  private func distinct(_ found: [PulledBrake]) -> [PulledBrake] {
    struct Kind: Hashable {
      let stopped: Brake.Stopped
      let signer: IdentityID?
    }
    var first: [Kind: PulledBrake] = [:]
    for brake in found {
      let kind = Kind(stopped: brake.stopped, signer: brake.signer)
      if first[kind] == nil { first[kind] = brake }
    }
    return first.values.sorted {
      ($0.path, $0.stopped.words, $0.signer?.text ?? "")
        < ($1.path, $1.stopped.words, $1.signer?.text ?? "")
    }
  }
}

extension BrakeSearch {
  /// Whom the file at `path` of a `policies/` tree stops; nobody where it cannot be read.
  static func stops(
    at path: RepositoryPath, in tree: ObjectID, policies: PolicyReader, under policy: Policy
  ) throws(GitError) -> Set<Brake.Stopped> {
    guard let entry = try policies.entry(at: path, belowPolicies: tree) else {
      return deletion(of: path)
    }
    guard case .success(let document) = try policies.document(at: path, entry) else { return [] }
    switch document.content {
    case .person(let person):
      return status(person.id, person.ownStatus).union(
        marks(person.keys, of: person.id.text, policy.people[person.id]?.keys, policies, policy))
    case .workload(let workload):
      return status(workload.id, workload.status).union(
        marks(
          workload.keys, of: workload.id.text, policy.workloads[workload.id]?.keys, policies, policy
        ))
    case .forge(let forge):
      return marks(
        forge.keys, of: "the forge \(forge.id)",
        policy.forges.first { $0.id == forge.id }?.keys, policies, policy)
    case .attestation(let attestation):
      return attestation.stops.reduce(into: []) { stops, stop in
        guard policy.people[stop.person.value] != nil else { return }
        stops.insert(.identity(stop.person.value, stop.status))
      }
    default: return []
    }
  }

  /// A file that is gone ends whom it was about: with its name its rights would go as well.
  private static func deletion(of path: RepositoryPath) -> Set<Brake.Stopped> {
    (path.person ?? path.workload).map { [.identity($0, .offboarded)] } ?? []
  }

  private static func status(_ id: IdentityID, _ status: IdentityStatus) -> Set<Brake.Stopped> {
    status == .active ? [] : [.identity(id, status)]
  }

  /// The keys among `keys` that are marked, as far as the policy in force has them and does not mark them.
  private static func marks(
    _ keys: [PolicyKey], of owner: String, _ known: [PolicyKey]?, _ policies: PolicyReader,
    _ policy: Policy
  ) -> Set<Brake.Stopped> {
    let stopped = keys.filter { key in
      key.compromised != nil
        && known?.contains { $0.material == key.material && $0.compromised == nil } ?? false
    }
    return Set(
      stopped.compactMap { key in
        let names = policies.names(of: key, in: policy)
        return names.isEmpty ? nil : .keys(names.sorted(), of: owner)
      })
  }
}
