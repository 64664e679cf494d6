internal import Git
package import Model

/// Reads what voided acceptances brought, as those see it who governed it before (DESIGN section 6).
package struct VoidedReader {
  let policies: PolicyReader
  private let landings: LandingReader
  /// Every acceptance of the ledger and of this run, oldest first.
  package let acceptances: [PolicyAcceptance]
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

  /// What the acceptances brought that `voided` are about; nil where they are about none.
  ///
  /// - Parameter governing: What governs today.
  package func grounds(
    of voided: [VoidedAcceptance], under governing: Governing
  ) throws(IntakeError) -> VoidedGrounds? {
    guard let sound = try sound(governing.force, without: voided) else { return nil }
    var paths: [Span: Set<RepositoryPath>] = [:]
    for void in voided {
      guard let origin = place(of: void.origin), let since = place(of: void.landing) else {
        continue
      }
      // What others changed since is still what the first of them brought.
      let last = acceptances.lastIndex { acceptance in
        acceptance.isAnew != true && acceptance.changes.contains { $0.path == void.path }
      }
      paths[Span(first: origin, since: since, last: last ?? since), default: []].insert(void.path)
    }
    var grounds: [VoidedGround] = []
    for (span, paths) in paths.sorted(by: { $0.key < $1.key }) {
      grounds.append(try ground(span, paths, governing))
    }
    return VoidedGrounds(
      grounds, bringing: doubted(governing.force, besides: sound), besides: sound)
  }

  /// What is in doubt where others can approve `renewable`, of what is `voided`, anew.
  package func doubted(
    _ renewable: Set<RepositoryPath>, of voided: [VoidedAcceptance], in force: PolicyInForce
  ) throws(IntakeError) -> Doubted {
    let left = voided.filter { renewable.contains($0.path) }
    guard let sound = try sound(force, without: left) else {
      return Doubted(hasVoids: !voided.isEmpty)
    }
    return doubted(force, besides: sound)
  }

  /// The acceptances that some files rest on.
  private struct Span: Hashable, Comparable {
    /// The first that is in doubt.
    let first: Int
    /// Which first brought these files.
    let since: Int
    /// Which changed them last.
    let last: Int

    static func < (one: Span, other: Span) -> Bool {
      (one.first, one.since, one.last) < (other.first, other.since, other.last)
    }
  }

  /// The place of the acceptance of `landing`.
  private func place(of landing: ObjectID) -> Int? {
    acceptances.lastIndex { $0.landing == landing && $0.isAnew != true }
  }

  /// What was in force before the acceptance at `place`: the landing that brought it, and its tree.
  private func before(_ place: Int) throws(IntakeError) -> (landing: ObjectID, tree: ObjectID) {
    if let last = acceptances[..<place].last(where: { $0.isAnew != true }) {
      return (last.landing, last.tree)
    }
    guard let tree = try policies.tree(inCommit: anchor) else {
      throw IntakeError.noPolicy(commit: anchor)
    }
    return (anchor, tree)
  }

  private func ground(
    _ span: Span, _ paths: Set<RepositoryPath>, _ governing: Governing
  ) throws(IntakeError) -> VoidedGround {
    let landing = acceptances[span.last].landing
    let directory = governing.state.directory
    let judges = try policies.inForce(tree: try before(span.first).tree, directory: directory)
    let (origin, tree) = try before(span.since)
    let before = try policies.inForce(tree: tree, directory: directory)
    var state = GovernanceState(origin: origin, since: origin, directory: directory)
    state.landings = try MainlineReader(policies).policyLandings(
      after: origin, upTo: landing, joints: joints)
    let proposal = try landings.proposal(of: landing, over: before, state, under: governing)
    return VoidedGround(
      before: judges, proposal: proposal.keeping(paths),
      holders: try holders(of: paths, under: governing))
  }

  /// `force` without what `voided` are about; nil where they are about nothing.
  ///
  /// Each file stands there as it did before it was voided. Where that makes no policy, all of it is that from before the
  /// first acceptance that is in doubt.
  package func sound(
    _ force: PolicyInForce, without voided: [VoidedAcceptance]
  ) throws(IntakeError) -> SoundPolicy? {
    let entries = try origins(of: voided)
    guard let first = voided.compactMap({ place(of: $0.origin) }).min() else { return nil }
    if let policy = try policies.policy(of: force, replacing: entries) {
      return SoundPolicy(force, without: voided, policy)
    }
    let before = try policies.inForce(tree: try before(first).tree, directory: force.directory)
    return SoundPolicy(force, without: voided, before.policy)
  }

  /// What stood at the paths of `voided` before they were.
  private func origins(
    of voided: [VoidedAcceptance]
  ) throws(IntakeError) -> [RepositoryPath: Entry?] {
    var entries: [RepositoryPath: Entry?] = [:]
    for void in voided {
      guard let place = place(of: void.landing) else { continue }
      entries[void.path] = .some(try entry(at: void.path, in: before(place).tree))
    }
    return entries
  }

  private func entry(
    at path: RepositoryPath, in tree: ObjectID
  ) throws(IntakeError) -> Entry? {
    try inGit { () throws(GitError) in try policies.entry(at: path, belowPolicies: tree) }
  }

  /// Whom and which keys `force` lets act and `sound` does not.
  package func doubted(_ force: PolicyInForce, besides sound: SoundPolicy) -> Doubted {
    let (policy, before) = (force.policy, sound.policy)
    var known: [KeyOwner: Set<String>] = [:]
    for owned in before.ownedKeys {
      known[owned.owner, default: []].formUnion(policies.names(of: owned.key, in: before))
    }
    var doubted = Doubted(people: policy.brought(over: before), sound: sound, hasVoids: true)
    for owned in policy.ownedKeys {
      let names = policies.names(of: owned.key, in: policy)
      let new = names.subtracting(known[owned.owner] ?? [])
      guard !new.isEmpty else { continue }
      doubted.keys.formUnion(new)
      if case .identity(let id) = owned.owner { doubted.holders.insert(id) }
    }
    // Whoever has other keys signs with those.
    doubted.newcomers = dependents(on: doubted.keys, in: policy).union(
      doubted.people.filter { before.people[$0]?.status != .active })
    doubted.people.formUnion(doubted.newcomers)
    return doubted
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

  /// What the acceptance at `place` changed, and what it was judged by without what was `voided` then.
  package func step(
    at place: Int, besides voided: [VoidedAcceptance], directory: DirectoryInForce
  ) throws(IntakeError) -> VoidedStep? {
    let before = try policies.inForce(tree: try before(place).tree, directory: directory)
    guard let sound = try sound(before, without: voided),
      let first = voided.compactMap({ self.place(of: $0.origin) }).min()
    else { return nil }
    let tree = acceptances[place].tree
    let after = try policies.inForce(tree: tree, directory: directory)
    var restored: Set<RepositoryPath> = []
    for (path, origin) in try origins(of: voided) where try entry(at: path, in: tree) == origin {
      restored.insert(path)
    }
    return VoidedStep(
      before: before.policy, after: after.policy, sound: sound,
      doubted: doubted(before, besides: sound), since: acceptances[first].landing,
      restoring: restored)
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

extension Policy {
  /// Whom it lets act and `before` does not: people who are new, active again or in a group anew.
  fileprivate func brought(over before: Policy) -> Set<IdentityID> {
    var brought = Set(
      people.values.filter { $0.status == .active && before.people[$0.id]?.status != .active }
        .map(\.id))
    for person in people.keys
    where !groups(of: person).isSubset(of: before.groups(of: person)) {
      brought.insert(person)
    }
    return brought
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
