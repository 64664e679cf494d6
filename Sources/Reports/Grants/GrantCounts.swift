import Model

/// How many grants there are in each state.
struct GrantCounts {
  private let counts: [GrantState: Int]

  init(_ grants: some Sequence<Grant>) {
    counts = grants.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
  }

  /// `2 active, 1 expired`, in the order of a grant's life.
  var words: String {
    let parts = GrantState.allCases.compactMap { state in
      counts[state].map { "\($0) \(state.rawValue)" }
    }
    return parts.isEmpty ? "no grants" : parts.joined(separator: ", ")
  }

  /// `{"active": 2, …}` with each of `states`, also where there is none.
  func json(of states: [GrantState]) -> JSONValue {
    .object(
      Dictionary(states.map { ($0.rawValue, .integer(counts[$0] ?? 0)) }) { first, _ in first })
  }
}
