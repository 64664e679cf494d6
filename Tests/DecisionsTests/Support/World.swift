import Decisions
import Model

/// A repository and its ledger as the judge sees them: runs follow on each other as they would.
struct World {
  var policy = PolicyBuilder.example
  var tree = object(9)
  var overlay = noOverlay
  var frozen: [Reason] = []
  var halted: [Reason] = []
  /// What the mainline's tip holds.
  var held: [RepositoryPath: ObjectID] = [:]
  var standingAtAnchor: Set<RepositoryPath> = []
  var voided: [VoidedAcceptance] = []
  var hasWitness = true

  private(set) var cursor = Cursor(
    anchor: object(5), mainline: object(5), policy: object(9), at: instant("2026-11-01T00:00:00Z"),
    drill: false)
  private(set) var grants: [GrantID: Grant] = [:]
  private(set) var paths: [RepositoryPath: PathRecord] = [:]
  private(set) var calendar = ReviewCalendar()
  private(set) var recent: [Holding: HoldingRecord] = [:]
  private(set) var signOffs: [SignOffRecord] = []
  private var documents: [RequestKey: (RequestDocument, GrantID)] = [:]
  private var nextCommit = 100

  /// A landing of `requests` by the policy in force, whose files the tip holds from then on.
  mutating func landing(
    _ requests: [RequestBuilder] = [], signOffs: [LandedSignOff] = [], frozen: [Reason] = [],
    late: [LateApprovals] = [],
    acceptance: PolicyAcceptance? = nil, ungoverned: [UngovernedChange] = [],
    mended: [RepositoryPath] = [], joint: MainlineJoint? = nil, isAtTip: Bool = true
  ) -> Landing {
    let landed = requests.map(\.landed)
    for request in landed {
      documents[request.key] = (request.document, request.grantID)
      if isAtTip { held[request.key.path] = request.key.blob }
    }
    nextCommit += 1
    return Landing(
      commit: requests.first.map { object($0.landing) } ?? object(nextCommit),
      policy: PolicyInForce(tree: tree, policy: policy.policy), frozen: frozen, requests: landed,
      signOffs: signOffs, lateApprovals: late, acceptance: acceptance,
      ungoverned: ungoverned,
      mended: mended,
      joint: joint)
  }

  func snapshot(_ landings: [Landing]) -> Snapshot {
    let pending = paths.values.sorted { $0.path < $1.path }.flatMap(\.requests)
      .filter { $0.outcome == .pending }
    let landed = Set(landings.flatMap { $0.requests.map(\.key.path) })
    return Snapshot(
      tip: landings.last?.commit ?? cursor.mainline, landings: landings,
      policy: PolicyInForce(tree: tree, policy: policy.policy), frozen: frozen, halted: halted,
      overlay: overlay, held: held, standingAtAnchor: standingAtAnchor,
      pending: pending.compactMap { record in
        documents[record.key].map {
          LandedRequest(
            record, grantID: $0.1, document: $0.0, holders: record.changes.map(\.commit))
        }
      },
      record: LedgerRecord(
        cursor: cursor, live: grants.values.filter(\.state.isLive).sorted { $0.id < $1.id },
        pending: pending,
        paths: paths.filter { landed.contains($0.key) },
        unreviewed: grants.values.filter(\.needsReview).sorted { $0.id < $1.id },
        calendar: calendar, recent: recent),
      voided: voided, hasWitness: hasWitness)
  }

  /// Decides, writes the ledger, and answers with what was decided.
  @discardableResult
  mutating func run(_ landings: [Landing] = [], at now: Instant = noon) -> [Decision] {
    let judgement = decide(snapshot(landings), at: now)
    for decision in judgement.decisions {
      switch decision {
      case .issue(let grant, let record):
        grants[grant.id] = grant
        remember(grant, judgement.lookBack)
        paths[record.path, default: PathRecord(path: record.path)].note(record)
      case .settle(let record, _):
        paths[record.path, default: PathRecord(path: record.path)].note(record)
      case .certify(let grant), .activate(let grant), .expire(let grant), .revoke(let grant),
        .confirm(let grant), .identify(let grant):
        grants[grant.id] = grant
      case .signOff(let record, let grant):
        signOffs.append(record)
        if let grant { grants[grant.id] = grant }
        note(record)
      case .schedule(let system, let since):
        calendar.note(ReviewCalendar.Entry(system: system, since: since))
      case .mandate, .accept, .freeze, .thaw, .brake, .release, .pass, .find, .findOverdue, .remind,
        .offboard, .fail, .recover, .discover:
        break
      }
    }
    cursor = judgement.cursor
    return judgement.decisions
  }

  private mutating func remember(_ grant: Grant, _ lookBack: Int) {
    guard lookBack > 0 else { return }
    let past = HoldingRecord.Past(grant: grant.id, start: grant.start, end: grant.end)
    let known = recent[grant.holding]?.grants ?? []
    recent[grant.holding] = HoldingRecord(
      of: grant.holding, grants: Array((known + [past]).suffix(lookBack)))
  }

  private mutating func note(_ record: SignOffRecord) {
    guard record.outcome == .accepted, let system = record.access?.system else { return }
    calendar.note(
      ReviewCalendar.Entry(
        system: system, since: calendar[system]?.since ?? record.decided,
        last: ReviewCalendar.Last(
          at: record.decided, review: record.key, by: record.reviewers.map(\.person))))
  }

  /// Lands `requests` in one landing and runs.
  @discardableResult
  mutating func land(_ requests: RequestBuilder..., at now: Instant = noon) -> [Decision] {
    run([landing(requests)], at: now)
  }

  /// The outcomes recorded at `path`, oldest first.
  func outcomes(_ path: String = RequestBuilder().path) -> [RequestOutcome] {
    paths[RepositoryPath(path)]?.requests.map(\.outcome) ?? []
  }

  /// The codes of the newest record at `path`.
  func codes(_ path: String = RequestBuilder().path) -> [ReasonCode] {
    paths[RepositoryPath(path)]?.requests.last?.reasons.map(\.code) ?? []
  }

  /// What a second run right behind the first would decide: it must be nothing.
  func runAgain(at now: Instant = noon) -> [Decision] {
    decide(snapshot([]), at: now).decisions
  }
}

extension Decision {
  /// A word for each kind, so that tests can compare what was decided in one line.
  var word: String {
    switch self {
    case .issue(let grant, _): "issue \(grant.subject)"
    case .settle(let record, _): "\(record.outcome.rawValue) \(record.path)"
    case .certify(let grant): "certify \(grant.subject)"
    case .confirm(let grant): "confirm \(grant.subject)"
    case .identify(let grant): "identify \(grant.subject)"
    case .activate(let grant): "activate \(grant.subject)"
    case .expire(let grant): "expire \(grant.subject)"
    case .revoke(let grant): "revoke \(grant.subject)"
    case .mandate(let record, _): "\(record.state.rawValue) \(record.path)"
    case .accept: "accept"
    case .freeze: "freeze"
    case .thaw: "thaw"
    case .brake(let brake): "stop \(brake.words)"
    case .release(let release): "release \(release.brake.words)"
    case .pass(let found): "pass \(found.landing.short)"
    case .find(let change): "find \(change.path)"
    case .signOff(let record, _): "\(record.outcome.rawValue) \(record.path)"
    case .schedule(let system, _): "schedule \(system)"
    case .findOverdue(let late): "overdue \(late.system)"
    case .offboard(let list): "offboard \(list.person)"
    case .fail(let trouble): "fail \(trouble.system)"
    case .recover(let trouble): "recover \(trouble.system)"
    case .discover(let news): "discover \(news.system)"
    case .remind(let due):
      "remind of \(due.kind.rawValue) \(due.subject?.text ?? due.system?.text ?? "")"
    }
  }

  /// The codes with which a grant was revoked.
  var revocation: [ReasonCode] {
    guard case .revoke(let grant) = self else { return [] }
    return grant.history.last?.reasons.map(\.code) ?? []
  }
}
