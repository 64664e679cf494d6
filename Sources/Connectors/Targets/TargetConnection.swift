package import Model

/// How to have one connector act on its target, and to ask what is really there.
///
/// Nothing counts as done because the target says so: it counts once what it lists afterwards says so
/// too (THREATS row 38).
package protocol TargetConnection: Sendable {
  /// Does one deed, which may be done already; nil once the target says that it is.
  func carryOut(_ order: AccessOrder) async -> TargetTrouble?

  /// All access to `targets` that is really there.
  func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble>
}

extension TargetConnection {
  /// Does each of `orders`, in their order, and then looks whether it is done.
  ///
  /// A target that hangs is not asked for the rest of them: each would take as long again, and others wait.
  /// - Parameter deadline: When the target has had all the time that one run gives it.
  /// - Returns: What went wrong with each that is not confirmed.
  package func carryOut(
    _ orders: [AccessOrder], until deadline: ContinuousClock.Instant? = nil
  ) async -> [GrantID: TargetTrouble] {
    var troubles: [GrantID: TargetTrouble] = [:]
    var silence: TargetTrouble?
    for order in orders {
      if let deadline, silence == nil, deadline <= .now {
        silence = .late("takes longer than a run has for one target")
      }
      if let silence {
        troubles[order.grant.id] = silence
        continue
      }
      guard let trouble = await carryOut(order) else { continue }
      troubles[order.grant.id] = trouble
      if case .late = trouble { silence = trouble }
    }
    let done = orders.filter { troubles[$0.grant.id] == nil }
    guard !done.isEmpty else { return troubles }
    switch await list(done.map(\.target)) {
    case .failure(let trouble):
      for order in done { troubles[order.grant.id] = trouble }
    case .success(let access):
      for order in done {
        let isThere = access.contains { order.isMeant(by: $0) }
        if isThere != (order.deed == .grant) {
          troubles[order.grant.id] = .unconfirmed(order.deed)
        }
      }
    }
    return troubles
  }
}

extension TargetConnection {
  /// Whether the target keeps the access of `order` for its grant alone.
  ///
  /// Its end then takes nothing away that another grant gives, and has to be carried out: left to the other
  /// grant's end, the access would outlive both.
  package func keepsApart(_ order: AccessOrder) async -> Result<Bool, TargetTrouble> {
    let id = "\(order.grant.id)"
    return await list([order.target]).map { access in
      access.contains { $0.grant?.utf8.elementsEqual(id.utf8) == true }
    }
  }
}

extension AccessOrder {
  fileprivate func isMeant(by access: TargetAccess) -> Bool {
    access.isGiven(to: grant.subject.text, on: target, by: "\(grant.id)")
  }
}
