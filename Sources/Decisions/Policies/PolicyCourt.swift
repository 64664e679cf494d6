package import Model

/// Says what is in force and who is stopped, landing by landing (DESIGN section 6).
///
/// Nobody changes the policy in force without the approvals that it asks for, and nobody keeps it from changing, or from
/// deciding, by what they land. Whoever reads the mainline hands in facts; everything that follows from them is decided here.
package struct PolicyCourt: Sendable {
  /// What is in force by the landings that were heard so far.
  package private(set) var force: PolicyInForce
  package internal(set) var state: GovernanceState
  /// How many policies were accepted since the anchor.
  package internal(set) var acceptances: Int
  /// What the policy in force stops by itself, and with the brakes: whoever reads keys works it out of both.
  package var stops: Stops
  /// Whom the brakes up to the mainline's tip stop, where that was looked at: the directory says nothing once it is braked.
  package var stopsAtTip: TipOverlay?
  let now: Instant

  /// Who and what is stopped.
  package struct Stops: Sendable {
    /// By the policy in force alone.
    package let own: TipOverlay
    /// With the brakes that hold.
    package let all: TipOverlay

    package init(own: TipOverlay, all: TipOverlay) { (self.own, self.all) = (own, all) }
  }

  package init(
    force: PolicyInForce, state: GovernanceState, acceptances: Int, stops: Stops, at now: Instant
  ) {
    self.force = force
    self.state = state
    self.acceptances = acceptances
    self.stops = stops
    self.now = now
  }

  /// The court as it stands behind the landings of `snapshot`.
  ///
  /// - Parameter own: What the policy in force stops by itself.
  package init(_ snapshot: Snapshot, own: TipOverlay, at now: Instant) {
    self.init(
      force: snapshot.policy,
      state: snapshot.governance
        ?? GovernanceState(
          origin: snapshot.tip, since: snapshot.tip, directory: DirectoryInForce(tree: nil)),
      acceptances: snapshot.record.cursor.acceptances,
      stops: Stops(own: own, all: snapshot.overlay), at: now)
  }

  /// What a landing brought into force, and whom it let act again.
  package struct Outcome: Sendable {
    /// Absent where nothing came into force with it.
    package let acceptance: PolicyAcceptance?
    package let releases: [BrakeRelease]

    package init(acceptance: PolicyAcceptance?, releases: [BrakeRelease]) {
      (self.acceptance, self.releases) = (acceptance, releases)
    }

    /// That nothing came into force and nobody is let go.
    package static let nothing = Outcome(acceptance: nil, releases: [])

    package var isNothing: Bool { acceptance == nil && releases.isEmpty }
  }

  /// Takes in what a landing says, and returns the brakes that it pulled.
  package mutating func hear(_ landing: PolicyLanding) -> [Brake] {
    note(landing.notes)
    if let change = landing.directory {
      state.directory = directoryFlaws.isEmpty ? change.word : change.unvouched
    }
    noteApprovals(of: landing)
    let pulled = pull(landing.pulled, by: landing.landing)
    if landing.tree != landing.before || !pulled.isEmpty {
      state.landings.append(
        MainlineJoint(landing: landing.landing, previous: landing.previous))
      if GovernanceState.remembered < state.landings.count { state.landings.removeFirst() }
    }
    if landing.tree != landing.before { state.newest = landing.landing }
    return pulled
  }

  /// The landings of which an approval is kept that counts today: what they hold may come into force.
  package var candidates: Set<ObjectID> { Set(standing.map(\.landing)) }

  /// The approvals that are neither too old nor dated ahead.
  var standing: [PolicyApproval] {
    state.approvals.filter { approval in
      let seen = approval.seen
      return now < seen.seen.advanced(by: force.policy.settings.expireAfter)
        && !Hearing.isAhead(seen.dated, of: now)
        && isTrusted(approval.seen.approval)
    }
  }

  /// Whether the approver is still an active person of the policy in force; a brake is asked about where it counts.
  private func isTrusted(_ approval: Approval) -> Bool {
    force.policy.people[approval.person]?.status == .active
  }

  /// Why the workload that the settings name as directory may say nothing: it, or whoever answers for it, is in no good
  /// standing.
  package var directoryFlaws: [Reason] {
    guard let directory = force.policy.settings.directory else { return [] }
    return GoodStanding(policy: force.policy, overlay: stopsAtTip ?? stops.all, now: now)
      .shortfalls(of: directory.value).map {
        Reason(
          .inactiveApprover, "The directory \(directory.value) attests nothing: \($0.message).",
          at: $0.location, hint: "Mend that first.")
      }
  }

  /// Why nothing but emergencies is issued: a key that signed the directory's files in force is marked by now.
  package var directoryVoids: [Reason] {
    guard !stops.own.compromised.isDisjoint(with: state.directory.keys) else { return [] }
    return [
      Reason(
        .compromisedKey,
        "The directory's files in force were signed with a key that is now compromised.",
        at: SourceLocation(file: Settings.file, mark: force.policy.settings.directory?.mark),
        hint: "Let the directory sign all of policies/directory/ anew, with a key that stands.")
    ]
  }

  /// Takes `directory`, which says the same as what is in force, in its place.
  package mutating func settle(_ directory: DirectoryInForce) { state.directory = directory }

  /// Puts the policy in force with the directory's files as they are now.
  package mutating func govern(by policy: PolicyInForce) {
    force = policy
    // Whom the directory's own word stops no brake has to.
    state.brakes.removeAll { policy.policy.stops($0) }
  }

  /// How `proposal` fares today.
  ///
  /// - Parameter approvals: Those that count; without them those that were heard of its landing.
  package func verdict(
    on proposal: PolicyProposal, approvals: [PolicyApproval]? = nil, carriers: Set<String> = []
  ) -> PolicyVerdict {
    PolicyHearing(
      proposal: proposal, approvals: approvals ?? self.approvals(of: proposal.landing),
      force: force,
      overlay: stops.all, carriers: carriers, now: now
    ).verdict()
  }

  /// Decides, at `landing`, what comes into force and who is released.
  ///
  /// - Parameters:
  ///   - proposals: What the `candidates` hold, the newest landing first.
  ///   - carriers: The names of the keys that approved what the policy in force still holds.
  package mutating func judge(
    _ proposals: [PolicyProposal], at landing: ObjectID, carriers: Set<String>
  ) -> Outcome {
    var accepted: (acceptance: PolicyAcceptance, policy: PolicyInForce)?
    for proposal in proposals where accepted == nil && proposal.isCandidate {
      accepted = acceptance(of: proposal, carriers)
    }
    let releases = release(proposals, accepted?.acceptance.landing)
    if let accepted { take(accepted.acceptance, accepted.policy, at: landing) }
    return Outcome(acceptance: accepted?.acceptance, releases: releases)
  }

  /// The landing that an approval of what the mainline's `tip` holds should name.
  ///
  /// That of which there are approvals already, else the last that changed policies since something was accepted.
  package func landingToApprove(tip: ObjectID) -> ObjectID {
    let all = standing.sorted { $0.seen.seen < $1.seen.seen }
    guard let last = state.newest else { return all.last?.landing ?? tip }
    let changing = Set(state.landings.map(\.landing))
    let given = all.filter { changing.contains($0.landing) }
    return given.contains { $0.landing == last } ? last : given.last?.landing ?? last
  }

  /// The approvals of what `landing` holds that count today.
  package func approvals(of landing: ObjectID?) -> [PolicyApproval] {
    standing.filter { $0.landing == landing }
  }

  private func acceptance(
    of proposal: PolicyProposal, _ carriers: Set<String>
  ) -> (PolicyAcceptance, PolicyInForce)? {
    guard let landing = proposal.landing, let tree = proposal.tree, let policy = proposal.policy
    else { return nil }
    let verdict = verdict(on: proposal, carriers: carriers)
    guard verdict.isAccepted else { return nil }
    let acceptance = PolicyAcceptance(
      number: acceptances, landing: landing, tree: tree,
      changes: verdict.paths.map {
        AcceptedChange(path: $0.path, requirements: $0.requirements)
      })
    guard acceptance.excess == nil else { return nil }
    return (acceptance, PolicyInForce(tree: tree, policy: policy))
  }

  private mutating func take(
    _ acceptance: PolicyAcceptance, _ policy: PolicyInForce, at landing: ObjectID
  ) {
    force = policy
    acceptances += 1
    // Approvals spoke for a difference from what was in force: they begin anew.
    state.approvals = []
    state.notes = []
    (state.origin, state.since, state.newest) = (acceptance.landing, landing, nil)
    // What the policy says now no brake has to.
    state.brakes.removeAll { policy.policy.stops($0) }
    // Who took a stop away is asked for as long as its brake holds.
    let needed = Set(state.brakes.map(\.landing) + [acceptance.landing])
    if let place = state.landings.firstIndex(where: { needed.contains($0.landing) }) {
      let isOrigin = state.landings[place].landing == acceptance.landing
      state.landings.removeFirst(isOrigin ? place + 1 : place)
    }
  }

  /// Forgets the brakes on keys that the policy in force marks by itself, once `stops` are those of that policy.
  package mutating func forgetMarkedKeys() {
    state.brakes.removeAll { brake in
      !brake.keys.isEmpty && brake.keys.allSatisfy(stops.own.compromised.contains)
    }
  }

  private mutating func noteApprovals(of landing: PolicyLanding) {
    var newest: [IdentityID: PolicyApproval] = [:]
    for late in landing.late { newest[late.person] = late }
    for (person, merges) in Dictionary(grouping: landing.merges, by: \.person) {
      guard let last = merges.last else { continue }
      newest[person] = PolicyApproval(
        last.seen, of: last.landing, bringing: merges.flatMap { $0.paths ?? [] },
        lifting: merges.flatMap { $0.lifts ?? [] })
    }
    guard !newest.isEmpty else { return }
    // Of each person's approvals the newest alone counts.
    state.approvals =
      (state.approvals.filter { newest[$0.person] == nil } + newest.values)
      .sorted { $0.person < $1.person }
  }
}

extension Policy {
  /// Whether the policy itself stops what the brake stops.
  func stops(_ brake: Brake) -> Bool {
    switch brake.stopped {
    case .identity(let id, _):
      if let person = people[id] { return person.status != .active }
      if let workload = workloads[id] { return workload.status != .active }
      return true
    // Names of keys are made where keys are read: see `forgetMarkedKeys`.
    case .keys: return false
    }
  }
}
