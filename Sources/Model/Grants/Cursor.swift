/// How far the processor has come: the ledger's `cursor.json`.
package struct Cursor: Hashable, Sendable, Codable {
  package let anchor: ObjectID
  /// The last processed commit of the mainline.
  package var mainline: ObjectID
  /// The `policies/` tree in force.
  package var policy: ObjectID
  /// The clock of the run that wrote last.
  package var at: Instant
  /// When something falls due though nobody pushes; absent where nothing will.
  package var next: Instant?
  /// Whether the ledger was begun as a drill, the only kind that `--now` may write to.
  package let drill: Bool
  /// Why nothing but emergencies is issued: an accepted policy lost approvals that it needed.
  package var frozen: [Reason]
  /// Changes to governed paths that nobody with a say approved, until they are put right.
  package var ungoverned: [UngovernedChange]
  /// Policy files whose acceptance a compromised key carried, until they are accepted again.
  package var voided: [VoidedAcceptance]
  /// How many policies were accepted since the anchor.
  package var acceptances: Int
  /// Where the mainline's first-parent chain was broken and joined again, oldest first.
  package var joints: [MainlineJoint]
  /// What the last run heard of tickets that are not open; absent where it heard of none.
  ///
  /// Facts from outside the repository that the run's decisions rest on: an audit takes them from here,
  /// since they can only have kept or taken access away.
  package var tickets: [TicketAnswer]?
  /// The landing behind `mainline` of which runs have judged a part; absent where there is none.
  package var underway: LandingUnderway?
  /// What acceptance has come to; absent in ledgers of before, until a run has looked at the mainline.
  package var governance: GovernanceState?
  /// What connectors found when a run last asked what is really there; absent where none has.
  package var discovery: DiscoveryState?
  private var overdueReviews: [OverdueReview]?
  private var targetTroubles: [SystemTrouble]?
  private var lateOffboardings: [IdentityID]?
  private var tooLargeLandings: [TooLargeLanding]?

  /// The newest landings that were over their budget, oldest first (`TooLargeLanding.remembered`).
  package var tooLarge: [TooLargeLanding] {
    get { tooLargeLandings ?? [] }
    // Absent where there is none: most ledgers never have one.
    set { tooLargeLandings = newValue.isEmpty ? nil : newValue.suffix(TooLargeLanding.remembered) }
  }

  /// Those who have left and whose lists should have been closed by now, sorted.
  package var lateLeavers: [IdentityID] {
    get { lateOffboardings ?? [] }
    // Absent where there is none: most ledgers never have one.
    set { lateOffboardings = newValue.isEmpty ? nil : newValue }
  }

  /// What is amiss with targets, sorted by system.
  package var troubles: [SystemTrouble] {
    get { targetTroubles ?? [] }
    // Absent where there is none: most ledgers never have one.
    set { targetTroubles = newValue.isEmpty ? nil : newValue }
  }

  /// Reviews that nobody landed in time, until somebody does; the one due first at the top.
  package var overdue: [OverdueReview] {
    get { overdueReviews ?? [] }
    // Absent where there is none: most ledgers never have one.
    set { overdueReviews = newValue.isEmpty ? nil : newValue }
  }

  package init(
    anchor: ObjectID, mainline: ObjectID, policy: ObjectID, at: Instant, next: Instant? = nil,
    drill: Bool, frozen: [Reason] = [], ungoverned: [UngovernedChange] = [],
    voided: [VoidedAcceptance] = [], acceptances: Int = 0, joints: [MainlineJoint] = [],
    tickets: [TicketAnswer]? = nil, underway: LandingUnderway? = nil,
    overdue: [OverdueReview] = [], governance: GovernanceState? = nil
  ) {
    self.anchor = anchor
    self.mainline = mainline
    self.policy = policy
    self.at = at
    self.next = next
    self.drill = drill
    self.frozen = frozen
    self.ungoverned = ungoverned
    self.voided = voided
    self.acceptances = acceptances
    self.joints = joints
    self.tickets = tickets
    self.underway = underway
    self.governance = governance
    self.overdue = overdue
  }

  private enum CodingKeys: String, CodingKey {
    case anchor, mainline, policy, at, next, drill, frozen, ungoverned, voided, acceptances, joints
    case tickets, underway, governance, discovery
    case overdueReviews = "overdue"
    case targetTroubles = "troubles"
    case tooLargeLandings = "too_large"
    case lateOffboardings = "late_offboardings"
  }
}

extension Cursor {
  /// The policies on the mainline that are not in force; absent while the mainline holds what is.
  package var waitingPolicy: WaitingPolicy? { governance?.waiting }

  /// The brakes that hold.
  package var brakes: [Brake] { governance?.brakes ?? [] }

  /// Why policies on the mainline are not in force.
  package var notAccepted: [Reason] { waitingPolicy?.reasons ?? [] }

  /// The live grants that no longer hold and wait for a review, sorted.
  package var heldBack: [GrantID] { governance?.spared ?? [] }

  /// Why they wait; absent where none does.
  package var heldBackReason: Reason? {
    heldBack.isEmpty ? nil : MassAllowance.reason(waiting: heldBack.count)
  }

  /// Why not everything is as the mainline and the policies say: emergencies only, policies that wait, grants held back.
  package var openReasons: [Reason] {
    frozen + notAccepted + [heldBackReason].compactMap(\.self)
  }
}

/// A change to a governed path outside `policies/` without the approvals its line asks for.
package struct UngovernedChange: Hashable, Sendable, Codable {
  package let path: RepositoryPath
  package let landing: ObjectID
  /// The entry before, as `mode id`; absent where there was none.
  ///
  /// Putting it back mends the change.
  package let before: String?
  package let reason: Reason

  package init(path: RepositoryPath, landing: ObjectID, before: String?, reason: Reason) {
    self.path = path
    self.landing = landing
    self.before = before
    self.reason = reason
  }
}

extension Cursor {
  /// Notes where the mainline was broken and joined once more.
  ///
  /// Whoever may push can break it again and again, and must not stop the run by it. So the oldest joints are left out
  /// in the end, and the mainline is looked back upon no further than to the last of those: what was merged before is
  /// not on it any more, for approvals that begin there, and no side line takes its place.
  package mutating func note(_ new: some Sequence<MainlineJoint>) {
    joints += new
    guard Bounds.joints < joints.count else { return }
    joints.removeFirst(joints.count - Bounds.joints)
    joints[0] = MainlineJoint(endingAt: joints[0].landing)
  }
}
