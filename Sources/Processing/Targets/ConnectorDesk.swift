internal import Connectors
internal import Intake
internal import Ledger
internal import Model

/// Has done on the targets what a ledger says is about to be done, and hears what they confirm.
struct ConnectorDesk {
  let targets: Targets
  let workspace: Workspace
  private(set) var confirmed: [GrantID: TargetWord] = [:]
  /// What was asked for in this run, and in which state the grant was: nothing is asked for twice.
  private var tried: [GrantID: GrantState] = [:]
  /// The targets that stopped answering in this run.
  private var silent: Set<[String]> = []
  private let traffic = TargetTraffic()
  /// The targets that are still at what they were asked for last.
  private var busy: Set<[String]> = []
  /// Whether something is left to do that waits for a busy target.
  private var isQueueing = false
  /// Grants that access was given for, or may have been: a program that hung may still do it.
  private var given: Set<GrantID> = []
  /// Whether policy names something that this runner was not allowed to use.
  private var forbidden: [TargetTrouble] = []
  /// What went wrong, by system: with which grant, and why.
  private var troubles: [SystemID: [Met]] = [:]

  private struct Met: Equatable {
    let grant: GrantID
    /// In words that stand behind `the connector`.
    let why: String
    /// Whether it is about the system's target and not about one grant.
    let isGeneral: Bool
  }
  /// The systems whose targets were asked in this run, and those that grants waited for.
  private var asked: Set<SystemID> = []
  private var waited: Set<SystemID> = []

  init(targets: Targets, workspace: Workspace) {
    self.targets = targets
    self.workspace = workspace
  }

  /// Acts for each grant of `ledger` that waits for its target and was not tried in this run.
  ///
  /// A target that takes long is not waited for: `isUnderWay`.
  /// - Parameters:
  ///   - mayGive: False where only what ends is to be done.
  ///   - mustHear: Whether to wait for one target at least, for there is nothing else to do.
  /// - Returns: Whether anything may have been done, or is known to be done.
  mutating func act(
    on ledger: TrustedLedger, mayGive: Bool, mustHear: Bool = false
  ) async throws(ProcessingError) -> Bool {
    let live = try inLedger { () throws(LedgerError) in try ledger.live() }
    var errands: [Connector: [TargetLane.Errand]] = [:]
    for grant in live where tried[grant.id] != grant.state {
      guard let deed = try deed(for: grant) else { continue }
      waited.insert(grant.system)
      guard mayGive || deed != .give else { continue }
      try add(deed, grant, beside: live, to: &errands)
    }
    await start(errands)
    let hasNews = await hear(mustHear: mustHear)
    // What people have settled meanwhile is no trouble any more.
    let open = Set(live.map(\.id))
    troubles = troubles.mapValues { $0.filter { open.contains($0.grant) } }.filter { !$1.isEmpty }
    return hasNews
  }

  /// Whether targets are still to be heard, or to be asked.
  var isUnderWay: Bool { !busy.isEmpty || isQueueing }

  /// Waits until every target has ended what it was asked for; each has a time limit.
  mutating func settle() async {
    while !busy.isEmpty { _ = await hear(mustHear: true) }
  }

  /// What the target of `grant` is to do or to say next; nil where it has said all.
  private func deed(for grant: RecordedGrant) throws(ProcessingError) -> AccessOrder.Deed? {
    if grant.grant.wait == .target { return grant.state.isGiving ? .give : .take }
    if grant.grant.lacksIdentifier { return .identify }
    guard grant.state.isOnlyWritten,
      try policy(of: grant).systems[grant.system]?.connector.tellsWhatIsApplied == true
    else { return nil }
    return .identify
  }

  /// Adds what is to be done for `grant`, whose access another of `live` may give too.
  private mutating func add(
    _ deed: AccessOrder.Deed, _ grant: RecordedGrant, beside live: [RecordedGrant],
    to errands: inout [Connector: [TargetLane.Errand]]
  ) throws(ProcessingError) {
    let sharing = deed == .take ? try sharing(grant, with: live) : .nothing
    guard let (connector, order) = try order(deed, for: grant, sharesName: sharing == .name)
    else { return }
    errands[connector, default: []].append(
      TargetLane.Errand(order: order, isShared: sharing == .access))
  }

  /// Takes back what was given for grants that `ledger` has ended meanwhile: another run was faster, and may
  /// have had its access taken away before this one gave it.
  mutating func takeBack(after ledger: TrustedLedger) async throws(ProcessingError) {
    guard !given.isEmpty else { return }
    let live = try inLedger { () throws(LedgerError) in try ledger.live() }
    let giving = Set(live.filter { $0.state.isGiving }.map(\.id))
    var errands: [Connector: [TargetLane.Errand]] = [:]
    for id in given.subtracting(giving).sorted() {
      guard let grant = try inLedger({ () throws(LedgerError) in try ledger.grant(id) }) else {
        continue
      }
      try add(.take, grant, beside: live, to: &errands)
    }
    await start(errands)
    await settle()
  }

  /// Has the errands of each target run in a lane of its own.
  private mutating func start(_ errands: [Connector: [TargetLane.Errand]]) async {
    var lanes: [[String]: TargetLane] = [:]
    isQueueing = false
    for (connector, errands) in errands.sorted(by: { $0.value.rank < $1.value.rank }) {
      let orders = errands.map(\.order)
      guard let server = connector.server, let connection = connection(to: connector, for: orders)
      else { continue }
      if silent.contains(server) {
        // It has been noted why.
        for order in orders { tried[order.grant.id] = order.grant.state }
        continue
      }
      guard !busy.contains(server) else {
        isQueueing = true
        continue
      }
      asked.formUnion(orders.map(\.grant.system))
      for order in orders where order.deed == .give { given.insert(order.grant.id) }
      lanes[server, default: TargetLane()].add(
        errands.rotated(by: targets.now), by: connection)
    }
    busy.formUnion(lanes.keys)
    await traffic.start(
      lanes.map { server, lane in (server, { [now = targets.now] in await lane.run(at: now) }) })
  }

  /// Takes note of what became of lanes.
  ///
  /// - Returns: Whether anything may have been done, or is known to be done.
  private mutating func hear(mustHear: Bool) async -> Bool {
    let ended = await traffic.heard(mustHear: mustHear)
      .sorted { $0.server.lexicographicallyPrecedes($1.server) }
    for (server, outcome) in ended {
      busy.remove(server)
      if outcome.isSilent { silent.insert(server) }
      confirmed.merge(outcome.confirmed) { $1 }
      tried.merge(outcome.tried) { $1 }
      for (order, trouble) in outcome.troubles {
        tried[order.grant.id] = order.grant.state
        note("\(trouble)", order.grant)
      }
    }
    return ended.contains {
      !$0.outcome.confirmed.isEmpty || !given.isDisjoint(with: $0.outcome.tried.keys)
    }
  }

  /// What of a grant's access another grant has too.
  private enum Sharing {
    case nothing
    /// What is called the same by now is the other's; the target can tell them apart.
    case name
    /// The very access, which lasts as long as the longer of them.
    case access
  }

  /// What of the access of `grant` another of `live` gives, or is about to give: the same subject's access to the
  /// same place, by whatever entitlement of whatever system, or to what the target itself calls the same.
  private func sharing(
    _ grant: RecordedGrant, with live: [RecordedGrant]
  ) throws(ProcessingError) -> Sharing {
    let place = try place(of: grant)
    var sharing = Sharing.nothing
    for other in live
    where other.id != grant.id && other.subject == grant.subject
      && other.state.isGiving
    {
      if let mine = grant.target, let others = other.target, mine["name"] == nil {
        if mine.isSameAccess(as: others) { return .access }
        guard place != nil, try self.place(of: other) == place else { continue }
        sharing = .name
      } else if place != nil, try self.place(of: other) == place {
        return .access
      }
    }
    return sharing
  }

  private func place(of grant: RecordedGrant) throws(ProcessingError) -> TargetPlace? {
    try policy(of: grant).place(of: grant.entitlementName)
  }

  /// What is to be done for `grant`, by the connector that it was issued for.
  private mutating func order(
    _ deed: AccessOrder.Deed, for grant: RecordedGrant, sharesName: Bool
  ) throws(ProcessingError) -> (Connector, AccessOrder)? {
    let policy = try policy(of: grant)
    guard let connector = policy.systems[grant.system]?.connector,
      let target = connector.targets[grant.entitlement]
    else {
      note("is named by its policy no more", grant)
      return nil
    }
    let order = AccessOrder(
      deed, grant, emails: policy.people[grant.subject]?.emails ?? [], target: target,
      identifier: grant.target ?? confirmed[grant.id]?.target, sharesName: sharesName)
    return (connector, order)
  }

  /// The policy that `grant` was judged by: what gave the access has to take it away, whatever the policy says by
  /// now.
  private func policy(of grant: RecordedGrant) throws(ProcessingError) -> Policy {
    do throws(IntakeError) {
      return try workspace.policies.faultless(tree: grant.policy).policy
    } catch {
      throw ProcessingError(error)
    }
  }

  /// How to ask the target of `connector`; nil, and noted for the systems of `orders`, where this runner may not.
  private mutating func connection(
    to connector: Connector, for orders: [AccessOrder]
  ) -> (any TargetConnection)? {
    do throws(TargetTrouble) {
      return try targets.connection(to: connector)
    } catch {
      if case .notAllowed = error { forbidden.append(error) }
      for order in orders { note("\(error)", order.grant, isGeneral: true) }
      return nil
    }
  }

  /// What the ledger is to keep of what is amiss, where it kept `known`: what no run could ask again stays.
  func troubles(after known: [SystemTrouble]) -> [SystemTrouble] {
    let known = Dictionary(known.map { ($0.system, $0) }) { $1 }
    let met = troubles.map { system, found in
      SystemTrouble.met(
        with: system, Set(found.map(\.why)), Set(found.map(\.grant)), at: targets.now,
        after: known[system])
    }
    let kept = known.values.filter {
      troubles[$0.system] == nil && waited.contains($0.system) && !asked.contains($0.system)
    }
    return (met + kept).sorted { $0.system < $1.system }
  }

  private mutating func note(_ why: String, _ grant: RecordedGrant, isGeneral: Bool = false) {
    let met = Met(grant: grant.id, why: why, isGeneral: isGeneral)
    guard troubles[grant.system]?.contains(met) != true else { return }
    troubles[grant.system, default: []].append(met)
  }

  /// Why something stays open; nil where every target has confirmed.
  var failure: ProcessingError? {
    guard !troubles.isEmpty else { return nil }
    let lines = troubles.sorted { $0.key < $1.key }.map { system, met in
      var found: [String] = []
      for trouble in met {
        let text = (trouble.isGeneral ? "" : "\(trouble.grant): ") + "the connector \(trouble.why)"
        if !found.contains(text) { found.append(text) }
      }
      let more = found.count > 5 ? ["and \(found.count - 5) more"] : []
      return "\(system): " + (found.prefix(5) + more).joined(separator: "; ")
    }
    return ProcessingError(
      .unavailable,
      "Not every target has confirmed what the ledger intends. " + lines.joined(separator: ". ")
        + ". What is unconfirmed stays open; each run tries again.",
      hint: TargetTrouble.mend(of: forbidden))
  }
}

extension Policy {
  /// Where the access lies that `name` comes to.
  fileprivate func place(of name: EntitlementName) -> TargetPlace? {
    systems[name.system]?.connector.place(of: name.entitlement)
  }
}

extension [TargetLane.Errand] {
  /// What is to be taken away comes first; then the order of the grants' ids, the same on every runner.
  fileprivate var rank: (Int, String) {
    (contains { $0.order.deed == .take } ? 0 : 1, first.map { "\($0.order.grant.id)" } ?? "")
  }

  /// The same from another one on: where one of them makes a target hang, it is not always the same ones that
  /// come behind it.
  fileprivate func rotated(by now: Instant) -> Self {
    guard count > 1 else { return self }
    let start = Int(now.seconds.magnitude % UInt64(count))
    return Array(self[start...] + self[..<start])
  }
}
