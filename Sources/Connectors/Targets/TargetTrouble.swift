/// Why a target did not do what it was asked.
package enum TargetTrouble: Error, Sendable, Hashable {
  /// This runner may not ask it: what policy names, and what of it must be allowed first.
  case notAllowed(String)
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
}

extension TargetTrouble: CustomStringConvertible {
  /// What stands behind `the connector`; text of the target's own is cut short.
  package var description: String {
    switch self {
    case .notAllowed(let what):
      "may not be used here: policy names \(what), and --allow-connector does not"
    case .program(let why), .late(let why), .nonsense(let why), .unclear(let why): why
    case .failed(let why): "failed: \(why)"
    case .unconfirmed(.grant), .unconfirmed(.identify):
      "said that it was done, and does not list the access"
    case .unconfirmed(.revoke): "said that it was done, and still lists the access"
    }
  }
}
