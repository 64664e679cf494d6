import Model

/// What was read once for all orders that are about it, by what it was asked for; that there is none is known too.
struct ReadOnce<Value: Sendable>: Sendable {
  private var known: [String: Value?] = [:]

  mutating func value(
    _ name: String, _ read: () async throws(TargetTrouble) -> Value?
  ) async throws(TargetTrouble) -> Value? {
    if let known = known[name] { return known }
    let found = try await read()
    known[name] = .some(found)
    return found
  }
}

extension [AccessOrder] {
  /// What is found of each order, one after the other: `gift` where something was to be given, else `rest`.
  func sightings(
    gift: (AccessOrder) async throws(TargetTrouble) -> Sighting,
    rest: (AccessOrder) async throws(TargetTrouble) -> Sighting
  ) async -> Result<[GrantID: Sighting], TargetTrouble> {
    var sightings: [GrantID: Sighting] = [:]
    do throws(TargetTrouble) {
      for order in self {
        sightings[order.grant.id] =
          order.deed == .take ? try await rest(order) : try await gift(order)
      }
      return .success(sightings)
    } catch {
      return .failure(error)
    }
  }
}
