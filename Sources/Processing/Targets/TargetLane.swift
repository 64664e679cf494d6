internal import Connectors
internal import Model

/// Everything that one target is to do in a run, as many deeds at once as it takes; the lanes of several targets
/// run side by side, so that a target that hangs holds up no other (THREATS row 62).
struct TargetLane: Sendable {
  /// One deed, and whether another grant gives the same, so that there may be nothing to take away.
  struct Errand: Sendable {
    let order: AccessOrder
    let isShared: Bool
  }

  /// What became of a lane.
  struct Outcome: Sendable {
    var confirmed: [GrantID: TargetWord] = [:]
    /// What was asked of the target, or may have been.
    var tried: [GrantID: GrantState] = [:]
    var troubles: [(order: AccessOrder, trouble: TargetTrouble)] = []
    /// Whether the target stopped answering.
    var isSilent = false
  }

  /// How long a run gives one target for all that it asks.
  static let timeLimit = Duration.seconds(300)

  /// The errands by the connector that asks, in the order in which they are run.
  private(set) var errands: [(connection: any TargetConnection, errands: [Errand])] = []

  mutating func add(_ more: [Errand], by connection: any TargetConnection) {
    errands.append((connection, more))
  }

  /// Runs every errand, what takes away before what gives.
  func run(at now: Instant, until deadline: ContinuousClock.Instant = .now + timeLimit) async
    -> Outcome
  {
    var outcome = Outcome()
    for deed in [AccessOrder.Deed.identify, .take, .give] {
      for (connection, errands) in errands {
        let some = errands.filter { $0.order.deed == deed }
        if !some.isEmpty { await run(some, by: connection, at: now, deadline, &outcome) }
      }
    }
    return outcome
  }

  private func run(
    _ errands: [Errand], by connection: any TargetConnection, at now: Instant,
    _ deadline: ContinuousClock.Instant, _ outcome: inout Outcome
  ) async {
    var orders: [AccessOrder] = []
    for errand in errands {
      let order = errand.order
      if outcome.isSilent {
        outcome.troubles.append((order, .late("did not answer before in this run")))
        continue
      }
      // The end of one grant never takes away what another still gives (THREATS row 35).
      guard errand.isShared else {
        orders.append(order)
        continue
      }
      outcome.tried[order.grant.id] = order.grant.state
      switch await connection.keepsApart(order) {
      case .success(true): orders.append(order)
      case .success(false): outcome.confirmed[order.grant.id] = TargetWord(order.grant.state)
      case .failure(let trouble):
        outcome.troubles.append((order, trouble))
        outcome.isSilent = trouble.isLate
      }
    }
    guard !orders.isEmpty else { return }
    for order in orders { outcome.tried[order.grant.id] = order.grant.state }
    let done = await connection.carryOut(orders, at: now, until: deadline)
    outcome.isSilent = outcome.isSilent || done.isSilent
    outcome.confirmed.merge(done.words) { $1 }
    for order in orders {
      if let trouble = done[order.grant.id] { outcome.troubles.append((order, trouble)) }
    }
  }
}
