/// Why the target of a system does not do what the ledger intends, since when and how often: in the ledger's
/// cursor for as long as it is so.
///
/// A fact from outside, like the answers about tickets: an audit takes it from there, since it decides nothing.
package struct SystemTrouble: Hashable, Sendable, Codable {
  package let system: SystemID
  /// What went wrong, in words that stand behind `the connector`: the first few, sorted.
  package let why: [String]
  /// When a run first met with it.
  package let since: Instant
  /// When a run last wrote it down.
  package let last: Instant
  /// How often one has.
  package let times: Int
  /// The grants that wait for it, the first by id.
  package let grants: [GrantID]

  package init(
    system: SystemID, why: [String], since: Instant, last: Instant, times: Int, grants: [GrantID]
  ) {
    self.system = system
    self.why = why
    self.since = since
    self.last = last
    self.times = times
    self.grants = grants
  }

  /// How many causes and grants are kept.
  private static let most = 5
  /// How long what stays as it is need not be written down again.
  private static let patience = Duration.seconds(3600)

  /// What is to be kept of a run's trouble with `system`, where `known` was kept before.
  package static func met(
    with system: SystemID, _ causes: Set<String>, _ grants: Set<GrantID>, at now: Instant,
    after known: SystemTrouble?
  ) -> SystemTrouble {
    let why = causes.map { Bounds.cut($0, to: 400) }.sorted().prefix(most)
    let waiting = grants.sorted().prefix(most)
    if let known, known.why.elementsEqual(why), known.grants.elementsEqual(waiting),
      now < known.last.advanced(by: patience)
    {
      return known
    }
    return SystemTrouble(
      system: system, why: Array(why), since: known?.since ?? now, last: now,
      times: (known?.times ?? 0) + 1, grants: Array(waiting))
  }
}
