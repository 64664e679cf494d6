import Model

/// The state of one run: what the record said, and what the run has decided since.
struct Run {
  let snapshot: Snapshot
  let now: Instant
  private(set) var decisions: [Decision] = []
  /// The grants that have not ended.
  var live: [Grant]
  var waiting: WaitingRequests
  /// Why nothing is issued, at the landing that is being processed.
  var frozen: [Reason]
  /// What acceptance, brakes and reviews have come to.
  var governance: GovernanceState?
  var ungoverned: [RepositoryPath: UngovernedChange]
  /// The emergency grants that nobody has reviewed, ended or not.
  private(set) var unreviewed: [GrantID: Grant]
  var calendar: ReviewCalendar
  var overdue: [OverdueReview]
  /// What somebody was told at once, so that nobody is reminded of it in the same run.
  private(set) var reminded: Set<Due.Topic> = []
  /// The offboardings that are incomplete, by person.
  var leaving: [IdentityID: OffboardingList]
  /// What connectors found, and standing access that somebody has begun to answer for.
  var discovery: DiscoveryState?
  var adopted: [StandingAccess] = []
  /// What says that access was taken away by hand, until it is known which is to end.
  var takings: [(HandConfirmation, LandedSignOff, PolicyInForce)] = []
  private(set) var held: HeldGrants
  /// Whether requests that wait are left to the next pass.
  private(set) var leavesWaiting = false
  /// What it is for.
  enum Purpose {
    /// The ledger: decisions alone.
    case deciding
    /// Somebody who wants to know how each request fares, too.
    case foretelling
    /// The same of requests that are only supposed to land: they are judged beside each other as if each had its
    /// approvals, and nothing is recorded.
    case supposing
  }

  private let purpose: Purpose
  /// How each request fared, where somebody wants to know.
  private(set) var heard: [LandedKey: Heard] = [:]
  private var tickets = TicketPatterns()
  private var precedents = Precedents()
  /// The policy for which `precedents` hold.
  private var judgedBy: Policy
  private var paths: [RepositoryPath: PathRecord]
  private var taken: Set<GrantID>
  /// By commit the place of each landing in this run.
  private let places: [ObjectID: Int]
  /// The place of the landing that is being processed.
  private var reached = 0

  init(_ snapshot: Snapshot, at now: Instant, for purpose: Purpose = .deciding) {
    self.snapshot = snapshot
    self.now = now
    self.purpose = purpose
    judgedBy = snapshot.policy.policy
    let record = snapshot.record
    live = record.live
    let landings = snapshot.halted.isEmpty ? snapshot.landings : []
    places = Dictionary(landings.enumerated().map { ($1.commit, $0) }) { $1 }
    held = HeldGrants(record, at: now, places: places)
    unreviewed = Dictionary(record.unreviewed.map { ($0.id, $0) }) { $1 }
    leaving = Dictionary(record.leaving.map { ($0.person, $0) }) { $1 }
    calendar = record.calendar
    discovery = record.cursor.discovery
    overdue = record.cursor.overdue
    waiting = WaitingRequests(snapshot.pending, recorded: record.pending)
    frozen = record.cursor.frozen
    governance = snapshot.governance ?? record.cursor.governance
    ungoverned = Dictionary(record.cursor.ungoverned.map { ($0.path, $0) }) { $1 }
    paths = record.paths
    taken = Set(record.live.map(\.id))
    for path in record.paths.values { taken.formUnion(path.requests.compactMap(\.grant)) }
  }

  /// The landings to process: none while the run is halted.
  var landings: [Landing] { snapshot.halted.isEmpty ? snapshot.landings : [] }

  /// What the tip has at the path of `key`, which `landing` brought; nil where it was taken away since.
  ///
  /// Whoever puts back what was taken away or edited revives nothing, be it in the same run (DESIGN section 7).
  func blobAtTip(_ key: RequestKey, since landing: ObjectID) -> ObjectID? {
    let held = snapshot.held[key.path]
    guard held == key.blob, let withdrawal = snapshot.withdrawals[key.path] else { return held }
    // What is not among these landings comes before them, or is still to be read.
    return places[landing] ?? -1 < places[withdrawal] ?? .max ? nil : held
  }

  /// Whether the tip still has what `landing` brought at `key`.
  func stands(_ key: RequestKey, since landing: ObjectID) -> Bool {
    blobAtTip(key, since: landing) == key.blob
  }

  /// Whether something landed at the path of `key`, or stood there, after which it cannot be granted.
  func isUsedUp(_ key: RequestKey) -> Bool {
    snapshot.standingAtAnchor.contains(key.path) || waiting[key] != nil
      || paths[key.path]?.isUsedUp(by: key.blob) ?? false
  }

  mutating func decide(_ decision: Decision) { decisions.append(decision) }

  /// Notes that requests that wait are left to the next pass.
  mutating func leaveWaiting() { leavesWaiting = true }

  mutating func evaluate(_ landed: LandedRequest, _ request: Request, under policy: Policy)
    -> Evaluation
  {
    if policy !== judgedBy { (judgedBy, precedents) = (policy, Precedents()) }
    let evaluation = Hearing(
      landed: landed, request: request, policy: policy, overlay: snapshot.overlay, held: held,
      hasWitness: snapshot.hasWitness, now: now
    ).evaluation(&tickets, &precedents)
    if purpose != .deciding { heard[LandedKey(landed), default: Heard()].evaluation = evaluation }
    return evaluation
  }

  /// The same of a mandate.
  mutating func evaluate(
    _ landed: LandedRequest, _ mandate: Mandate, under policy: Policy
  ) -> Evaluation {
    let evaluation = MandateHearing(
      landed: landed, mandate: mandate, policy: policy, overlay: snapshot.overlay,
      hasWitness: snapshot.hasWitness, now: now
    ).evaluation()
    if purpose != .deciding { heard[LandedKey(landed), default: Heard()].evaluation = evaluation }
    return evaluation
  }

  /// Notes which landing is being processed; behind the last, all of them have been.
  mutating func reach(_ place: Int) { reached = place }

  /// Notes what became of a mandate.
  mutating func put(_ record: MandateRecord) {
    held.mandates.put(record, agreedAt: record.agreed == now ? reached : nil)
  }

  /// Notes that the mandate which `landed` brought is agreed.
  mutating func conclude(
    _ landed: LandedRequest, _ agreed: MandateRecord, _ record: RequestRecord
  ) {
    note(landed, .granted, [])
    put(agreed)
    if purpose == .supposing { return }
    note(landed, record)
    decide(.mandate(agreed, record))
  }

  /// Notes what became of `landed`; a waiting request waits no longer unless `outcome` says so.
  mutating func settle(_ landed: LandedRequest, _ outcome: RequestOutcome, _ reasons: [Reason]) {
    note(landed, outcome, reasons)
    if purpose == .supposing { return }
    let record = RequestRecord(landed, decided: now, outcome: outcome, reasons: reasons)
    note(landed, record)
    if case .readable(let request) = landed.document {
      decisions.append(.settle(record, request))
    } else {
      decisions.append(.settle(record, nil))
    }
  }

  /// Gives the access that `landed` asks for.
  mutating func issue(
    _ landed: LandedRequest, _ request: Request, _ window: Window, by evaluation: Evaluation,
    under policy: PolicyInForce
  ) {
    // What is only supposed to land has no id of its own yet.
    guard purpose == .supposing || taken.insert(landed.grantID).inserted else {
      // Ids are 128 bits of a digest: a second one is no accident (THREATS row 51).
      let reason = Reason(
        .requestReused, "The grant id \(landed.grantID) is taken by another grant.",
        at: SourceLocation(file: landed.key.path.description), hint: "File a new request.")
      return settle(landed, .refused, [reason])
    }
    let certificate = Certification(
      policy: policy.policy, overlay: snapshot.overlay, now: now
    ).terms(for: request)
    let connector = policy.policy.systems[request.system]?.connector
    let emergency = request.isEmergency ? policy.policy.emergency(request.entitlementName) : nil
    let grant = Grant(
      id: landed.grantID, request: request, key: landed.key, window: window,
      landing: landed.landing, policy: policy.tree, approvals: evaluation.counted.map(\.approval),
      issued: GrantEvent(.issued, at: now, mainline: snapshot.tip),
      reviewBy: emergency.map { window.end.advanced(by: $0.reviewWithin) },
      certificate: certificate, isCertifiable: canSign(certificate),
      connector: connector.flatMap { $0.reachesOutside ? $0.kind : nil },
      runbook: connector?.manual?.runbook, token: landed.token?.proof,
      mandate: evaluation.mandate?.key)
    note(landed, .granted, [])
    let record = RequestRecord(
      landed, decided: now, outcome: .granted, grant: grant.id, reasons: [])
    note(landed, record)
    live.append(grant)
    held.add(HeldAccess(grant))
    if let mandate = grant.mandate { held.mandates.use(mandate) }
    decisions.append(.issue(grant, record))
    if let waiting = UnreviewedEmergency(grant) {
      unreviewed[grant.id] = grant
      held.add(waiting)
      let due = policy.policy.review(of: grant, by: waiting.reviewBy)
      reminded.insert(due.topic)
      decide(.remind(due))
    }
  }

  /// Takes what lacks nothing but approvals for held, where that is wanted.
  mutating func suppose(_ request: Request, _ window: Window) {
    guard purpose == .supposing else { return }
    held.add(
      HeldAccess(
        subject: request.subject, entitlement: request.entitlementName, window: window))
  }

  /// Notes that `grant` has been reviewed.
  mutating func settleReview(of grant: Grant) {
    guard let waiting = unreviewed.removeValue(forKey: grant.id) else { return }
    if let emergency = UnreviewedEmergency(waiting) { held.remove(emergency) }
    overdue.removeAll { $0.grant == grant.id }
  }

  /// Takes the access of a live grant away.
  mutating func revoke(_ grant: Grant, _ reasons: [Reason]) {
    guard !grant.state.isEnding else { return }
    live.removeAll { $0.id == grant.id }
    let ended = grant.ended(
      .revoked, at: now, mainline: snapshot.tip, reasons: reasons,
      canSign: canSign(grant.certificate))
    if ended.state.isLive { live.append(ended) }
    decide(.revoke(ended))
  }

  private mutating func note(
    _ landed: LandedRequest, _ outcome: RequestOutcome, _ reasons: [Reason]
  ) {
    guard purpose != .deciding else { return }
    heard[LandedKey(landed), default: Heard()].outlook = Foretelling.Outlook(
      outcome: outcome, reasons: reasons)
  }

  private mutating func note(_ landed: LandedRequest, _ record: RequestRecord) {
    paths[record.path, default: PathRecord(path: record.path)].note(record)
    if record.outcome == .pending {
      waiting.add(landed, record)
    } else {
      waiting.remove(record.key)
    }
  }
}
