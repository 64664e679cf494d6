internal import Documents
internal import Git
package import Model

/// Takes in what the mainline says since the ledger's cursor, as one value that decisions depend on.
package struct SnapshotReader {
  let reader: ObjectReader
  private let verifier: CommitVerifier
  let policies: PolicyReader
  private let now: Instant
  private let judge: PolicyJudge
  private let revocations: Revocations
  private let ahead: ReadAhead

  /// A reader for one run.
  ///
  /// - Parameters:
  ///   - policies: Reads `policies/` trees, with what it has parsed before.
  ///   - now: The run's clock; nothing here reads another.
  ///   - judge: Says of policies what only another room can.
  ///   - revocations: How many grants a policy would revoke; the judge of grants is that room, too.
  ///   - ahead: What an earlier pass of the same run has read and left for this one.
  package init(
    policies: PolicyReader, at now: Instant, judge: PolicyJudge,
    revocations: @escaping Revocations, ahead: ReadAhead = ReadAhead()
  ) {
    reader = policies.reader
    verifier = CommitVerifier(policies.reader)
    self.policies = policies
    self.now = now
    self.judge = judge
    self.revocations = revocations
    self.ahead = ahead
  }

  /// Counts what a policy would revoke if it came into force, with what it would bring at once besides,
  /// behind the landings of a snapshot.
  package typealias Revocations = (PolicyInForce, TipOverlay, Snapshot, Instant) -> RevocationTally

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
  ///   - supposed: Requests that are supposed to land next, of which `landing` is no commit yet.
  package func snapshot(
    of tip: ObjectID, cursor: Cursor, live: [Grant], pending: [RequestRecord], memory: Memory,
    halted: [Reason], hasWitness: Bool, tickets: TicketAnswers = TicketAnswers(),
    authorities: Set<String> = [], confirmed: [GrantID: TargetWord] = [:],
    leaverAnswers: [LeaverAnswer] = [], extent: Extent = .all,
    supposing supposed: [LandedRequest] = []
  ) throws(IntakeError) -> Snapshot {
    let force = try policies.inForce(tree: cursor.policy)
    let tipTree: ObjectID? =
      switch extent {
      case .ledger: nil
      case .tip, .next, .all, .recorded:
        try git { () throws(GitError) in try reader.commit(tip).tree }
      }
    var halted = halted
    var landings: [ObjectID] = []
    var joints = cursor.joints
    if extent.readsLandings, halted.isEmpty {
      if let line = try git({ () throws(GitError) in try newLine(tip, cursor) }) {
        landings = line.landings
        joints += line.joints
      } else {
        halted.append(rewound(tip, cursor))
      }
    }
    let overlay = try overlay(at: tipTree, over: force, among: live)
    let state = MainlineState(
      force: force, frozen: frozenByPolicy(cursor), ungoverned: cursor.ungoverned,
      voids: VoidedAcceptances(
        recorded: cursor.voided,
        acceptances: tipTree == nil || overlay.compromised.isEmpty
          ? [] : try recorded(memory.acceptances),
        compromised: overlay.compromised),
      acceptances: cursor.acceptances, waiting: Set(pending.map { $0.landing }),
      tooLarge: cursor.tooLarge)
    let landingReader = LandingReader(
      reader: reader, verifier: verifier, policies: policies,
      mainline: Mainline(reader, tip: tip, joints: joints), overlay: overlay, now: now,
      judge: judge)
    /// What follows from the landings read so far.
    func whole(
      _ landed: [Landing], _ state: MainlineState, _ reach: Reach
    ) throws(IntakeError) -> Snapshot {
      let read = landed + state.landing(supposing: supposed)
      let landed = Set(read.flatMap { $0.requests.map(\.key.path) })
      let waiting = try self.waiting(pending, lookedAtBy: reach, read)
      // Where no rule speaks of renewals nobody looks back.
      let looksBack = ([state.force] + read.map(\.policy)).contains { $0.policy.lookBack > 0 }
      let asked =
        looksBack
        ? (waiting + read.flatMap(\.requests)).holdings(
          countedUnder: [state.force.policy] + read.map(\.policy.policy))
        : []
      let watched = landed.union(live.map(\.request.path)).union(pending.map(\.path))
      let leavers = leavers(since: cursor, under: force.policy, now: state.force.policy)
      return Snapshot(
        tip: tip, landings: read, policy: state.force,
        frozen: tipTree == nil ? cursor.frozen : state.frozen + state.voids.reasons,
        halted: halted, overlay: overlay,
        held: (try tipTree.map { tree throws(IntakeError) in try held(watched, in: tree) }
          ?? Dictionary(live.map { ($0.request.path, $0.request.blob) }) { $1 })
          .merging(supposed.map { ($0.key.path, $0.key.blob) }) { $1 },
        withdrawals: try Withdrawals(reader: reader, ahead: ahead)
          .last(by: landings, after: cursor.mainline, at: watched),
        standingAtAnchor: try standing(landed, at: cursor.anchor),
        pending: waiting,
        record: LedgerRecord(
          cursor: cursor, live: live, pending: pending,
          paths: try recorded { try memory.paths(landed) },
          unreviewed: try recorded(memory.unreviewed), calendar: try recorded(memory.calendar),
          recent: asked.isEmpty ? [:] : try recorded { try memory.recent(asked) },
          leaving: try recorded(memory.leaving),
          held: leavers.isEmpty ? [:] : try recorded { try memory.held(leavers) }),
        voided: tipTree == nil ? cursor.voided : state.voids.voided, hasWitness: hasWitness,
        tickets: tickets, authorities: authorities,
        confirmed: confirmed, leaverAnswers: leaverAnswers, leavers: leavers, reach: reach)
    }

    let read = try passed(
      landings, through: extent, from: cursor, state, at: tip, by: landingReader
    ) { policy, read, state throws(IntakeError) in
      // What the ledger holds is asked here, which is none of the landing's making.
      try reader.uncounted { () throws(IntakeError) in
        let tree = try tipTree.flatMap { tree throws(IntakeError) in try policies.tree(in: tree) }
        return revocations(
          policy, try policies.overlay(of: tree, over: policy), try whole(read, state, .whole), now)
      }
    }
    let reach = extent.reach(isHalted: !halted.isEmpty, hasReadAll: read.isAll)
    return try whole(read.landings, read.state, reach)
  }

  /// Takes in the next of `ids`, as many as `extent` says.
  private func passed(
    _ ids: [ObjectID], through extent: Extent, from cursor: Cursor, _ state: MainlineState,
    at tip: ObjectID, by landings: LandingReader,
    tally: (PolicyInForce, [Landing], MainlineState) throws(IntakeError) -> RevocationTally
  ) throws(IntakeError) -> (landings: [Landing], state: MainlineState, isAll: Bool) {
    var (read, state) = ([Landing](), state)
    var previous = cursor.mainline
    for id in ids {
      if extent.isReached(by: read, at: previous, before: id) {
        return (read, state, false)
      }
      let place = ReadAhead.Place(
        id, after: previous, tip: tip, policy: cursor.policy, overlay: landings.overlay)
      let underway = cursor.underway.flatMap { $0.landing == id ? $0 : nil }
      let seen = underway?.seen ?? now
      var next = state
      let whole: Landing
      if let known = ahead.taken(at: place) {
        (whole, next) = known
      } else {
        whole = try landings.landing(id, after: previous, seen: seen, state: &next) {
          policy, state throws(IntakeError) in try tally(policy, read, state)
        }
      }
      let left = underway.map { whole.rest(behind: $0.through) } ?? whole
      let part = extent.part(of: left, seen: seen, frozen: state.frozen + state.voids.reasons)
      if part != nil || extent.isFull(read, with: left) {
        ahead.keep((whole, next), at: place)
        // What is too much for this push begins the next one.
        if let part, !extent.isFull(read, with: left) { read.append(part) }
        return (read, state, false)
      }
      read.append(left)
      (state, previous) = (next, id)
    }
    return (read, state, true)
  }

  /// What counts at once: what the tip of which this is the tree takes away, or else the policy in force alone.
  private func overlay(
    at tipTree: ObjectID?, over force: PolicyInForce, among live: [Grant]
  ) throws(IntakeError) -> TipOverlay {
    let tip = try tipTree.flatMap { tree throws(IntakeError) in try policies.tree(in: tree) }
    return try policies.overlay(of: tip, over: force).stopping(
      try policies.stops(at: tip, beyond: force), among: live,
      unlessMoreThan: force.policy.settings.massRevocation)
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

  /// The reasons in the cursor that the mainline's policies gave; those of voided files are found anew.
  private func frozenByPolicy(_ cursor: Cursor) -> [Reason] {
    let voided = Set(cursor.voided.map(\.reason))
    return cursor.frozen.filter { !voided.contains($0) }
  }

  func held(
    _ paths: Set<RepositoryPath>, in tree: ObjectID
  ) throws(IntakeError) -> [RepositoryPath: ObjectID] {
    try git { () throws(GitError) in
      var held: [RepositoryPath: ObjectID] = [:]
      for path in paths {
        // The same content as a link or a program is not the request that was approved.
        if let entry = try reader.entry(at: path, in: tree), entry.mode == TreeEntry.file {
          held[path] = entry.id
        }
      }
      return held
    }
  }

  private func standing(
    _ paths: Set<RepositoryPath>, at anchor: ObjectID
  ) throws(IntakeError) -> Set<RepositoryPath> {
    guard !paths.isEmpty, anchor != .null else { return [] }
    return try git { () throws(GitError) in
      let tree = try reader.commit(anchor).tree
      var standing: Set<RepositoryPath> = []
      for path in paths where try reader.entry(at: path, in: tree) != nil {
        standing.insert(path)
      }
      return standing
    }
  }

  func git<Value>(_ body: () throws(GitError) -> Value) throws(IntakeError) -> Value {
    do throws(GitError) {
      return try body()
    } catch {
      throw .git(error)
    }
  }

  private func recorded<Value>(_ body: () throws -> Value) throws(IntakeError) -> Value {
    do {
      return try body()
    } catch {
      throw .record(error)
    }
  }
}

extension MainlineState {
  /// A landing of `requests` behind all that were read; none where there are no requests.
  fileprivate func landing(supposing requests: [LandedRequest]) -> [Landing] {
    guard !requests.isEmpty else { return [] }
    return [
      Landing(
        commit: .null, policy: force, frozen: frozen + voids.reasons, requests: requests,
        lateApprovals: [], acceptance: nil, ungoverned: [], joint: nil)
    ]
  }
}
