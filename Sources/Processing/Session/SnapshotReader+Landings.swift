internal import Decisions
internal import Git
internal import Intake
internal import Model

extension SnapshotReader {
  /// Takes in the next of `ids`, as many as `extent` says.
  func passed(
    _ ids: [ObjectID], through extent: Extent, from cursor: Cursor, _ state: inout SnapshotState,
    at tip: ObjectID, _ pulled: [ObjectID: Pulled], _ memory: Memory, by landings: LandingReader
  ) throws(IntakeError) -> (landings: [Landing], isAll: Bool) {
    var read: [Landing] = []
    var previous = cursor.mainline
    let scanned = state.court.force
    for (place, id) in ids.enumerated() {
      if extent.isReached(by: read, at: previous, before: id) { return (read, false) }
      let here = ReadAhead.Place(
        landing: id, previous: previous, tip: tip, policy: cursor.policy,
        overlay: state.court.stops.all, governance: state.court.state)
      let underway = cursor.underway.flatMap { $0.landing == id ? $0 : nil }
      let seen = underway?.seen ?? now
      var next = state
      let whole: Landing
      if let known = ahead.taken(at: here) {
        (whole, next) = known
      } else {
        let isScanned =
          scanned.tree == next.court.force.tree
          && scanned.directory == next.court.force.directory
        whole = try landing(
          id, after: previous, seen: seen, isFirst: place == 0,
          pulled: isScanned ? pulled[id] ?? Pulled() : nil, &next, memory, by: landings)
      }
      let left = underway.map { whole.rest(behind: $0.through) } ?? whole
      let part = extent.part(of: left, seen: seen, frozen: state.frozen)
      if part != nil || extent.isFull(read, with: left) {
        ahead.keep((whole, next), at: here)
        // What is too much for this push begins the next one.
        if let part, !extent.isFull(read, with: left) { read.append(part) }
        return (read, false)
      }
      read.append(left)
      (state, previous) = (next, id)
    }
    return (read, true)
  }

  /// Reads one landing, and lets it decide what is in force behind it and who is stopped.
  private func landing(
    _ id: ObjectID, after previous: ObjectID, seen: Instant, isFirst: Bool, pulled: Pulled?,
    _ state: inout SnapshotState, _ memory: Memory, by reader: LandingReader
  ) throws(IntakeError) -> Landing {
    let (landing, policies) = try reader.landing(
      id, after: previous, seen: seen, under: state.court.governing, pulled: pulled,
      state: &state.mainline)
    let known = state.court.state
    let brakes = state.court.hear(policies)
    if !brakes.isEmpty { restop(&state.court) }
    try govern(&state, memory, reader)
    let isNews =
      isFirst || known.approvals != state.court.state.approvals || !brakes.isEmpty
    let outcome = isNews ? try decide(at: id, &state, memory, reader) : .nothing
    if let acceptance = outcome.acceptance { try noteVoids(&state, acceptance, memory, reader) }
    // What was accepted with the landing is policy, and no brake any more.
    let holding = brakes.filter(state.court.state.brakes.contains)
    return landing.deciding(
      outcome.acceptance, brakes: holding, releases: outcome.releases, frozen: state.frozen)
  }

  /// What comes into force at the processed `tip` though nothing landed: by an approval whose date has come, or by one
  /// of those who are in doubt no longer.
  func settled(
    at tip: ObjectID, behind read: [Landing], _ state: inout SnapshotState, _ memory: Memory,
    _ reader: LandingReader
  ) throws(IntakeError) -> [Landing] {
    var settled: [Landing] = []
    while (settled.last ?? read.last).map({ $0.acceptance?.isAnew == true }) ?? true {
      let force = state.court.force
      let outcome = try decide(at: tip, &state, memory, reader)
      guard !outcome.isNothing else { break }
      if let acceptance = outcome.acceptance { try noteVoids(&state, acceptance, memory, reader) }
      settled.append(
        Landing(
          commit: tip, policy: force, frozen: state.frozen, requests: [], lateApprovals: [],
          acceptance: outcome.acceptance, ungoverned: [], joint: nil, releases: outcome.releases))
    }
    return settled
  }

  /// What the approvals that are there bring into force at `landing`, and whom they let act again.
  ///
  /// What somebody approved who is let go counts from there on, so it is asked again until nobody is.
  private func decide(
    at landing: ObjectID, _ state: inout SnapshotState, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) -> PolicyCourt.Outcome {
    var releases: [BrakeRelease] = []
    while !state.court.candidates.isEmpty {
      let proposals = try reader.proposals(
        of: state.court.candidates, under: state.court.governing)
      let outcome = state.court.judge(
        proposals, at: landing, carriers: try carriers(for: proposals, state, memory))
      guard !outcome.isNothing else { break }
      restop(&state.court)
      if !outcome.releases.isEmpty {
        state.court.settle(try mainline.settled(state.court.state.directory))
      }
      try govern(&state, memory, reader)
      releases += outcome.releases
      if let acceptance = outcome.acceptance {
        return PolicyCourt.Outcome(acceptance: acceptance, releases: releases)
      }
    }
    return PolicyCourt.Outcome(
      acceptance: try renewal(at: landing, &state, memory, reader), releases: releases)
  }

  /// What `landing` approves anew of what a compromised key had carried.
  private func renewal(
    at landing: ObjectID, _ state: inout SnapshotState, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) -> PolicyAcceptance? {
    guard !state.voids.voided.isEmpty, state.court.hasLateApprovals else { return nil }
    return state.court.renew(try grounds(state, memory, reader), at: landing)
  }

  /// Works out anew who is stopped.
  private func restop(_ court: inout PolicyCourt) {
    let doubted = court.stops.all.doubted
    let own = policies.overlay(of: court.force)
    court.stops = PolicyCourt.Stops(own: own, all: own)
    court.forgetMarkedKeys()
    court.stops = PolicyCourt.Stops(
      own: own,
      all: policies.overlay(own, of: court.force, with: court.state.brakes).doubting(doubted))
  }

  /// Lets the directory's files be those that are in force now.
  private func govern(
    _ state: inout SnapshotState, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) {
    let court = state.court
    guard court.state.directory != court.force.directory else { return }
    state.court.govern(
      by: try policies.inForce(tree: court.force.tree, directory: court.state.directory))
    restop(&state.court)
    // Who has left approves nothing anew.
    try doubt(&state, memory, reader)
  }

  /// The names of the keys that approved what is in force, where a proposal marks any key.
  private func carriers(
    for proposals: [PolicyProposal], _ state: SnapshotState, _ memory: Memory
  ) throws(IntakeError) -> Set<String> {
    try VoidedAcceptances.carriers(for: proposals) { () throws(IntakeError) in
      try acceptances(state, memory)
    }
  }

  /// Notes what of the mainline's policies is not in force, and what it lacks.
  func noteWaiting(
    _ state: inout SnapshotState, at tip: ObjectID, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) {
    let force = state.court.force
    let tree = try policies.tree(inCommit: tip)
    guard tree != force.tree || !state.court.state.directory.exceptions.isEmpty else {
      return state.court.wait(for: nil)
    }
    let landing = state.court.landingToApprove(tip: tip)
    // What others approved may be a release, or no longer what the mainline holds.
    var proposal: PolicyProposal?
    for place in [landing, state.court.state.newest ?? tip, tip] where proposal?.isOther != true {
      proposal = try reader.proposals(of: [place], under: state.court.governing).first
    }
    state.court.wait(
      for: proposal,
      carriers: try carriers(for: [proposal].compactMap(\.self), state, memory))
  }
}

extension PolicyProposal {
  /// Whether it is other than what is in force.
  fileprivate var isOther: Bool { tree == nil || !changes.isEmpty }
}
