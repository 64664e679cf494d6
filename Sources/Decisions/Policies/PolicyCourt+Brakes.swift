package import Model

extension PolicyCourt {
  /// How many brakes that nobody in force signed may be pulled in 24 hours.
  private static let unsignedBrakes = 3
  private static let day = Duration.seconds(86_400)
  /// For how long nobody is stopped again by an unsigned brake after a release.
  private static let quiet = Duration.seconds(7 * 86_400)

  /// Takes in the brakes that a landing pulled, and returns those that count, in the order in which they do.
  package mutating func pull(_ found: [PulledBrake], by landing: ObjectID) -> [Brake] {
    state.unsigned.removeAll { $0.advanced(by: Self.day) <= now }
    state.releases.removeAll { $0.at.advanced(by: Self.quiet) <= now }
    var pulled: [Brake] = []
    for found in best(of: found, by: landing) where isNew(found, landing) {
      let isSigned = isSignedInForce(found)
      if !isSigned {
        guard isIdentitys(found), state.unsigned.count < Self.unsignedBrakes,
          !wasReleased(found.stopped)
        else { continue }
        state.unsigned.append(now)
      }
      let brake = Brake(
        stopped: found.stopped, path: found.path, commit: found.commit,
        landing: landing, by: found.signer.map { [$0] } ?? found.makers,
        isSigned: isSigned, at: now)
      // Whoever is stopped anew is let go by nothing that landed before.
      if let id = brake.identity { state.brakes.removeAll { $0.identity == id } }
      state.brakes.append(brake)
      pulled.append(brake)
    }
    return pulled
  }

  /// Of the commits that stop the same, one whose signature counts before the landing itself, in order of path.
  ///
  /// What only a commit below the landing says counts by its signature alone.
  private func best(of found: [PulledBrake], by landing: ObjectID) -> [PulledBrake] {
    var best: [Brake.Stopped: PulledBrake] = [:]
    for brake in found {
      let isSigned = isSignedInForce(brake)
      guard isSigned || brake.commit == landing else { continue }
      if let known = best[brake.stopped], isSignedInForce(known) || !isSigned { continue }
      best[brake.stopped] = brake
    }
    return best.values.sorted { ($0.path, $0.stopped.words) < ($1.path, $1.stopped.words) }
  }

  /// Whether nothing stops yet whom `found` would stop, or only an older stop does, which was taken back meanwhile.
  private func isNew(_ found: PulledBrake, _ landing: ObjectID) -> Bool {
    switch found.stopped {
    case .identity(let id, _):
      if let brake = state.brakes.first(where: { $0.identity == id }),
        brake.landing == landing || brake.commit == found.commit
      {
        return false
      }
      if let person = force.policy.people[id] { return person.status == .active }
      return force.policy.workloads[id]?.status == .active
    case .keys(let names, _):
      let known = state.brakes.reduce(into: stops.own.compromised) { $0.formUnion($1.keys) }
      return !names.allSatisfy(known.contains)
    }
  }

  /// Whether somebody signed it whose word stops at once, however many do.
  ///
  /// Whoever has left, or is stopped, keeps their keys and may be angry: theirs are counted as if nobody had signed
  /// them. A forge is stopped only by those whom the line of its file names.
  private func isSignedInForce(_ found: PulledBrake) -> Bool {
    guard let signer = found.signer, isInGoodStanding(signer) else { return false }
    guard !isIdentitys(found) else { return true }
    let lines = force.policy.settings.governance(of: found.path)?.approvals ?? []
    return lines.contains {
      force.policy.governors(named: $0.from, changing: found.path).contains(signer)
    }
  }

  private func isInGoodStanding(_ signer: IdentityID) -> Bool {
    GoodStanding(policy: force.policy, overlay: stops.all, now: now).shortfalls(of: signer)
      .allSatisfy { $0.revocationCode == nil }
  }

  private func isIdentitys(_ found: PulledBrake) -> Bool { !found.path.isInside("policies/forges") }

  private func wasReleased(_ stopped: Brake.Stopped) -> Bool {
    state.releases.contains { $0.brake.stopped.meets(stopped) }
  }

  /// Releases the brakes whose approvals are there.
  ///
  /// It takes what making somebody active takes: the line of their file, and the settings'. What stands at the path
  /// must stop them no more, and be in force or come into force with it.
  /// - Parameter accepted: The landing whose policies come into force now.
  mutating func release(
    _ proposals: [PolicyProposal], _ accepted: ObjectID?
  ) -> [BrakeRelease] {
    var releases: [BrakeRelease] = []
    for proposal in proposals {
      let given = approvals(of: proposal.landing)
      for lift in proposal.lifts
      where lift.isLifted && (lift.isInForce || accepted == proposal.landing) {
        let approvals = given.filter { $0.lifts(lift.brake.path) }.map(\.seen)
        guard let people = releasers(of: lift, approvals) else { continue }
        releases.append(BrakeRelease(lift.brake, at: now, by: people))
        if lift.brake.path.isInside("policies/directory") { adopt(lift) }
      }
    }
    let released = Set(releases.map(\.brake))
    state.brakes.removeAll(where: released.contains)
    state.releases += releases
    return releases
  }

  /// Takes what stands at the path of a directory's file for in force.
  private mutating func adopt(_ lift: LiftedBrake) {
    let known = state.directory
    state.directory = DirectoryInForce(
      tree: known.tree,
      exceptions: (known.exceptions.filter { $0.path != lift.brake.path }
        + [DirectoryInForce.Exception(path: lift.brake.path, blob: lift.blob)])
        .sorted { $0.path < $1.path }, keys: known.keys)
  }

  /// The approvals that release `lift`; nil where they are not enough.
  private func releasers(of lift: LiftedBrake, _ approvals: [SeenApproval]) -> [Approval]? {
    guard lift.flaws.isEmpty else { return nil }
    let tallies = releaseTallies(lift, approvals)
    guard !tallies.isEmpty, tallies.allSatisfy(\.isSatisfied) else { return nil }
    return Set(tallies.flatMap { $0.requirement.lines.flatMap(\.approvals) }).sorted {
      ($0.person, $0.commit) < ($1.person, $1.commit)
    }
  }

  private func releaseTallies(_ lift: LiftedBrake, _ approvals: [SeenApproval]) -> [LineTally] {
    let brake = lift.brake
    let lines = [brake.path, RepositoryPath(Settings.file)].map {
      force.policy.settings.governance(of: $0)
    }
    var tallies: [LineTally] = []
    // Where one line governs both it asks once.
    for line in lines[0]?.mark == lines[1]?.mark ? [lines[0]] : lines {
      guard let line else { return [] }
      tallies.append(
        LineTally(
          brake.path, by: line,
          approvals: approvals.filter { $0.approval.person != brake.identity },
          authors: lift.authors, under: force.policy, stops.all,
          proposed: force.policy, mayRelease: !isReleasable(brake, line)))
    }
    return tallies
  }

  /// Whether enough people who are not stopped could release `brake` by `line`, whoever wrote the change.
  private func isReleasable(_ brake: Brake, _ line: GovernanceLine) -> Bool {
    let asked = force.policy.approvalLines(of: line, changing: brake.path, to: force.policy)
    let slots = asked.map { asked in
      Assignment.Slot(
        count: asked.count,
        people: force.policy.governors(named: asked.from, changing: brake.path).filter {
          $0 != brake.identity && mayApprove($0, [], under: force.policy, stops.all, at: now)
        })
    }
    return Assignment(slots: slots).isComplete
  }

  /// What the release of `lift` asks for, with who gave it.
  package func releaseStatuses(_ lift: LiftedBrake, at landing: ObjectID?) -> [RequirementStatus] {
    let given = approvals(of: landing).filter { $0.lifts(lift.brake.path) }.map(\.seen)
    return releaseTallies(lift, given).map { tally in
      // Where too few are left, those who are braked may approve others' releases.
      let stopped = isReleasable(lift.brake, tally.line) ? stops.all : stops.own
      return tally.status("releasing \(lift.brake.words)") {
        $0 != lift.brake.identity
          && mayApprove($0, lift.authors, under: force.policy, stopped, at: now)
      }
    }
  }

  /// Whose approvals the releases lack for which `proposal` takes a stop away.
  func unreleased(by proposal: PolicyProposal) -> [Reason] {
    proposal.lifts.filter { $0.isLifted && $0.isInForce }.compactMap { lift in
      let statuses = releaseStatuses(lift, at: proposal.landing)
      let missing = statuses.flatMap(\.missing)
      guard !missing.isEmpty else { return nil }
      return Reason(
        .shortOfApprovals,
        "Releasing \(lift.brake.words) is missing \(missing.joined(separator: " and ")).",
        at: SourceLocation(file: "\(lift.brake.path)"),
        hint: statuses.allSatisfy(\.canBeCompleted)
          ? "countersign approve policies"
          : lift.authors.isEmpty
            ? "Nobody is left who could: let whoever governs \(Settings.file) change the line first."
            : LiftedBrake.way)
    }
  }
}
