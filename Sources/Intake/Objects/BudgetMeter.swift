internal import Git
internal import Model
internal import Synchronization

/// Counts what one landing, or one branch, makes its reader read.
///
/// Several threads may charge one meter: a sum is the same in any order, so whether it ends over the limit
/// depends on nothing but what was asked.
final class BudgetMeter: Sendable {
  private let counts: [Count]

  private final class Count: Sendable {
    let limit: Int
    let value = Atomic(0)

    init(_ limit: Int) { self.limit = limit }
  }

  init(_ budget: Budget) {
    counts = Budget.Item.allCases.map { Count(budget.limit(of: $0)) }
  }

  /// Counts `count` more of `item`.
  ///
  /// - Throws: `.overBudget` where that is more than the budget has.
  func charge(_ item: Budget.Item, _ count: Int) throws(GitError) {
    let counter = counts[item.place]
    let total = counter.value.wrappingAdd(count, ordering: .relaxed).newValue
    guard total <= counter.limit else { throw GitError(Overrun(item, over: counter.limit)) }
  }

  /// Holds one thing's own `size` against the budget.
  func check(_ item: Budget.Item, _ size: Int) throws(GitError) {
    let limit = counts[item.place].limit
    guard size <= limit else { throw GitError(Overrun(item, over: limit)) }
  }

  /// What was counted so far.
  func count(of item: Budget.Item) -> Int { counts[item.place].value.load(ordering: .relaxed) }
}

extension Budget.Item {
  /// Where the item stands in a meter.
  fileprivate var place: Int {
    switch self {
    case .commits: 0
    case .steps: 1
    case .signatures: 2
    case .mergeBases: 3
    case .entries: 4
    case .changes: 5
    case .pathBytes: 6
    case .paths: 7
    case .documentBytes: 8
    case .objectBytes: 9
    }
  }
}
