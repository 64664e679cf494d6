internal import Git
package import Model

/// Reads what voided acceptances brought, as those see it who governed it before (DESIGN section 6).
package struct VoidedReader {
  private let policies: PolicyReader
  private let landings: LandingReader
  /// Every acceptance of the ledger and of this run, oldest first.
  private let acceptances: [PolicyAcceptance]
  private let anchor: ObjectID
  private let joints: [MainlineJoint]

  package init(
    _ policies: PolicyReader, _ landings: LandingReader, acceptances: [PolicyAcceptance],
    anchor: ObjectID, joints: [MainlineJoint]
  ) {
    self.policies = policies
    self.landings = landings
    self.acceptances = acceptances
    self.anchor = anchor
    self.joints = joints
  }

  /// What the acceptances brought that `voided` are about.
  ///
  /// - Parameter governing: What governs today.
  package func grounds(
    of voided: [VoidedAcceptance], under governing: Governing
  ) throws(IntakeError) -> [VoidedGround] {
    var paths: [Int: Set<RepositoryPath>] = [:]
    for void in voided {
      // What was approved anew, or changed since by those whom it brought in, is still what that acceptance brought.
      let place = acceptances.lastIndex { $0.landing == void.landing && $0.isAnew != true }
      if let place { paths[place, default: []].insert(void.path) }
    }
    var grounds: [VoidedGround] = []
    for (place, paths) in paths.sorted(by: { $0.key < $1.key }) {
      grounds.append(try ground(place, paths, governing))
    }
    let brought = grounds.reduce(into: Set<String>()) { $0.formUnion($1.broughtKeys) }
    let dependents = dependents(on: brought, in: governing.force.policy)
    return grounds.map { $0.depended(onBy: dependents) }
  }

  private func ground(
    _ place: Int, _ paths: Set<RepositoryPath>, _ governing: Governing
  ) throws(IntakeError) -> VoidedGround {
    let acceptance = acceptances[place]
    let last = acceptances[..<place].last { $0.isAnew != true }
    let origin = last?.landing ?? anchor
    let tree: ObjectID
    if let last {
      tree = last.tree
    } else {
      guard let found = try policies.tree(inCommit: anchor) else {
        throw IntakeError.noPolicy(commit: anchor)
      }
      tree = found
    }
    let before = try policies.inForce(tree: tree, directory: governing.state.directory)
    var state = GovernanceState(
      origin: origin, since: origin, directory: governing.state.directory)
    state.landings = try MainlineReader(policies).policyLandings(
      after: origin, upTo: acceptance.landing, joints: joints)
    let proposal = try landings.proposal(
      of: acceptance.landing, over: before, state, under: governing)
    let known = names(before.policy.ownedKeys, in: before.policy)
    return VoidedGround(
      before: before, proposal: proposal.keeping(paths),
      broughtKeys: proposal.policy.map { names($0.ownedKeys, in: $0).subtracting(known) } ?? [],
      keys: keys(proposal.policy, besides: known, by: paths),
      holders: try holders(of: paths, under: governing))
  }

  private func names(_ keys: [OwnedKey], in policy: Policy) -> Set<String> {
    keys.reduce(into: []) { $0.formUnion(policies.names(of: $1.key, in: policy)) }
  }

  /// The keys of `policy` that stand in one of the files at `paths`, without those that are `known`.
  private func keys(
    _ policy: Policy?, besides known: Set<String>, by paths: Set<RepositoryPath>
  ) -> [RepositoryPath: VoidedGround.Keys] {
    guard let policy else { return [:] }
    var found: [RepositoryPath: VoidedGround.Keys] = [:]
    for path in paths {
      let certificate = path.certificate.map(PolicyKey.Material.openPGP)
      let new = policy.ownedKeys.filter { owned in
        (owned.file == "\(path)" || owned.key.material == certificate)
          && !names([owned], in: policy).isSubset(of: known)
      }
      let owners = new.compactMap { owned in
        if case .identity(let id) = owned.owner { id } else { nil }
      }
      guard !new.isEmpty else { continue }
      found[path] = VoidedGround.Keys(
        names: names(new, in: policy).subtracting(known), owners: Set(owners))
    }
    return found
  }

  /// The active people of `policy` who have no other usable keys than `brought`.
  private func dependents(on brought: Set<String>, in policy: Policy) -> Set<IdentityID> {
    guard !brought.isEmpty else { return [] }
    return Set(
      policy.people.values.filter { person in
        let usable = person.keys.filter { $0.isUsable(at: landings.now) }
        return person.status == .active && !usable.isEmpty
          && usable.allSatisfy {
            !brought.isDisjoint(with: policies.names(of: $0, in: policy))
          }
      }.map(\.id))
  }

  /// The landings that somebody approves late and that hold `paths` as they are in force.
  private func holders(
    of paths: Set<RepositoryPath>, under governing: Governing
  ) throws(IntakeError) -> Set<ObjectID> {
    var holders: Set<ObjectID> = []
    for landing in Set(governing.state.approvals.map(\.landing)) {
      if try holds(landing, paths, as: governing.force.tree) { holders.insert(landing) }
    }
    return holders
  }

  /// Whether the mainline's commit `landing` has at `paths` what the tree of policies `force` has.
  package func holds(
    _ landing: ObjectID, _ paths: some Sequence<RepositoryPath>, as force: ObjectID
  ) throws(IntakeError) -> Bool {
    guard let tree = try policies.tree(inCommit: landing) else { return false }
    return try inGit { () throws(GitError) in
      for path in paths {
        let (there, inForce) = (
          try policies.entry(at: path, belowPolicies: tree),
          try policies.entry(at: path, belowPolicies: force)
        )
        if there != inForce { return false }
      }
      return true
    }
  }
}

extension PolicyProposal {
  /// Only what it says at `paths`.
  ///
  /// Who made them was known when they were accepted; whose addresses nobody has any more approves nothing either.
  fileprivate func keeping(_ paths: Set<RepositoryPath>) -> PolicyProposal {
    PolicyProposal(
      landing: landing, isCandidate: isCandidate, tree: tree, reading: reading,
      changes: changes.filter { paths.contains($0.path) }.map {
        PolicyChange(
          path: $0.path, changes: $0.changes, holders: $0.holders, flaws: [],
          certificate: $0.certificate, marked: [])
      }, keyFaults: keyFaults, able: able)
  }
}
