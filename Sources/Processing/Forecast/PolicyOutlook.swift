internal import Decisions
internal import Git
internal import Intake
internal import Model

/// What a run would have to say of policies if the mainline ended in a given commit: its own reading and judging.
struct PolicyOutlook {
  let snapshot: Snapshot
  /// As it stands behind all that has landed.
  let court: PolicyCourt
  private let policies: PolicyReader
  private let now: Instant

  /// - Throws: With status 77 where such a run could decide nothing; with status 1 where the mainline's last commit
  ///   is over the budget of one landing.
  init(at tip: ObjectID, _ forecast: RunForecast) throws(ProcessingError) {
    snapshot = try forecast.snapshot(at: tip, landedBy: tip)
    (policies, now) = (forecast.session.policies, forecast.session.now)
    court = PolicyCourt(snapshot, at: now)
  }

  /// The policy in force behind all that has landed.
  var force: PolicyInForce { snapshot.policy }

  /// What `landings`, commits of the mainline, propose, the newest first.
  func proposals(of landings: [ObjectID]) throws(ProcessingError) -> [PolicyProposal] {
    let joints = snapshot.record.cursor.joints + snapshot.landings.compactMap(\.joint)
    return try inIntake { () throws(IntakeError) in
      try LandingReader(policies, tip: snapshot.tip, joints: joints, at: now)
        .proposals(of: landings, under: court.governing)
    }
  }

  /// Every path at which `commit` holds other policies than those in force, the directory's files apart.
  func changes(in commit: ObjectID) throws(ProcessingError) -> [MergePreview.Change] {
    try inIntake { () throws(IntakeError) in
      try policies.changes(from: force.tree, to: policies.tree(inCommit: commit))
    }
  }

  /// Whether `commit` is on the mainline's line of commits.
  func isOnMainline(_ commit: ObjectID) throws(ProcessingError) -> Bool {
    let joints = snapshot.record.cursor.joints + snapshot.landings.compactMap(\.joint)
    return try inIntake { () throws(IntakeError) in
      try policies.landings(from: commit, to: snapshot.tip, joints: joints) != nil
    }
  }

  /// How `proposal` stands, and whom it would let go.
  func standing(of proposal: PolicyProposal) -> PolicyStanding {
    let verdict = court.verdict(on: proposal)
    let releases = proposal.lifts.filter(\.isLifted).map {
      PolicyStanding.Release(
        brake: $0.brake, requirements: court.releaseStatuses($0, at: proposal.landing),
        flaws: $0.flaws)
    }
    return PolicyStanding(
      paths: verdict.paths.map {
        GovernedChange(path: $0.path, requirements: $0.statuses, faults: $0.faults)
      }, releases: releases,
      faults: (verdict.paths.flatMap(\.faults) + verdict.faults).firstOfEach,
      reasons: verdict.reasons)
  }

  /// The acceptance of what `landing` holds, since the last run.
  func acceptance(of landing: ObjectID) -> PolicyAcceptance? {
    snapshot.landings.lazy.compactMap(\.acceptance).first { $0.landing == landing }
  }

  /// The brakes that `landing` released.
  func releases(by landing: ObjectID) -> [BrakeRelease] {
    snapshot.landings.filter { $0.commit == landing }.flatMap(\.releases)
  }
}

extension RunForecast {
  /// What a run would have to say of policies if the mainline ended in `tip`.
  func policies(at tip: ObjectID) throws(ProcessingError) -> PolicyOutlook {
    try PolicyOutlook(at: tip, self)
  }
}
