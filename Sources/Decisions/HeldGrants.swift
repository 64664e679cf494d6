package import Model

/// Access that somebody holds or will hold: as much of a grant as other requests are judged by.
package struct HeldAccess: Hashable, Sendable {
  package let subject: IdentityID
  package let entitlement: EntitlementName
  package let window: Window

  package init(subject: IdentityID, entitlement: EntitlementName, window: Window) {
    self.subject = subject
    self.entitlement = entitlement
    self.window = window
  }

  /// What `grant` gives.
  package init(_ grant: Grant) {
    self.init(
      subject: grant.subject, entitlement: grant.entitlementName, window: grant.window)
  }
}

/// All access that has not ended, by who holds it.
///
/// Thousands of requests may land at once (THREATS row 29), so a request looks at what its own subject
/// and those related to it hold, never at everybody's.
package struct HeldGrants: Sendable {
  private var stretches: [IdentityID: [EntitlementName: Stretches]] = [:]

  /// Takes of `access` what is not over at `now`.
  ///
  /// What is over counts no more, whether or not a run has written its end down: else the outcome of a
  /// request would follow from how often somebody looks.
  package init(_ access: some Sequence<HeldAccess>, at now: Instant) {
    for item in access where now < item.window.end { add(item) }
  }

  /// Takes the grants that have not ended and are not over at `now`.
  package init(live grants: some Sequence<Grant>, at now: Instant) {
    self.init(grants.lazy.filter(\.state.isLive).map(HeldAccess.init), at: now)
  }

  package mutating func add(_ access: HeldAccess) {
    stretches[access.subject, default: [:]][access.entitlement, default: Stretches()]
      .add(access.window)
  }

  /// When `subject` holds `entitlement`.
  func stretches(of subject: IdentityID, for entitlement: EntitlementName) -> Stretches {
    stretches[subject]?[entitlement] ?? Stretches()
  }

  /// What `subject` holds at all, sorted.
  func entitlements(of subject: IdentityID) -> [EntitlementName] {
    (stretches[subject]?.keys).map { $0.sorted() } ?? []
  }
}
