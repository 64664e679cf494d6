import Model

/// Deeds on one target, as many at once as the target takes.
///
/// A call that gets no answer costs the place that it had. So a target that takes one question at a time is left
/// once it hangs, for each would take as long again, and one that takes eight goes on with what the other seven
/// places can do (THREATS row 62).
struct DeedQueue: Sendable {
  struct Outcome: Sendable {
    var troubles: [GrantID: TargetTrouble] = [:]
    /// Whether it answers nobody any more.
    var isSilent = false
  }

  /// How many are asked for at once.
  let places: Int
  /// When the target has had all the time that one run gives it.
  let deadline: ContinuousClock.Instant?
  let carryOut: @Sendable (AccessOrder) async -> TargetTrouble?

  /// Carries `orders` out, begun in their order.
  func run(_ orders: [AccessOrder]) async -> Outcome {
    let turns = places > 1 ? Self.turns(of: orders) : [orders]
    var (rest, outcome) = (turns[...], Outcome())
    var (open, hasAnswered) = (places, false)
    var silence = Self.overdue
    await withTaskGroup(of: [GrantID: TargetTrouble].self) { group in
      var underWay = 0
      while true {
        while underWay < open, let turn = rest.popFirst() {
          group.addTask { await one(turn) }
          underWay += 1
        }
        guard let found = await group.next() else { break }
        underWay -= 1
        outcome.troubles.merge(found) { $1 }
        if let late = found.values.first(where: \.isLate) {
          (open, silence) = (open - 1, late)
        } else {
          hasAnswered = true
        }
      }
    }
    for order in rest.joined() { outcome.troubles[order.grant.id] = silence }
    outcome.isSilent = !turns.isEmpty && (open < 1 || !hasAnswered)
    return outcome
  }

  /// Carries out one after the other what must not be asked for at once.
  private func one(_ turn: [AccessOrder]) async -> [GrantID: TargetTrouble] {
    var troubles: [GrantID: TargetTrouble] = [:]
    var silence: TargetTrouble?
    for order in turn {
      if silence == nil, let deadline, deadline <= .now { silence = Self.overdue }
      if let silence {
        troubles[order.grant.id] = silence
        continue
      }
      guard let trouble = await carryOut(order) else { continue }
      troubles[order.grant.id] = trouble
      if trouble.isLate { silence = trouble }
    }
    return troubles
  }

  private static let overdue = TargetTrouble.late("takes longer than a run has for one target")

  private struct Access: Hashable {
    let subject: IdentityID
    let target: String
  }

  /// What is about one access in one turn, in the order of `orders`.
  private static func turns(of orders: [AccessOrder]) -> [[AccessOrder]] {
    var turns: [[AccessOrder]] = []
    var places: [Access: Int] = [:]
    for order in orders {
      let access = Access(subject: order.grant.subject, target: order.target)
      if let place = places[access] {
        turns[place].append(order)
      } else {
        places[access] = turns.count
        turns.append([order])
      }
    }
    return turns
  }
}
