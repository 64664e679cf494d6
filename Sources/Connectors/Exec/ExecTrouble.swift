/// Why a connector's program did not do what it was asked.
package enum ExecTrouble: Error, Sendable, Hashable {
  /// It was not started, or did not end as it should.
  case program(String)
  /// Its answer is none.
  case nonsense(String)
  /// It says that it could not, in its own words.
  case failed(String)
  /// It says that it did, and what it lists says otherwise.
  case unconfirmed(ExecOrder.Deed)
}

extension ExecTrouble: CustomStringConvertible {
  /// What stands behind `the connector`; text of the program's own is cut short.
  package var description: String {
    switch self {
    case .program(let why), .nonsense(let why): why
    case .failed(let why): "failed: \(why)"
    case .unconfirmed(.grant): "said that it was done, and does not list the access"
    case .unconfirmed(.revoke): "said that it was done, and still lists the access"
    }
  }
}
