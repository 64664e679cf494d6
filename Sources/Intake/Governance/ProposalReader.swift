internal import Documents
internal import Git
internal import Model

/// Holds what a landing has in `policies/` against the policy in force: who made each path what it is, and what else
/// there is to know of it before anybody judges (DESIGN section 6).
///
/// A class because several landings are held against the same ones before them, which are read once.
final class ProposalReader {
  let reader: ObjectReader
  let policies: PolicyReader
  private let mainline: Mainline
  private let signers: SignerTable
  let force: PolicyInForce
  let directory: DirectoryInForce
  private let now: Instant
  let brakes: BrakeSearch
  private var histories: [ObjectID: LandingHistory] = [:]

  init(
    policies: PolicyReader, mainline: Mainline, signers: SignerTable, force: PolicyInForce,
    directory: DirectoryInForce, brakes: BrakeSearch, at now: Instant
  ) {
    reader = policies.reader
    self.policies = policies
    self.mainline = mainline
    self.signers = signers
    self.force = force
    self.directory = directory
    self.now = now
    self.brakes = brakes
  }

  /// What `landing`, a commit of the mainline, proposes as `state` has come to.
  func proposal(
    of landing: ObjectID, in state: GovernanceState
  ) throws(IntakeError) -> PolicyProposal {
    let found = try reader.within(.current) { () throws(IntakeError) in
      let tree = try policies.tree(inCommit: landing)
      let behind = try inGit { () throws(GitError) in try landings(upTo: landing, state) }
      let isCandidate = try inGit { () throws(GitError) in try isAfter(landing, state.since) }
      let lifts = try inGit { () throws(GitError) in
        try self.lifts(of: tree, at: landing, state, behind)
      }
      guard let tree else { return gone(landing, isCandidate, lifts) }
      let differences = try inGit { () throws(GitError) in try self.differences(to: tree) }
      let changes = try inGit { () throws(GitError) in try self.changes(differences, behind) }
      return try whole(
        landing, isCandidate: isCandidate, tree: tree, changes: changes, lifts: lifts)
    }
    switch found {
    case .success(let proposal): return proposal
    case .failure(let overrun):
      return PolicyProposal(
        landing: landing, isCandidate: false, tree: nil,
        reading: .faults([overrun.reason("What landing \(landing.short) holds in policies/")]),
        changes: [], keyFaults: [], able: [])
    }
  }

  /// What a branch would propose whose merge landed now.
  ///
  /// - Parameters:
  ///   - tree: The `policies/` that the merge would have.
  ///   - history: What the branch brings.
  ///   - differences: What it changes below `policies/`, the directory's files apart.
  func proposal(
    of tree: ObjectID?, changing differences: [Difference], in history: LandingHistory
  ) throws(IntakeError) -> PolicyProposal {
    guard let tree else { return gone(nil, true, []) }
    var changes: [PolicyChange] = []
    try inGit { () throws(GitError) in
      for difference in differences {
        let made = try history.authorship(of: difference.path)
        changes.append(
          PolicyChange(
            path: difference.path, changes: made.changes, holders: made.holders, flaws: made.flaws))
      }
    }
    return try whole(nil, isCandidate: true, tree: tree, changes: changes, lifts: [])
  }

  private func gone(
    _ landing: ObjectID?, _ isCandidate: Bool, _ lifts: [LiftedBrake]
  ) -> PolicyProposal {
    let name = landing.map { "Landing \($0.short)" } ?? "The branch"
    return PolicyProposal(
      landing: landing, isCandidate: isCandidate, tree: nil,
      reading: .faults([
        Reason(
          .invalidDocument, "\(name) has no folder policies/.",
          hint: "Restore the folder: without policies nothing can be asked for.")
      ]), changes: [], keyFaults: [], able: [], lifts: lifts)
  }

  private func whole(
    _ landing: ObjectID?, isCandidate: Bool, tree: ObjectID, changes: [PolicyChange],
    lifts: [LiftedBrake]
  ) throws(IntakeError) -> PolicyProposal {
    let read = try reader.uncounted { () throws(IntakeError) in
      try policies.policy(inTree: tree, directory)
    }
    guard case .success(let next) = read else {
      let faults: [Reason] = if case .failure(let found) = read { found.reasons } else { [] }
      return PolicyProposal(
        landing: landing, isCandidate: isCandidate, tree: tree, reading: .faults(faults),
        changes: changes, keyFaults: [], able: [], lifts: lifts)
    }
    try policies.certificates.requireLibrary(for: next)
    return PolicyProposal(
      landing: landing, isCandidate: isCandidate, tree: tree, reading: .policy(next),
      changes: changes.map { giving($0, next) },
      keyFaults: KeyCheck(store: policies.certificates, now: now).faults(
        of: next, notIn: force.policy),
      able: policies.able(in: next, at: now), lifts: lifts)
  }

  /// `change` with what only a reader of keys can say of it.
  private func giving(_ change: PolicyChange, _ next: Policy) -> PolicyChange {
    var gift: CertificateGift?
    if let path = change.path.certificate {
      let certificate = CertificateChange(
        path: path, before: force.policy, after: next, store: policies.certificates, now: now)
      gift = CertificateGift(people: certificate.people, isKey: !certificate.gifts.isEmpty)
    }
    return PolicyChange(
      path: change.path, changes: change.changes, holders: change.holders, flaws: change.flaws,
      certificate: gift, marked: marked(at: change.path, next))
  }

  /// The names of the keys that `next` marks in the file at `path` and the policy in force does not.
  private func marked(at path: RepositoryPath, _ next: Policy) -> Set<String> {
    func marked(_ policy: Policy) -> Set<String> {
      policy.ownedKeys.filter { $0.file == path.description && $0.key.compromised != nil }
        .reduce(into: []) { $0.formUnion(policies.names(of: $1.key, in: policy)) }
    }
    guard path.person != nil || path.workload != nil || path.isInside("policies/forges") else {
      return []
    }
    return marked(next).subtracting(marked(force.policy))
  }

  private func differences(to tree: ObjectID) throws(GitError) -> [Difference] {
    try TreeComparison(reader).differences(from: force.tree, to: tree, at: "policies")
      .filter { !$0.path.isInside("policies/directory") }
  }

  /// The landings that changed policies, up to `landing`, newest first.
  private func landings(
    upTo landing: ObjectID, _ state: GovernanceState
  ) throws(GitError) -> [MainlineJoint] {
    guard let limit = try mainline.distance(of: landing) else { return [] }
    var found: [MainlineJoint] = []
    for joint in state.landings.reversed() {
      if let place = try mainline.distance(of: joint.landing), place >= limit {
        found.append(joint)
      }
    }
    return found
  }

  func isAfter(_ landing: ObjectID, _ other: ObjectID) throws(GitError) -> Bool {
    guard let place = try mainline.distance(of: landing),
      let limit = try mainline.distance(of: other)
    else { return false }
    return place < limit
  }

  /// Who made each path what it is: whoever changed it since the mainline last held there what is in force.
  private func changes(
    _ differences: [Difference], _ behind: [MainlineJoint]
  ) throws(GitError) -> [PolicyChange] {
    var open = Dictionary(differences.map { ($0.path, $0.before) }) { $1 }
    var found: [RepositoryPath: PolicyChange] = [:]
    for joint in behind where !open.isEmpty {
      let (tree, before) = (
        try reader.mainlineCommit(joint.landing).tree,
        try reader.mainlineCommit(joint.previous).tree
      )
      for (path, inForce) in open.sorted(by: { $0.key < $1.key }) {
        let old = try reader.leaf(at: path, in: before)
        if try reader.leaf(at: path, in: tree) != old {
          try note(path, joint, differences, &found)
        }
        if old == inForce { open[path] = nil }
      }
    }
    return differences.map { difference in
      let path = difference.path
      let change =
        found[path] ?? PolicyChange(path: path, changes: [], holders: [], flaws: [])
      guard open.keys.contains(path) else { return change }
      return change.flawed([
        Reason(
          .tooLarge,
          "\(path) was changed by more landings than are remembered, so nobody can tell who made it.",
          at: SourceLocation(file: "\(path)"), hint: PolicyChange.way)
      ])
    }
  }

  private func note(
    _ path: RepositoryPath, _ joint: MainlineJoint, _ differences: [Difference],
    _ found: inout [RepositoryPath: PolicyChange]
  ) throws(GitError) {
    let made = try history(of: joint, differences).authorship(of: path)
    guard let known = found[path] else {
      found[path] = PolicyChange(
        path: path, changes: made.changes, holders: made.holders, flaws: made.flaws)
      return
    }
    found[path] = PolicyChange(
      path: path, changes: known.changes + made.changes, holders: known.holders,
      flaws: known.flaws + made.flaws)
  }

  func history(
    of joint: MainlineJoint, _ differences: [Difference]
  ) throws(GitError) -> LandingHistory {
    if let known = histories[joint.landing] { return known }
    let history = LandingHistory(
      try reader.mainlineCommit(joint.landing), after: joint.previous, changing: differences,
      shape: .notAMerge, reader: reader, mainline: mainline, signers: signers)
    histories[joint.landing] = history
    return history
  }
}

extension PolicyChange {
  fileprivate func flawed(_ more: [Reason]) -> PolicyChange {
    PolicyChange(
      path: path, changes: changes, holders: holders, flaws: flaws + more, certificate: certificate,
      marked: marked)
  }
}
