internal import Connectors
internal import Intake
internal import Ledger
internal import Model

/// Has done on the targets what a ledger says is about to be done, and hears what they confirm.
struct ConnectorDesk {
  let programs: ConnectorPrograms
  let workspace: Workspace
  private(set) var confirmed: [GrantID: GrantState] = [:]
  /// Grants that access was given for, or may have been: a program that hung may still do it.
  private var given: Set<GrantID> = []
  /// What went wrong, by system, in words for whoever reads the run's output.
  private var troubles: [SystemID: [String]] = [:]

  init(programs: ConnectorPrograms, workspace: Workspace) {
    self.programs = programs
    self.workspace = workspace
  }

  /// Whether anything may have been done, or is known to be done.
  var hasActed: Bool { !given.isEmpty || !confirmed.isEmpty }

  /// Acts for each grant of `ledger` that waits for its target; `mayGive` is false in a halted run.
  mutating func act(on ledger: TrustedLedger, mayGive: Bool) async throws(Failure) {
    let live = try reading { () throws(LedgerError) in try ledger.live() }
    var orders: [ExecConnector: [ExecOrder]] = [:]
    for grant in live where grant.grant.isUnconfirmed && confirmed[grant.id] != grant.state {
      let deed: ExecOrder.Deed = grant.state == .issuing ? .grant : .revoke
      if deed == .grant, !mayGive { continue }
      // The end of one grant never takes away what another still gives (THREATS row 35).
      if deed == .revoke, live.contains(where: { $0.stillGives(grant) }) {
        confirmed[grant.id] = grant.state
        continue
      }
      guard let (connector, order) = try order(deed, for: grant) else { continue }
      orders[connector, default: []].append(order)
    }
    for (connector, orders) in orders.sorted(by: {
      $0.key.command.lexicographicallyPrecedes($1.key.command)
    }) {
      await carryOut(orders, by: connector)
    }
  }

  /// Takes back what was given for grants that `ledger` has ended meanwhile: another run was faster, and may
  /// have had its access taken away before this one gave it.
  mutating func takeBack(after ledger: TrustedLedger) async throws(Failure) {
    let live = try reading { () throws(LedgerError) in try ledger.live() }
    let giving = Set(live.filter { [.issuing, .active].contains($0.state) }.map(\.id))
    for id in given.subtracting(giving).sorted() {
      guard let grant = try reading({ () throws(LedgerError) in try ledger.grant(id) }),
        !live.contains(where: { $0.stillGives(grant) }),
        let (connector, order) = try order(.revoke, for: grant)
      else { continue }
      await carryOut([order], by: connector)
    }
  }

  /// What is to be done for `grant`, by the connector that it was issued for.
  ///
  /// That is the one of the policy that it was judged by: what gave the access has to take it away, whatever
  /// the policy says by now.
  private mutating func order(
    _ deed: ExecOrder.Deed, for grant: RecordedGrant
  ) throws(Failure) -> (ExecConnector, ExecOrder)? {
    let policy: Policy
    do throws(IntakeError) {
      policy = try workspace.policies.faultless(tree: grant.policy).policy
    } catch {
      throw Failure(error)
    }
    guard case .exec(let connector) = policy.systems[grant.system]?.connector,
      let target = connector.targets[grant.entitlement]
    else {
      note("\(grant.id): its policy names no connector any more", grant.system)
      return nil
    }
    let order = ExecOrder(
      deed, grant, emails: policy.people[grant.subject]?.emails ?? [], target: target)
    return (connector, order)
  }

  private mutating func carryOut(_ orders: [ExecOrder], by connector: ExecConnector) async {
    guard let connection = programs.connection(to: connector) else {
      let name = connector.command.first ?? ""
      for order in orders {
        note(
          "policy names the program \(name), which this runner may not start", order.grant.system)
      }
      return
    }
    for order in orders where order.deed == .grant { given.insert(order.grant.id) }
    let failed = await connection.carryOut(orders)
    for order in orders {
      if let trouble = failed[order.grant.id] {
        note("\(order.grant.id): the connector \(trouble)", order.grant.system)
      } else {
        confirmed[order.grant.id] = order.grant.state
      }
    }
  }

  private mutating func note(_ trouble: String, _ system: SystemID) {
    guard troubles[system]?.contains(trouble) != true else { return }
    troubles[system, default: []].append(trouble)
  }

  private func reading<Value>(
    _ body: () throws(LedgerError) -> Value
  ) throws(Failure) -> Value {
    do throws(LedgerError) {
      return try body()
    } catch {
      throw Failure(error)
    }
  }

  /// Why something stays open; nil where every target has confirmed.
  var failure: Failure? {
    guard !troubles.isEmpty else { return nil }
    let lines = troubles.sorted { $0.key < $1.key }.map { system, found in
      let more = found.count > 5 ? ["and \(found.count - 5) more"] : []
      return "\(system): " + (found.prefix(5) + more).joined(separator: "; ")
    }
    let isForbidden = troubles.values.joined().contains { $0.contains("may not start") }
    return Failure(
      .unavailable,
      "Not every target has confirmed what the ledger intends. " + lines.joined(separator: ". ")
        + ". What is unconfirmed stays open; each run tries again.",
      hint: isForbidden
        ? "Let it: run --allow-connector <program>, or COUNTERSIGN_ALLOW_CONNECTOR." : nil)
  }
}

extension RecordedGrant {
  /// Whether this gives, or is about to give, what `other` gives, so that it must not be taken away with it.
  fileprivate func stillGives(_ other: RecordedGrant) -> Bool {
    grant.id != other.grant.id && grant.holding == other.grant.holding
      && grant.connector == other.grant.connector
      && [.issuing, .active].contains(grant.state)
  }
}
