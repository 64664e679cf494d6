internal import Documents
internal import Git
package import Model

/// Takes in what the mainline says since the ledger's cursor, as one value that decisions depend on.
package struct SnapshotReader {
  private let reader: ObjectReader
  private let verifier: CommitVerifier
  private let policies: PolicyReader
  private let now: Instant
  private let judge: PolicyJudge
  private let revocations: Revocations

  /// A reader for one run.
  ///
  /// - Parameters:
  ///   - policies: Reads `policies/` trees, with what it has parsed before.
  ///   - now: The run's clock; nothing here reads another.
  ///   - judge: Says of policies what only another room can.
  ///   - revocations: How many grants a policy would revoke; the judge of grants is that room, too.
  package init(
    policies: PolicyReader, at now: Instant,
    judge: PolicyJudge, revocations: @escaping Revocations
  ) {
    reader = policies.reader
    verifier = CommitVerifier(policies.reader)
    self.policies = policies
    self.now = now
    self.judge = judge
    self.revocations = revocations
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

  /// Everything a run at `tip` depends on.
  ///
  /// - Parameters:
  ///   - live: Grants that have not ended.
  ///   - pending: Requests that wait.
  ///   - halted: Why the run must not issue anything, known from elsewhere (the clock).
  ///   - tickets: What the ticket source has said so far.
  ///   - authorities: The certificate authorities that can sign.
  ///   - confirmed: What targets have confirmed.
  ///   - leaverAnswers: What connectors list of those who have left.
  package func snapshot(
    of tip: ObjectID, cursor: Cursor, live: [Grant], pending: [RequestRecord], memory: Memory,
    halted: [Reason], hasWitness: Bool, tickets: TicketAnswers = TicketAnswers(),
    authorities: Set<String> = [], confirmed: [GrantID: GrantState] = [:],
    leaverAnswers: [LeaverAnswer] = []
  ) throws(IntakeError) -> Snapshot {
    let tipTree = try git { () throws(GitError) in try reader.commit(OID(tip)).tree }
    var halted = halted
    let line = try git { () throws(GitError) in try newLine(tip, cursor) }
    if line == nil { halted.append(rewound(tip, cursor)) }
    let landings = halted.isEmpty ? line?.landings ?? [] : []

    let force = try policies.inForce(tree: cursor.policy)
    let tipPolicies = try policies.tree(in: tipTree)
    let overlay = try policies.overlay(of: tipPolicies, over: force)
      .stopping(
        try policies.stops(at: tipPolicies, beyond: force), among: live,
        unlessMoreThan: force.policy.settings.massRevocation)
    var state = MainlineState(
      force: force, frozen: frozenByPolicy(cursor), ungoverned: cursor.ungoverned,
      voids: VoidedAcceptances(
        recorded: cursor.voided,
        acceptances: overlay.compromised.isEmpty ? [] : try recorded(memory.acceptances),
        compromised: overlay.compromised),
      acceptances: cursor.acceptances, waiting: Set(pending.map { OID($0.landing) }),
      watched: Set(live.map(\.request.path) + pending.map(\.path)),
      tooLarge: cursor.tooLarge)
    let landingReader = LandingReader(
      reader: reader, verifier: verifier, policies: policies,
      mainline: Mainline(reader, tip: OID(tip), joints: cursor.joints + (line?.joints ?? [])),
      overlay: overlay, now: now, judge: judge)
    /// What follows from the landings read so far.
    func whole(_ read: [Landing], _ state: MainlineState) throws(IntakeError) -> Snapshot {
      let landed = Set(read.flatMap { $0.requests.map(\.key.path) })
      let waiting = try pending.map { record throws(IntakeError) in try self.landed(record) }
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
        tip: tip, landings: read, policy: state.force, frozen: state.frozen + state.voids.reasons,
        halted: halted, overlay: overlay, held: try held(watched, in: tipTree),
        standingAtAnchor: try standing(landed, at: cursor.anchor),
        pending: waiting,
        record: LedgerRecord(
          cursor: cursor, live: live, pending: pending,
          paths: try recorded { try memory.paths(landed) },
          unreviewed: try recorded(memory.unreviewed), calendar: try recorded(memory.calendar),
          recent: asked.isEmpty ? [:] : try recorded { try memory.recent(asked) },
          leaving: try recorded(memory.leaving),
          held: leavers.isEmpty ? [:] : try recorded { try memory.held(leavers) }),
        voided: state.voids.voided, hasWitness: hasWitness, tickets: tickets,
        authorities: authorities,
        confirmed: confirmed, leaverAnswers: leaverAnswers, leavers: leavers)
    }

    var read: [Landing] = []
    var previous = OID(cursor.mainline)
    for id in landings {
      let landing = try landingReader.landing(id, after: previous, state: &state) {
        next, state throws(IntakeError) in
        // What the ledger holds is asked here, which is none of the landing's making.
        try reader.uncounted { () throws(IntakeError) in
          revocations(
            next, try policies.overlay(of: policies.tree(in: tipTree), over: next),
            try whole(read, state), now)
        }
      }
      read.append(landing)
      previous = id
    }
    return try whole(read, state)
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

  /// Why a run at `tip` would be halted: the mainline was rewound behind what was processed.
  package func rewind(of tip: ObjectID, cursor: Cursor) throws(IntakeError) -> Reason? {
    let line = try git { () throws(GitError) in try newLine(tip, cursor) }
    return line == nil ? rewound(tip, cursor) : nil
  }

  /// The commits since the cursor, oldest first; nil where the mainline was rewound.
  private func newLine(
    _ tip: ObjectID, _ cursor: Cursor
  ) throws(GitError) -> (landings: [OID], joints: [MainlineJoint])? {
    let mainline = Mainline(reader, tip: OID(tip), joints: cursor.joints)
    if let landings = try mainline.commits(after: OID(cursor.mainline)) { return (landings, []) }
    // Off the chain but in the history: the tip is one landing that approves nothing.
    guard cursor.joints.count < Bounds.joints,
      try Ancestry(reader).contains(OID(cursor.mainline), inHistoryOf: OID(tip))
    else {
      return nil
    }
    return ([OID(tip)], [MainlineJoint(landing: tip, previous: cursor.mainline)])
  }

  private func rewound(_ tip: ObjectID, _ cursor: Cursor) -> Reason {
    Reason(
      .rewoundMainline,
      "The mainline's tip \(tip.short) does not contain \(cursor.mainline.short), which was processed.",
      hint:
        "Push the old line again (git push origin \(cursor.mainline):refs/heads/main after a merge "
        + "of both), or begin a new ledger with --replace-ledger.")
  }

  /// The reasons in the cursor that the mainline's policies gave; those of voided files are found anew.
  private func frozenByPolicy(_ cursor: Cursor) -> [Reason] {
    let voided = Set(cursor.voided.map(\.reason))
    return cursor.frozen.filter { !voided.contains($0) }
  }

  private func held(
    _ paths: Set<RepositoryPath>, in tree: OID
  ) throws(IntakeError) -> [RepositoryPath: ObjectID] {
    try git { () throws(GitError) in
      var held: [RepositoryPath: ObjectID] = [:]
      for path in paths {
        // The same content as a link or a program is not the request that was approved.
        if let entry = try reader.entry(at: path, in: tree), entry.mode == TreeEntry.file {
          held[path] = ObjectID(entry.id)
        }
      }
      return held
    }
  }

  private func standing(
    _ paths: Set<RepositoryPath>, at anchor: ObjectID
  ) throws(IntakeError) -> Set<RepositoryPath> {
    guard !paths.isEmpty else { return [] }
    return try git { () throws(GitError) in
      let tree = try reader.commit(OID(anchor)).tree
      var standing: Set<RepositoryPath> = []
      for path in paths where try reader.entry(at: path, in: tree) != nil {
        standing.insert(path)
      }
      return standing
    }
  }

  /// What the ledger recorded of a landed request, its file read again.
  package func landed(_ record: RequestRecord) throws(IntakeError) -> LandedRequest {
    let (document, holders, made) = try git { () throws(GitError) in
      let files = RequestFiles(reader: reader)
      return (
        try files.document(of: record), try files.holders(of: record),
        try files.made(record.changes)
      )
    }
    return LandedRequest(
      record, grantID: RequestFiles.grantID(of: record.key, landing: record.landing),
      document: document, holders: holders, made: made)
  }

  private func git<Value>(_ body: () throws(GitError) -> Value) throws(IntakeError) -> Value {
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
