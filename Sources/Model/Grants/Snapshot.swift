/// What one landing means under the policy in force when it landed: verified facts, no judgement.
package struct Landing: Sendable {
  package let commit: ObjectID
  package let policy: PolicyInForce
  /// Why nothing may be issued once this landing is processed; empty while issuing goes on.
  package let frozen: [Reason]
  package private(set) var requests: [LandedRequest]
  package let signOffs: [LandedSignOff]
  /// Late approvals that this landing brought, by the pending request they complete.
  package let lateApprovals: [LateApprovals]
  /// The tokens that this landing brought beside requests that landed before.
  package let lateTokens: [LateToken]
  /// The policy that came into force with this landing.
  package let acceptance: PolicyAcceptance?
  /// The brakes that it pulled.
  package let brakes: [Brake]
  /// The brakes that were released with it.
  package let releases: [BrakeRelease]
  package let ungoverned: [UngovernedChange]
  /// Earlier ungoverned changes that this landing put right.
  package let mended: [RepositoryPath]
  /// The processed commit it follows, where its first parent is another: a foxtrot merge.
  package let joint: MainlineJoint?
  /// That it was over its budget, and so was not read to its end; then nothing else of it is here.
  package private(set) var tooLarge: TooLargeLanding?
  /// Present where only some of the landing's requests are here, and nothing else of it: what is left is
  /// for the next pass.
  package private(set) var underway: LandingUnderway?

  /// Every approval in it was verified: only `Intake` makes one.
  ///
  /// - Parameters:
  ///   - policy: What is in force once this has landed.
  ///   - acceptance: Present where this brings it into force.
  package init(
    commit: ObjectID, policy: PolicyInForce, frozen: [Reason], requests: [LandedRequest],
    signOffs: [LandedSignOff] = [], lateApprovals: [LateApprovals],
    acceptance: PolicyAcceptance?, ungoverned: [UngovernedChange], mended: [RepositoryPath] = [],
    joint: MainlineJoint?, tooLarge: TooLargeLanding? = nil, brakes: [Brake] = [],
    releases: [BrakeRelease] = [], lateTokens: [LateToken] = []
  ) {
    self.lateTokens = lateTokens
    self.brakes = brakes
    self.releases = releases
    self.commit = commit
    self.policy = policy
    self.frozen = frozen.bounded
    self.requests = requests
    self.signOffs = signOffs
    self.lateApprovals = lateApprovals
    self.acceptance = acceptance
    self.ungoverned = ungoverned
    self.mended = mended
    self.joint = joint
    self.tooLarge = tooLarge
  }

  /// Only `requests` of the landing, as far as `underway` says, while `frozen` stays what it was before.
  package func part(
    _ requests: [LandedRequest], frozen: [Reason], underway: LandingUnderway
  ) -> Landing {
    var part = Landing(
      commit: commit, policy: policy, frozen: frozen, requests: requests, lateApprovals: [],
      acceptance: nil, ungoverned: [], mended: [], joint: nil)
    part.underway = underway
    return part
  }

  /// The same landing of `requests` alone.
  package func keeping(_ requests: [LandedRequest]) -> Landing {
    var other = self
    other.requests = requests
    return other
  }

  /// The landing without the requests that were judged before.
  package func rest(behind judged: RequestKey) -> Landing {
    keeping(requests.filter { judged < $0.key })
  }

  /// The landing with what it decided of policies and brakes, and with why nothing is issued behind it.
  package func deciding(
    _ acceptance: PolicyAcceptance?, brakes: [Brake], releases: [BrakeRelease], frozen: [Reason]
  ) -> Landing {
    Landing(
      commit: commit, policy: policy, frozen: frozen, requests: requests, signOffs: signOffs,
      lateApprovals: lateApprovals, acceptance: acceptance, ungoverned: ungoverned, mended: mended,
      joint: joint, tooLarge: tooLarge, brakes: brakes, releases: releases,
      lateTokens: lateTokens)
  }
}

/// What the ledger says, as far as a run needs it.
package struct LedgerRecord: Sendable {
  package let cursor: Cursor
  /// Grants that have not ended, by id.
  package let live: [Grant]
  /// Requests that wait, by key.
  package let pending: [RequestRecord]
  /// What is recorded of every path that a new landing brings.
  package let paths: [RepositoryPath: PathRecord]
  /// Emergency grants that nobody has reviewed, ended or not.
  package let unreviewed: [Grant]
  package let calendar: ReviewCalendar
  /// What renewals look back at, for each holding that a new or waiting request asks for.
  package let recent: [Holding: HoldingRecord]
  /// The offboardings that are incomplete, sorted by person.
  package let leaving: [OffboardingList]
  /// What those who have just left were ever granted.
  package let held: [IdentityID: HeldRecord]
  /// The mandates that have not ended, sorted by path.
  package let mandates: [MandateRecord]
  /// What mandates count as one, for each holding that a new or waiting request asks for.
  package let windows: [Holding: WindowRecord]

  package init(
    cursor: Cursor, live: [Grant], pending: [RequestRecord],
    paths: [RepositoryPath: PathRecord], unreviewed: [Grant] = [],
    calendar: ReviewCalendar = ReviewCalendar(), recent: [Holding: HoldingRecord] = [:],
    leaving: [OffboardingList] = [], held: [IdentityID: HeldRecord] = [:],
    mandates: [MandateRecord] = [], windows: [Holding: WindowRecord] = [:]
  ) {
    self.mandates = mandates.sorted { $0.path < $1.path }
    self.windows = windows
    self.cursor = cursor
    self.live = live
    self.pending = pending
    self.paths = paths
    self.unreviewed = unreviewed
    self.calendar = calendar
    self.recent = recent
    self.leaving = leaving
    self.held = held
  }
}

/// All that a run's decisions depend on, the time apart: verified, complete, and free of any handle.
package struct Snapshot: Sendable {
  package let tip: ObjectID
  /// How far into the mainline the pass looked.
  package private(set) var reach: Reach
  /// Oldest first.
  package private(set) var landings: [Landing]
  /// In force after the last landing.
  package private(set) var policy: PolicyInForce
  package private(set) var frozen: [Reason]
  /// Why the run may issue nothing at all: a rewound mainline, a clock behind.
  package private(set) var halted: [Reason]
  package private(set) var overlay: TipOverlay
  /// What the tip holds at the path of every live or landed request, and of every pending one that was read.
  package let held: [RepositoryPath: ObjectID]
  /// The last landing since the cursor that took away, or replaced, what stood at the path of a request.
  package let withdrawals: [RepositoryPath: ObjectID]
  /// Paths that stood under `requests/` at the anchor: used up for ever.
  package let standingAtAnchor: Set<RepositoryPath>
  /// The ledger's pending requests, oldest first, their files read again, as far as the pass looks at them.
  package let pending: [LandedRequest]
  package let record: LedgerRecord
  package let voided: [VoidedAcceptance]
  /// What acceptance has come to behind the last landing.
  package private(set) var governance: GovernanceState?
  /// What governed when the ledger was last written, and what counted besides.
  package let before: (policy: PolicyInForce, overlay: TipOverlay)?
  /// Why some of what the mainline holds in `policies/` is not in force.
  package let notAccepted: [Reason]
  /// Whether a witness guards the ledger, so that a late issue cannot be a replayed one.
  package let hasWitness: Bool
  /// What the ticket source said, as far as it was asked.
  package var tickets: TicketAnswers
  /// The certificate authorities that can sign, as far as the run was asked to look for them.
  package var authorities: Set<String>
  /// What targets have said of grants.
  package var confirmed: [GrantID: TargetWord]
  /// What is amiss with targets, where a run has asked them; nil where none was.
  package var troubles: [SystemTrouble]?
  /// What connectors found, where a run has asked what is really there; nil where none has.
  package var discovery: DiscoveryState?
  /// What connectors list of those whose offboarding is incomplete, as far as they were asked.
  package var leaverAnswers: [LeaverAnswer]
  /// Who has left since the ledger was last written, sorted.
  package let leavers: [IdentityID]
  /// How many of the requests that wait one pass decides about; with nil all of them.
  package let waitingLimit: Int?
  /// Whether more of those that wait have ended than were read.
  package let leavesEnds: Bool

  package init(
    tip: ObjectID, landings: [Landing], policy: PolicyInForce, frozen: [Reason],
    halted: [Reason], overlay: TipOverlay, held: [RepositoryPath: ObjectID],
    withdrawals: [RepositoryPath: ObjectID] = [:], standingAtAnchor: Set<RepositoryPath>,
    pending: [LandedRequest],
    record: LedgerRecord, voided: [VoidedAcceptance], hasWitness: Bool,
    tickets: TicketAnswers = TicketAnswers(), authorities: Set<String> = [],
    confirmed: [GrantID: TargetWord] = [:], leaverAnswers: [LeaverAnswer] = [],
    leavers: [IdentityID] = [], reach: Reach = .whole, governance: GovernanceState? = nil,
    notAccepted: [Reason] = [], before: (policy: PolicyInForce, overlay: TipOverlay)? = nil,
    waitingLimit: Int? = nil, leavesEnds: Bool = false
  ) {
    self.before = before
    self.governance = governance
    self.notAccepted = notAccepted.bounded
    self.tip = tip
    self.reach = reach
    self.landings = landings
    self.policy = policy
    self.frozen = frozen.bounded
    self.halted = halted.bounded
    self.overlay = overlay
    self.held = held
    self.withdrawals = withdrawals
    self.standingAtAnchor = standingAtAnchor
    self.pending = pending
    self.record = record
    self.voided = voided
    self.hasWitness = hasWitness
    self.tickets = tickets
    self.authorities = authorities
    self.confirmed = confirmed
    self.leaverAnswers = leaverAnswers
    self.leavers = leavers
    self.waitingLimit = waitingLimit
    self.leavesEnds = leavesEnds
  }

  /// Whether the pass may give what somebody waits for: it has read everything, and nothing forbids it.
  package var gives: Bool { reach == .whole && halted.isEmpty }

  /// The same as if nothing had landed since the cursor, nothing kept a run from issuing, and `policy`
  /// were in force with `overlay`.
  package func governed(by policy: PolicyInForce, _ overlay: TipOverlay) -> Snapshot {
    var other = ending(in: policy, overlay)
    other.landings = []
    other.frozen = []
    other.halted = []
    other.reach = .whole
    return other
  }

  /// The same as if `policy` were in force with `overlay` after the last landing.
  package func ending(in policy: PolicyInForce, _ overlay: TipOverlay) -> Snapshot {
    var other = self
    other.policy = policy
    other.overlay = overlay
    return other
  }
}

extension Snapshot {
  /// The same where the last landing brings `requests` alone.
  package func keeping(_ requests: [LandedRequest]) -> Snapshot {
    var other = self
    if let last = other.landings.popLast() { other.landings.append(last.keeping(requests)) }
    return other
  }
}
