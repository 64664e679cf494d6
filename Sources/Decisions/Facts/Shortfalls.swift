package import Model

/// Why `id` could be given nothing at `now` by `policy`; empty for whoever is in good standing.
package func shortfalls(of id: IdentityID, under policy: Policy, at now: Instant) -> [Reason] {
  GoodStanding(policy: policy, overlay: TipOverlay(inactive: [:], compromised: []), now: now)
    .shortfalls(of: id).map { Reason($0.requestCode, sentence($0.message), at: $0.location) }
}
