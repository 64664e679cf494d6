/// What the directory has said of how many people, and since when it has been silent.
package struct DirectorySummary: Sendable {
  package let directory: IdentityID
  /// Whom a file confirms and none stops.
  package let confirmed: Int
  /// Whom a file suspends, and whom one ends: people of the policy alone.
  package let suspended: Int
  package let offboarded: Int
  /// The newest and the oldest `at` of its files; absent where it has none.
  package let newest: Instant?
  package let oldest: Instant?

  /// What `policy` holds of its directory; nil where it names none.
  package init?(_ policy: Policy) {
    guard let directory = policy.settings.directory else { return nil }
    self.directory = directory.value
    let stops = policy.stops.filter { policy.people[$0.key] != nil }
    confirmed = Set(policy.attestations.flatMap { $0.confirmed.map(\.value) })
      .count { stops[$0] == nil && policy.people[$0] != nil }
    suspended = stops.values.count { $0 == .suspended }
    offboarded = stops.values.count { $0 == .offboarded }
    let times = policy.attestations.map(\.at)
    (newest, oldest) = (times.max(), times.min())
  }
}
