internal import Decisions
internal import Git
package import Intake
package import Model

/// Takes in what the mainline says since the ledger's cursor, as one value that decisions depend on.
///
/// It hands facts from the room that reads to the one that decides, a landing at a time: what a landing says of policies
/// decides by which the next one is read.
package struct SnapshotReader {
  let policies: PolicyReader
  let mainline: MainlineReader
  let now: Instant
  let ahead: ReadAhead

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
    /// What mandates count as one of the holdings.
    package let windows: (Set<Holding>) throws -> [Holding: WindowRecord]

    package init(
      paths: @escaping (Set<RepositoryPath>) throws -> [RepositoryPath: PathRecord],
      acceptances: @escaping () throws -> [PolicyAcceptance],
      unreviewed: @escaping () throws -> [Grant],
      calendar: @escaping () throws -> ReviewCalendar,
      recent: @escaping (Set<Holding>) throws -> [Holding: HoldingRecord],
      leaving: @escaping () throws -> [OffboardingList],
      held: @escaping ([IdentityID]) throws -> [IdentityID: HeldRecord],
      windows: @escaping (Set<Holding>) throws -> [Holding: WindowRecord] = { _ in [:] }
    ) {
      self.windows = windows
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
  ///   - mandates: The mandates that have not ended.
  ///   - halted: Why the run must not issue anything, known from elsewhere (the clock).
  ///   - tickets: What the ticket source has said so far.
  ///   - authorities: The certificate authorities that can sign.
  ///   - confirmed: What targets have confirmed.
  ///   - leaverAnswers: What connectors list of those who have left.
  ///   - supposing: Requests that are supposed to land next, of which `landing` is no commit yet.
  package func snapshot(
    of tip: ObjectID, cursor: Cursor, live: [Grant], pending: [RequestRecord],
    mandates: [MandateRecord] = [], memory: Memory,
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
    let reader = LandingReader(
      policies, tip: tip, joints: joints, anchor: cursor.anchor == .null ? nil : cursor.anchor,
      at: now)
    var state = try opening(
      cursor, before, pending.map(\.landing) + mandates.map(\.landed.landing), memory, reader,
      joints)
    let stopsBefore = state.court.stops
    let pulled = try pulled(landings, cursor, upTo: tip, extent, state, reader)
    state.court.stopsAtTip = overlay(state.court, behind: [], landings, pulled, tip, extent)
    let read = try self.passed(
      landings, through: extent, from: cursor, &state, at: tip, pulled, memory, by: reader)
    let isWhole = extent.readsLandings && read.isAll && halted.isEmpty
    var passed = read.landings
    if isWhole {
      passed += try settled(at: tip, behind: passed, &state, memory, reader)
      try noteWaiting(&state, at: tip, memory, reader)
    }
    let force = state.court.force
    // What stands at the tip stops at once, also where its landing is for a later pass.
    let overlay = overlay(state.court, behind: read.landings, landings, pulled, tip, extent)

    var supposed: [LandedRequest] = []
    if let supposing {
      supposed = try supposing(
        Governing(force: force, overlay: overlay, state: state.court.state))
    }
    let all = passed + supposedLanding(supposed, state)
    let landed = Set(all.flatMap { $0.requests.map(\.key.path) })
    let reach = extent.reach(isHalted: !halted.isEmpty, hasReadAll: read.isAll)
    let looksAtTip = if case .ledger = extent { false } else { true }
    let tree = looksAtTip ? try mainline.tree(of: tip) : nil
    let keys = live.map(\.request) + pending.map(\.key) + mandates.map(\.key)
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
      .union(mandates.map(\.path))
    let mandated = (waiting + all.flatMap(\.requests)).mandated(by: mandates)
    let leavers = leavers(since: cursor, under: before.policy, now: force.policy)
    return Snapshot(
      tip: tip, landings: all, policy: force,
      frozen: looksAtTip ? state.frozen : cursor.frozen,
      halted: halted, overlay: overlay,
      held: (try tree.map { tree throws(IntakeError) in try mainline.held(watched, in: tree) }
        ?? Dictionary((live.map(\.request) + mandates.map(\.key)).map { ($0.path, $0.blob) }) { $1 })
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
        held: leavers.isEmpty ? [:] : try recorded { try memory.held(leavers) },
        mandates: mandates,
        windows: mandated.isEmpty ? [:] : try recorded { try memory.windows(mandated) }),
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

  /// Whether the mainline's `tip` may take away some of `live`, or of `mandates`.
  package func mayTakeAway(
    at tip: ObjectID, since cursor: Cursor, from live: [Grant], by mandates: [MandateRecord]
  ) throws(IntakeError) -> Bool {
    try mainline.mayTakeAway(
      at: tip, since: cursor, from: live.map(\.request) + mandates.map(\.key))
  }

  /// What the ledger recorded of a landed request, its file read again.
  package func landed(_ record: RequestRecord) throws(IntakeError) -> LandedRequest {
    try mainline.landed(record)
  }

  /// What the run starts from, as the cursor has it.
  private func opening(
    _ cursor: Cursor, _ force: PolicyInForce, _ waiting: [ObjectID], _ memory: Memory,
    _ reader: LandingReader, _ joints: [MainlineJoint]
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
    var state = SnapshotState(
      mainline: MainlineState(
        ungoverned: cursor.ungoverned, waiting: Set(waiting),
        tooLarge: cursor.tooLarge),
      court: court,
      voids: VoidedAcceptances(recorded: cursor.voided, compromised: own.compromised),
      anchor: cursor.anchor, joints: joints)
    try doubt(&state, memory, reader)
    return state
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

  func recorded<Value>(_ body: () throws -> Value) throws(IntakeError) -> Value {
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
  /// Where the ledger began, and where the line of commits was broken and joined since.
  let anchor: ObjectID
  let joints: [MainlineJoint]
}

extension PolicyCourt {
  /// What governs where the next landing is read.
  var governing: Governing {
    Governing(force: force, overlay: stops.all, state: state)
  }
}
