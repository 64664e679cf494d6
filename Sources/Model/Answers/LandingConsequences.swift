/// What the mere landing of a branch does at once, whoever approves it: whom it stops, and what ends with that.
package struct LandingConsequences: Sendable {
  /// The brakes that it pulls.
  package let stops: [Brake]
  /// The brakes that it releases once somebody approves that, with what the release asks for.
  package let releases: [PendingPolicy.Release]
  /// The grants that the next run ends for it.
  package let revoked: [Grant]
  /// The grants that no longer hold for it and wait for a review.
  package let heldBack: [Grant]

  package init(
    stops: [Brake], releases: [PendingPolicy.Release], revoked: [Grant], heldBack: [Grant]
  ) {
    self.stops = stops
    self.releases = releases
    self.revoked = revoked
    self.heldBack = heldBack
  }
}
