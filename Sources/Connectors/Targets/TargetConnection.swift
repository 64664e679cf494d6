package import Model

/// How to have one connector act on its target, and to ask what is really there.
///
/// Nothing counts as done because the target says so: it counts once what it says of the access afterwards does
/// too (THREATS row 38). Nothing counts as gone because its name is not listed (row 72).
package protocol TargetConnection: Sendable {
  /// Does one deed, which may be done already; nil once the target says that it is.
  func carryOut(_ order: AccessOrder) async -> TargetTrouble?

  /// All access to `targets` that is really there.
  func list(_ targets: [String]) async -> Result<[TargetAccess], TargetTrouble>

  /// Whether the access of each of `orders` is there: by what the target calls it, and by its name.
  func look(for orders: [AccessOrder]) async -> Result<[GrantID: Sighting], TargetTrouble>

  /// How many deeds may be asked of it at once, never two on one access; only asked where there are several.
  func mostAtOnce() async -> Int
}

extension TargetConnection {
  /// One, as long as a target does not say that it takes more.
  package func mostAtOnce() async -> Int { 1 }
}

/// What became of orders.
package struct TargetOutcome: Sendable {
  /// What the target said of those that it confirmed.
  package var words: [GrantID: TargetWord] = [:]
  /// What went wrong with the others.
  package var troubles: [GrantID: TargetTrouble] = [:]
  /// Whether the target stopped answering.
  package var isSilent = false

  /// What went wrong with `grant`, if anything did.
  package subscript(grant: GrantID) -> TargetTrouble? { troubles[grant] }
}

extension TargetConnection {
  /// Does each of `orders`, begun in their order, and then looks whether it is done.
  ///
  /// A target that hangs is not asked for the rest of them.
  /// - Parameters:
  ///   - deadline: When the target has had all the time that one run gives it.
  ///   - now: What is not found now is recorded as lost now.
  package func carryOut(
    _ orders: [AccessOrder], at now: Instant, until deadline: ContinuousClock.Instant? = nil
  ) async -> TargetOutcome {
    var outcome = TargetOutcome()
    let orders = await identified(orders, &outcome)
    let deeds = orders.filter { $0.deed != .identify }
    let queue = DeedQueue(
      places: deeds.count > 1 ? await mostAtOnce() : 1, deadline: deadline,
      carryOut: { await carryOut($0) })
    let found = await queue.run(deeds)
    outcome.troubles.merge(found.troubles) { $1 }
    outcome.isSilent = outcome.isSilent || found.isSilent
    let done = orders.filter { outcome.troubles[$0.grant.id] == nil }
    guard !done.isEmpty else { return outcome }
    switch await look(for: done) {
    case .failure(let trouble):
      for order in done { outcome.troubles[order.grant.id] = trouble }
      outcome.isSilent = outcome.isSilent || trouble.isLate
    case .success(let sightings):
      for order in done {
        switch order.word(on: sightings[order.grant.id] ?? .gone, at: now) {
        case .success(let word): outcome.words[order.grant.id] = word
        case .failure(let trouble): outcome.troubles[order.grant.id] = trouble
        }
      }
    }
    return outcome
  }

  /// The same orders, those that nothing identifies looked for by name first: once they are taken away, nothing
  /// would tell whether they were.
  private func identified(
    _ orders: [AccessOrder], _ outcome: inout TargetOutcome
  ) async -> [AccessOrder] {
    let unknown = orders.filter(\.isUnidentified)
    guard !unknown.isEmpty else { return orders }
    switch await look(for: unknown) {
    case .failure(let trouble):
      for order in unknown { outcome.troubles[order.grant.id] = trouble }
      outcome.isSilent = trouble.isLate
      return orders.filter { !$0.isUnidentified }
    case .success(let sightings):
      return orders.map { order in
        guard order.isUnidentified, case .there(let found?)? = sightings[order.grant.id] else {
          return order
        }
        return order.known(as: found)
      }
    }
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
  /// What the target says by `sighting` of the grant, or why it confirms nothing.
  fileprivate func word(
    on sighting: Sighting, at now: Instant
  ) -> Result<TargetWord, TargetTrouble> {
    switch (deed, sighting) {
    case (_, .unclear(let why)): .failure(.unclear(why))
    case (.take, _) where identifier?.isLost == true || isUnidentified && sighting == .gone:
      .failure(.unclear(Self.lost))
    case (.take, .gone): .success(TargetWord(grant.state))
    case (.take, _): .failure(.unconfirmed(.take))
    case (.give, .gone): .failure(.unconfirmed(.give))
    case (.identify, .gone): .success(TargetWord(grant.state, target: .lost(at: now)))
    case (_, .there(let found)): .success(TargetWord(grant.state, target: found))
    case (_, .written): .success(TargetWord(grant.state, isWritten: true))
    }
  }

  private static let lost =
    "has never said what it calls this access, and does not list it by its name, so that nobody can tell "
    + "whether it is gone: look for it under other names, and have that it is gone signed "
    + "(countersign review confirm)"
}
