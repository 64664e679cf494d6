/// How far into the mainline one pass of a run looks before it decides (DESIGN section 7, "What ends comes
/// first").
///
/// A run makes its passes in this order. So nothing that somebody pushes, however large or broken, stands
/// between a grant and its end. Only the last gives what somebody waits for.
package enum Reach: String, Hashable, Sendable {
  /// Not at all: the ledger, the policy in force and the clock alone.
  case ledger
  /// What the tip holds at the paths of what the ledger has open and of identities; nothing that landed is
  /// read.
  case tip
  /// The next landings, not as far as the tip.
  case part
  /// Everything up to the tip.
  case whole

  /// Whether the mainline's landings are read at all.
  package var readsLandings: Bool { self == .part || self == .whole }
}

/// A landing of which some requests are judged and not yet all: the cursor passes it with the last.
package struct LandingUnderway: Hashable, Sendable, Codable {
  package let landing: ObjectID
  /// When the processor first saw it, which counts for all that it landed.
  package let seen: Instant
  /// The last request that was judged; those behind it, in the order of their keys, are left.
  package let through: RequestKey

  package init(landing: ObjectID, seen: Instant, through: RequestKey) {
    self.landing = landing
    self.seen = seen
    self.through = through
  }
}
