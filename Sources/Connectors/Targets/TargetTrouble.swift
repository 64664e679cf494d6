internal import Model

/// Why a target did not do what it was asked.
package enum TargetTrouble: Error, Sendable, Hashable {
  /// This runner may not ask it: what policy names, in words, and its name, which must be allowed first.
  case notAllowed(String, name: String)
  /// A program was not started, or did not end as it should.
  case program(String)
  /// It did not answer in time, and would not answer the next question in time either.
  case late(String)
  /// Its answer is none.
  case nonsense(String)
  /// It says that it could not, in its own words.
  case failed(String)
  /// It says that it did, and what it lists says otherwise.
  case unconfirmed(AccessOrder.Deed)
  /// It cannot tell whether the access is there, in words that stand behind `the connector`.
  case unclear(String)

  /// Whether the next question would not be answered in time either.
  package var isLate: Bool { if case .late = self { true } else { false } }
}

extension TargetTrouble {
  /// What lets a runner ask all those of `troubles` that it may not; nil where there are none.
  ///
  /// Only whoever answers for the runner knows whether it should.
  package static func mend(of troubles: some Sequence<TargetTrouble>) -> String? {
    let names = Set(
      troubles.compactMap { trouble in
        if case .notAllowed(_, let name) = trouble { name } else { nil }
      }
    ).sorted()
    guard !names.isEmpty else { return nil }
    return "If it may act from here, let it: "
      + names.prefix(5).map { "\(OptionName.allowConnector) \(shellWord($0))" }.joined(
        separator: " ")
      + ", or COUNTERSIGN_ALLOW_CONNECTOR."
  }
}

extension TargetTrouble: CustomStringConvertible {
  /// What stands behind `the connector`; text of the target's own is cut short.
  package var description: String {
    switch self {
    case .notAllowed(let what, _):
      "may not be used here: policy names \(what), and \(OptionName.allowConnector) does not"
    case .program(let why), .late(let why), .nonsense(let why), .unclear(let why): why
    case .failed(let why): "failed: \(why)"
    case .unconfirmed(.give), .unconfirmed(.identify):
      "said that it was done, and does not list the access"
    case .unconfirmed(.take): "said that it was done, and still lists the access"
    }
  }
}
