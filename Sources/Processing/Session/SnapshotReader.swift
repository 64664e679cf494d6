internal import Decisions
internal import Git
package import Intake
package import Model

/// Takes in what the mainline says since the ledger's cursor, as one value that decisions depend on.
///
/// It hands facts from the room that reads to the one that decides, a landing at a time: what a landing says of policies
/// decides by which the next one is read.
package struct SnapshotReader {
  private let policies: PolicyReader
  private let mainline: MainlineReader
  private let now: Instant
  private let ahead: ReadAhead

  /// A reader for one run.
  ///
  /// - Parameters:
  ///   - policies: Reads `policies/` trees, with what it has parsed before.
  ///   - now: The run's clock; nothing here reads another.
  ///   - ahead: What an earlier pass of the same run has read and left for this one.
  init(_ policies: PolicyReader, at now: Instant, ahead: ReadAhead = ReadAhead()) {
    self.policies = policies
    mainline = MainlineReader(policies)
    self.now = now
    self.ahead = ahead
  }

  /// What is supposed to land next, found by what governs behind all that has landed.
  package typealias Supposition = (Governing) throws(IntakeError) -> [LandedRequest]

  /// What the ledger can tell about paths and policies when asked.
  package struct Memory {
    /// The records of the paths that new landings bring.
    package let paths: (Set<RepositoryPath>) throws -> [RepositoryPath: PathRecord]
    /// Every policy acceptance, oldest first.
    package let acceptances: () throws -> [PolicyAcceptance]
    /// The emergency grants that nobody has reviewed, ended or not.
    package let unreviewed: () throws -> [Grant]
    /// Since when systems have reviews, and the last of each.
    package let calendar: () throws -> ReviewCalendar
    /// What renewals of the holdings look back at.
    package let recent: (Set<Holding>) throws -> [Holding: HoldingRecord]
    /// The offboardings that are incomplete.
    package let leaving: () throws -> [OffboardingList]
    /// What people were ever granted.
    package let held: ([IdentityID]) throws -> [IdentityID: HeldRecord]

    package init(
      paths: @escaping (Set<RepositoryPath>) throws -> [RepositoryPath: PathRecord],
      acceptances: @escaping () throws -> [PolicyAcceptance],
      unreviewed: @escaping () throws -> [Grant],
      calendar: @escaping () throws -> ReviewCalendar,
      recent: @escaping (Set<Holding>) throws -> [Holding: HoldingRecord],
      leaving: @escaping () throws -> [OffboardingList],
      held: @escaping ([IdentityID]) throws -> [IdentityID: HeldRecord]
    ) {
      self.paths = paths
      self.acceptances = acceptances
      self.unreviewed = unreviewed
      self.calendar = calendar
      self.recent = recent
      self.leaving = leaving
      self.held = held
    }
  }

  /// Everything a pass of a run depends on that looks as far as `extent` says.
  ///
  /// - Parameters:
  ///   - tip: The mainline's tip; where nothing of the mainline is looked at, the last commit of it that was
  ///     processed.
  ///   - live: Grants that have not ended.
  ///   - pending: Requests that wait.
  ///   - halted: Why the run must not issue anything, known from elsewhere (the clock).
  ///   - tickets: What the ticket source has said so far.
  ///   - authorities: The certificate authorities that can sign.
  ///   - confirmed: What targets have confirmed.
  ///   - leaverAnswers: What connectors list of those who have left.
  ///   - supposing: Requests that are supposed to land next, of which `landing` is no commit yet.
  package func snapshot(
    of tip: ObjectID, cursor: Cursor, live: [Grant], pending: [RequestRecord], memory: Memory,
    halted: [Reason], hasWitness: Bool, tickets: TicketAnswers = TicketAnswers(),
    authorities: Set<String> = [], confirmed: [GrantID: TargetWord] = [:],
    leaverAnswers: [LeaverAnswer] = [], extent: Extent = .all,
    supposing: Supposition? = nil
  ) throws(IntakeError) -> Snapshot {
    let before = try policies.inForce(cursor)
    var halted = halted
    var landings: [ObjectID] = []
    var joints = cursor.joints
    if extent.readsLandings, halted.isEmpty {
      if let line = try mainline.newLine(tip, cursor) {
        landings = line.landings
        joints += line.joints
      } else {
        halted.append(mainline.rewound(tip, cursor))
      }
    }
    let reader = LandingReader(policies, tip: tip, joints: joints, at: now)
    var state = try opening(cursor, before, pending, memory, reader)
    let stopsBefore = state.court.stops
    let pulled = try pulled(landings, cursor, upTo: tip, extent, state, reader)
    state.court.stopsAtTip = overlay(state.court, behind: [], landings, pulled, tip, extent)
    let read = try passed(
      landings, through: extent, from: cursor, &state, at: tip, pulled, memory, by: reader)
    let isWhole = extent.readsLandings && read.isAll && halted.isEmpty
    if isWhole { try noteWaiting(&state, at: tip, memory, reader) }
    let force = state.court.force
    // What stands at the tip stops at once, also where its landing is for a later pass.
    let overlay = overlay(state.court, behind: read.landings, landings, pulled, tip, extent)

    var supposed: [LandedRequest] = []
    if let supposing {
      supposed = try supposing(
        Governing(force: force, overlay: overlay, state: state.court.state))
    }
    let all = read.landings + supposedLanding(supposed, state)
    let landed = Set(all.flatMap { $0.requests.map(\.key.path) })
    let reach = extent.reach(isHalted: !halted.isEmpty, hasReadAll: read.isAll)
    let looksAtTip = if case .ledger = extent { false } else { true }
    let tree = looksAtTip ? try mainline.tree(of: tip) : nil
    let keys = live.map(\.request) + pending.map(\.key)
    let (waiting, leavesEnds) = try self.waiting(
      pending, lookedAtBy: reach, all, under: force, tree: tree, limit: extent.waitingLimit
    ) { paths throws(IntakeError) in
      try withdrawals(landings, after: cursor.mainline, pulled, paths, keys)
    }
    // Where no rule speaks of renewals nobody looks back.
    let looksBack = ([force] + all.map(\.policy)).contains { $0.policy.lookBack > 0 }
    let asked =
      looksBack
      ? (waiting + all.flatMap(\.requests)).holdings(
        countedUnder: [force.policy] + all.map(\.policy.policy))
      : []
    let watched = landed.union(live.map(\.request.path)).union(waiting.map(\.key.path))
    let leavers = leavers(since: cursor, under: before.policy, now: force.policy)
    return Snapshot(
      tip: tip, landings: all, policy: force,
      frozen: looksAtTip ? state.frozen : cursor.frozen,
      halted: halted, overlay: overlay,
      held: (try tree.map { tree throws(IntakeError) in try mainline.held(watched, in: tree) }
        ?? Dictionary(live.map { ($0.request.path, $0.request.blob) }) { $1 })
        .merging(supposed.map { ($0.key.path, $0.key.blob) }) { $1 },
      withdrawals: try withdrawals(
        landings, after: cursor.mainline, pulled, watched, keys),
      standingAtAnchor: try mainline.standing(landed, in: cursor.anchor),
      pending: waiting,
      record: LedgerRecord(
        cursor: cursor, live: live, pending: pending,
        paths: try recorded { try memory.paths(landed) },
        unreviewed: try recorded(memory.unreviewed), calendar: try recorded(memory.calendar),
        recent: asked.isEmpty ? [:] : try recorded { try memory.recent(asked) },
        leaving: try recorded(memory.leaving),
        held: leavers.isEmpty ? [:] : try recorded { try memory.held(leavers) }),
      voided: looksAtTip ? state.voids.voided : cursor.voided, hasWitness: hasWitness,
      tickets: tickets, authorities: authorities,
      confirmed: confirmed, leaverAnswers: leaverAnswers, leavers: leavers, reach: reach,
      governance: looksAtTip && halted.isEmpty ? state.court.state : cursor.governance,
      notAccepted: state.court.state.waiting?.reasons ?? [],
      // A ledger of before recorded no brakes.
      before: (before, cursor.governance == nil ? stopsBefore.own : stopsBefore.all),
      waitingLimit: extent.waitingLimit, leavesEnds: leavesEnds)
  }

  /// Why a run at `tip` would be halted: the mainline was rewound behind what was processed.
  package func rewind(of tip: ObjectID, cursor: Cursor) throws(IntakeError) -> Reason? {
    try mainline.rewind(of: tip, cursor: cursor)
  }

  /// Whether the mainline's `tip` may take away some of `live`.
  package func mayTakeAway(
    at tip: ObjectID, since cursor: Cursor, from live: [Grant]
  ) throws(IntakeError) -> Bool {
    try mainline.mayTakeAway(at: tip, since: cursor, from: live)
  }

  /// What the ledger recorded of a landed request, its file read again.
  package func landed(_ record: RequestRecord) throws(IntakeError) -> LandedRequest {
    try mainline.landed(record)
  }

  /// What the run starts from, as the cursor has it.
  private func opening(
    _ cursor: Cursor, _ force: PolicyInForce, _ pending: [RequestRecord], _ memory: Memory,
    _ reader: LandingReader
  ) throws(IntakeError) -> SnapshotState {
    let governance: GovernanceState
    if let known = cursor.governance {
      governance = known
    } else {
      governance = try upgraded(cursor, force, memory, reader)
    }
    let own = policies.overlay(of: force)
    let court = PolicyCourt(
      force: PolicyInForce(tree: force.tree, directory: governance.directory, policy: force.policy),
      state: governance, acceptances: cursor.acceptances,
      stops: PolicyCourt.Stops(
        own: own, all: policies.overlay(own, of: force, with: governance.brakes)), at: now)
    return SnapshotState(
      mainline: MainlineState(
        ungoverned: cursor.ungoverned, waiting: Set(pending.map(\.landing)),
        tooLarge: cursor.tooLarge),
      court: court,
      voids: VoidedAcceptances(
        recorded: cursor.voided,
        acceptances: own.compromised.isEmpty ? [] : try recorded(memory.acceptances),
        compromised: own.compromised))
  }

  /// What acceptance has come to in a ledger of before, which did not keep it.
  ///
  /// The stops that stood on the mainline counted without being recorded; they are the brakes that hold now.
  private func upgraded(
    _ cursor: Cursor, _ force: PolicyInForce, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) -> GovernanceState {
    let last = cursor.acceptances == 0 ? nil : try recorded(memory.acceptances).last
    let origin = last?.landing ?? cursor.anchor
    var state = GovernanceState(
      origin: origin, since: origin, directory: try mainline.directory(ofPolicy: force.tree))
    guard origin != .null, cursor.mainline != origin else { return state }
    let landings = try mainline.policyLandings(
      after: origin, upTo: cursor.mainline, joints: cursor.joints)
    state.landings = Array(landings.suffix(GovernanceState.remembered))
    state.newest = landings.last?.landing
    let own = policies.overlay(of: force)
    var court = PolicyCourt(
      force: force, state: state, acceptances: cursor.acceptances,
      stops: PolicyCourt.Stops(own: own, all: own), at: now)
    for joint in landings {
      let found = try reader.pulled(
        by: joint.landing, after: joint.previous, under: court.governing)
      _ = court.pull(found.brakes, by: joint.landing)
    }
    return court.state
  }

  /// What each landing up to the tip stops and takes away, where the pass reads landings at all.
  private func pulled(
    _ landings: [ObjectID], _ cursor: Cursor, upTo tip: ObjectID, _ extent: Extent,
    _ state: SnapshotState, _ reader: LandingReader
  ) throws(IntakeError) -> [ObjectID: Pulled] {
    switch extent {
    case .ledger: return [:]
    case .tip:
      guard tip != cursor.mainline, cursor.mainline != .null else { return [:] }
      return [
        tip: try reader.pulled(by: tip, after: cursor.mainline, under: state.court.governing)
      ]
    case .next, .all, .recorded:
      guard !landings.isEmpty else { return [:] }
      return try ahead.pulled(
        by: landings, after: cursor.mainline, upTo: tip, under: state.court.governing, reader)
    }
  }

  /// Who and what is stopped: behind the landings that were read, and by what those behind them pull.
  private func overlay(
    _ court: PolicyCourt, behind read: [Landing], _ landings: [ObjectID],
    _ pulled: [ObjectID: Pulled], _ tip: ObjectID, _ extent: Extent
  ) -> TipOverlay {
    var court = court
    let last = read.last { $0.underway == nil }?.commit
    let start = last.flatMap { landings.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    var rest = Array(landings[start...])
    if case .tip = extent { rest = [tip] }
    var isStopping = false
    for id in rest {
      guard let found = pulled[id], !found.brakes.isEmpty else { continue }
      isStopping = !court.pull(found.brakes, by: id).isEmpty || isStopping
    }
    guard isStopping else { return court.stops.all }
    return policies.overlay(court.stops.own, of: court.force, with: court.state.brakes)
  }

  /// Takes in the next of `ids`, as many as `extent` says.
  private func passed(
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
    try govern(&state.court)
    let isNews =
      isFirst || known.approvals != state.court.state.approvals || !brakes.isEmpty
    let outcome = isNews ? try decide(at: id, &state, memory, reader) : .nothing
    if let acceptance = outcome.acceptance { try noteVoids(&state, acceptance, memory) }
    // What was accepted with the landing is policy, and no brake any more.
    let holding = brakes.filter(state.court.state.brakes.contains)
    return landing.deciding(
      outcome.acceptance, brakes: holding, releases: outcome.releases, frozen: state.frozen)
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
        proposals, at: landing, carriers: try carriers(for: proposals, memory))
      guard !outcome.isNothing else { break }
      restop(&state.court)
      if !outcome.releases.isEmpty {
        state.court.settle(try mainline.settled(state.court.state.directory))
      }
      try govern(&state.court)
      releases += outcome.releases
      if let acceptance = outcome.acceptance {
        return PolicyCourt.Outcome(acceptance: acceptance, releases: releases)
      }
    }
    return PolicyCourt.Outcome(acceptance: nil, releases: releases)
  }

  /// Works out anew who is stopped.
  private func restop(_ court: inout PolicyCourt) {
    let own = policies.overlay(of: court.force)
    court.stops = PolicyCourt.Stops(own: own, all: own)
    court.forgetMarkedKeys()
    court.stops = PolicyCourt.Stops(
      own: own, all: policies.overlay(own, of: court.force, with: court.state.brakes))
  }

  /// Lets the directory's files be those that are in force now.
  private func govern(_ court: inout PolicyCourt) throws(IntakeError) {
    guard court.state.directory != court.force.directory else { return }
    court.govern(
      by: try policies.inForce(tree: court.force.tree, directory: court.state.directory))
    restop(&court)
  }

  /// The names of the keys that approved what is in force, where a proposal marks any key.
  private func carriers(
    for proposals: [PolicyProposal], _ memory: Memory
  ) throws(IntakeError) -> Set<String> {
    guard proposals.contains(where: { $0.changes.contains { !$0.marked.isEmpty } }) else {
      return []
    }
    return VoidedAcceptances.carriers(of: try recorded(memory.acceptances))
  }

  /// Notes what an acceptance of this run takes down and heals.
  private func noteVoids(
    _ state: inout SnapshotState, _ acceptance: PolicyAcceptance, _ memory: Memory
  ) throws(IntakeError) {
    state.accepted.append(acceptance)
    let compromised = state.court.stops.own.compromised
    var voided = state.voids
    voided.note(acceptance)
    state.voids = VoidedAcceptances(
      recorded: voided.voided,
      acceptances: compromised.isEmpty ? [] : try recorded(memory.acceptances) + state.accepted,
      compromised: compromised)
  }

  /// Notes what of the mainline's policies is not in force, and what it lacks.
  private func noteWaiting(
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
      carriers: try carriers(for: [proposal].compactMap(\.self), memory))
  }

  /// Where something was withdrawn: by a landing, or by a signed commit below one.
  private func withdrawals(
    _ landings: [ObjectID], after previous: ObjectID, _ pulled: [ObjectID: Pulled],
    _ watched: Set<RepositoryPath>, _ keys: [RequestKey]
  ) throws(IntakeError) -> [RepositoryPath: ObjectID] {
    var last = try ahead.withdrawals(policies).last(by: landings, after: previous, at: watched)
    let keys = Set(keys)
    for id in landings {
      for key in pulled[id]?.removed ?? [] where keys.contains(key) && last[key.path] == nil {
        last[key.path] = id
      }
    }
    return last
  }

  /// The requests that wait, read again, as far as the pass looks at them again.
  ///
  /// On the way to the tip these are the ones that have new approvals. At the tip they are those that have ended, told
  /// from their records and the tip's tree alone; and all others too, once no more of those are left than `limit`. So
  /// thousands that somebody let wait end push by push, and none of them is read for the end of another.
  /// - Parameter withdrawals: Where landings since the cursor withdrew something at paths.
  /// - Returns: Also whether more have ended than are returned.
  private func waiting(
    _ pending: [RequestRecord], lookedAtBy reach: Reach, _ read: [Landing],
    under force: PolicyInForce, tree: ObjectID?, limit: Int?,
    withdrawals: (Set<RepositoryPath>) throws(IntakeError) -> [RepositoryPath: ObjectID]
  ) throws(IntakeError) -> (waiting: [LandedRequest], leavesEnds: Bool) {
    let approved = Set(read.flatMap(\.lateApprovals).map(\.landing))
    var records: [RequestRecord] = []
    var leavesEnds = false
    switch reach {
    case .ledger: break
    case .part: records = pending.filter { approved.contains($0.landing) }
    case .tip, .whole:
      records = pending
      guard let limit, let tree, reach == .tip || limit < pending.count else { break }
      let paths = Set(pending.map(\.path))
      let (held, withdrawn) = (try mainline.held(paths, in: tree), try withdrawals(paths))
      let patience = force.policy.settings.expireAfter
      let ended = pending.filter { record in
        record.seen.advanced(by: patience) <= now || held[record.path] != record.blob
          || withdrawn[record.path] != nil
      }
      leavesEnds = limit < ended.count
      guard leavesEnds || reach == .tip else { break }
      // What this pass's landings approve is judged at its place.
      records = ended.prefix(limit) + pending.filter { approved.contains($0.landing) }
    }
    var (waiting, seen) = ([LandedRequest](), Set<RequestKey>())
    for record in records where seen.insert(record.key).inserted {
      waiting.append(try landed(record))
    }
    return (waiting, leavesEnds)
  }

  /// Who has left by `policy` and had not by the policy and the time of `cursor`, sorted.
  private func leavers(
    since cursor: Cursor, under before: Policy, now policy: Policy
  ) -> [IdentityID] {
    let gone = before === policy ? [] : before.people.keys.filter { policy.people[$0] == nil }
    return (gone + policy.people.keys).filter { id in
      policy.departure(of: id, at: now) != nil
        && before.departure(of: id, at: cursor.at) == nil
    }.sorted()
  }

  /// A landing of `requests` behind all that were read; none where there are no requests.
  private func supposedLanding(_ requests: [LandedRequest], _ state: SnapshotState) -> [Landing] {
    guard !requests.isEmpty else { return [] }
    return [
      Landing(
        commit: .null, policy: state.court.force, frozen: state.frozen, requests: requests,
        lateApprovals: [], acceptance: nil, ungoverned: [], joint: nil)
    ]
  }

  private func recorded<Value>(_ body: () throws -> Value) throws(IntakeError) -> Value {
    do {
      return try body()
    } catch {
      throw .record(error)
    }
  }
}

/// What a run carries from one landing to the next.
struct SnapshotState: Sendable {
  var mainline: MainlineState
  var court: PolicyCourt
  var voids: VoidedAcceptances
  /// Why nothing but emergencies is issued.
  var frozen: [Reason] { voids.reasons + court.directoryVoids }
  /// What was accepted in this pass.
  var accepted: [PolicyAcceptance] = []
}

extension PolicyCourt {
  /// What governs where the next landing is read.
  var governing: Governing {
    Governing(force: force, overlay: stops.all, state: state)
  }
}

extension PolicyProposal {
  /// Whether it is other than what is in force.
  fileprivate var isOther: Bool { tree == nil || !changes.isEmpty }
}
