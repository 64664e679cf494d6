internal import Documents
internal import Git
internal import Model

extension ProposalReader {
  /// What stands at the paths of the brakes that hold, and of the directory's own stops.
  func lifts(
    of tree: ObjectID?, at landing: ObjectID, _ state: GovernanceState, _ behind: [MainlineJoint]
  ) throws(GitError) -> [LiftedBrake] {
    guard let tree else { return [] }
    var lifts: [LiftedBrake] = []
    for brake in state.brakes {
      guard try isAfter(landing, brake.landing) else { continue }
      lifts.append(try lift(of: brake, in: tree, behind))
    }
    for brake in try directoryStops(in: tree) {
      lifts.append(try lift(of: brake, in: tree, behind))
    }
    return lifts
  }

  /// The stops of the directory's files that are other in `tree`, as if they were brakes.
  private func directoryStops(in tree: ObjectID) throws(GitError) -> [Brake] {
    var brakes: [Brake] = []
    for attestation in force.policy.attestations {
      let path = RepositoryPath(attestation.file)
      guard
        try policies.blob(of: path, in: directory)
          != policies.entry(at: path, belowPolicies: tree)?.id
      else { continue }
      for (person, status) in attestation.stops {
        brakes.append(
          Brake(
            stopped: .identity(person.value, status), path: path, commit: .null, landing: .null,
            by: [], isSigned: true, at: attestation.at))
      }
    }
    return brakes
  }

  private func lift(
    of brake: Brake, in tree: ObjectID, _ behind: [MainlineJoint]
  ) throws(GitError) -> LiftedBrake {
    let entry = try policies.entry(at: brake.path, belowPolicies: tree)
    var changes: [RequestChange] = []
    var flaws: [Reason] = []
    var isKnown = false
    for joint in behind {
      let (own, before) = (
        try folder(of: joint.landing), try folder(of: joint.previous)
      )
      func entry(in tree: ObjectID?) throws(GitError) -> Entry? {
        try tree.flatMap { tree throws(GitError) in
          try policies.entry(at: brake.path, belowPolicies: tree)
        }
      }
      if try entry(in: before) != entry(in: own) {
        let made = try history(of: joint, []).authorship(of: brake.path)
        changes += made.changes
        flaws += made.flaws
      }
      let wasStopped = try isStopped(by: brake, before)
      isKnown = wasStopped || joint.landing == brake.landing
      if isKnown { break }
    }
    if !isKnown, brake.landing != .null {
      flaws.append(
        Reason(
          .tooLarge,
          "\(brake.path) was changed by more landings than are remembered, so nobody can tell who let them go.",
          at: SourceLocation(file: "\(brake.path)"), hint: PolicyChange.way))
    }
    let isStopped = try isStopped(by: brake, tree)
    let isDirectorys = brake.path.isInside("policies/directory")
    let inForce = try policies.entry(at: brake.path, belowPolicies: force.tree)
    let isInForce = isDirectorys || entry == inForce
    var isReadable = false
    if let entry, case .success = try policies.document(at: brake.path, entry) { isReadable = true }
    return LiftedBrake(
      // A file of the directory's that is gone says nothing; a person's that is gone stops them.
      brake: brake, isLifted: (isReadable || isDirectorys && entry == nil) && !isStopped,
      isInForce: isInForce,
      blob: entry?.id, changes: changes, flaws: flaws)
  }

  /// Whether a `policies/` tree stops whom `brake` does, or is none.
  private func isStopped(by brake: Brake, _ tree: ObjectID?) throws(GitError) -> Bool {
    guard let tree else { return true }
    return try brakes.stops(at: brake.path, in: tree).contains { $0.meets(brake.stopped) }
  }

  private func folder(of commit: ObjectID) throws(GitError) -> ObjectID? {
    try reader.folder(named: "policies", in: reader.mainlineCommit(commit).tree)
  }
}
