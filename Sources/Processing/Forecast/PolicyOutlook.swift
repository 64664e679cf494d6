internal import Decisions
internal import Git
internal import Intake
internal import Ledger
internal import Model

/// What a run would have to say of policies if the mainline ended in a given commit: its own reading and judging.
struct PolicyOutlook {
  let snapshot: Snapshot
  /// As it stands behind all that has landed.
  let court: PolicyCourt
  private let session: LedgerSession
  private var policies: PolicyReader { session.policies }
  private var now: Instant { session.now }

  /// - Throws: With status 77 where such a run could decide nothing; with status 1 where the mainline's last commit
  ///   is over the budget of one landing.
  init(at tip: ObjectID, _ forecast: RunForecast) throws(ProcessingError) {
    self.init(try forecast.snapshot(at: tip, landedBy: tip), forecast.session)
  }

  /// What a run of `session` that depends on `snapshot` would have to say.
  init(_ snapshot: Snapshot, _ session: LedgerSession) {
    self.snapshot = snapshot
    self.session = session
    court = PolicyCourt(
      snapshot, own: session.policies.overlay(of: snapshot.policy), at: session.now)
  }

  /// The policy in force behind all that has landed.
  var force: PolicyInForce { snapshot.policy }

  /// What `landings`, commits of the mainline, propose, the newest first.
  func proposals(of landings: [ObjectID]) throws(ProcessingError) -> [PolicyProposal] {
    try inIntake { () throws(IntakeError) in
      try reader.proposals(of: landings, under: court.governing)
    }
  }

  /// Why `landing`, which follows `previous`, is no commit that a mainline should take, whatever it holds.
  func shapeFaults(
    of landing: ObjectID, after previous: ObjectID
  ) throws(ProcessingError) -> [Reason] {
    try inIntake { () throws(IntakeError) in
      try reader.shapeFaults(of: landing, after: previous)
    }
  }

  private var reader: LandingReader {
    LandingReader(
      policies, tip: snapshot.tip, joints: joints, anchor: snapshot.record.cursor.anchor, at: now)
  }

  private var joints: [MainlineJoint] {
    snapshot.record.cursor.joints + snapshot.landings.compactMap(\.joint)
  }

  /// Every path at which `commit` holds other policies than those in force, the directory's files apart.
  func changes(in commit: ObjectID) throws(ProcessingError) -> [MergePreview.Change] {
    try inIntake { () throws(IntakeError) in
      try policies.changes(from: force.tree, to: policies.tree(inCommit: commit))
    }
  }

  /// Whether `commit` is on the mainline's line of commits.
  func isOnMainline(_ commit: ObjectID) throws(ProcessingError) -> Bool {
    try inIntake { () throws(IntakeError) in
      try policies.landings(from: commit, to: snapshot.tip, joints: joints) != nil
    }
  }

  /// How `proposal` stands, and whom it would let go.
  func pending(of proposal: PolicyProposal) throws(ProcessingError) -> PendingPolicy {
    let verdict = court.verdict(
      on: proposal, carriers: try session.carriers(for: proposal, in: snapshot))
    let renewals = try renewals(by: proposal.landing)
    let releases = proposal.lifts.filter(\.isLifted).map {
      PendingPolicy.Release(
        brake: $0.brake, requirements: court.releaseStatuses($0, at: proposal.landing),
        flaws: $0.flaws)
    }
    return PendingPolicy(
      paths: verdict.paths.map(\.change), releases: releases, renewals: renewals.map(\.change),
      faults: (verdict.paths.flatMap(\.faults) + verdict.faults).firstOfEach,
      reasons: (verdict.reasons + renewals.flatMap(\.reasons)).firstOfEach)
  }

  /// What of the files that lost their approvals a late approval of `landing` would speak for.
  private func renewals(
    by landing: ObjectID?
  ) throws(ProcessingError) -> [PolicyVerdict.Path] {
    guard let landing, !snapshot.voided.isEmpty else { return [] }
    let voided = VoidedReader(
      policies, reader, acceptances: try session.acceptances(behind: snapshot),
      anchor: snapshot.record.cursor.anchor, joints: joints)
    return try inIntake { () throws(IntakeError) in
      let paths = snapshot.voided.map(\.path)
      guard try voided.holds(landing, paths, as: force.tree) else { return [] }
      return court.renewals(
        try voided.grounds(of: snapshot.voided, under: court.governing))
    }
  }

  /// The acceptance of what `landing` holds, since the last run; what `merge` approves anew is one as well.
  func acceptance(of landing: ObjectID, by merge: ObjectID? = nil) -> PolicyAcceptance? {
    snapshot.landings.lazy.compactMap(\.acceptance).first {
      $0.landing == landing || $0.isAnew == true && $0.landing == merge
    }
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
