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
  private var windows: [IdentityID: [EntitlementName: [Window]]] = [:]

  package init(_ access: some Sequence<HeldAccess> = EmptyCollection()) {
    for item in access { add(item) }
  }

  /// Takes the grants that have not ended.
  package init(live grants: some Sequence<Grant>) {
    self.init(grants.lazy.filter(\.state.isLive).map(HeldAccess.init))
  }

  package mutating func add(_ access: HeldAccess) {
    windows[access.subject, default: [:]][access.entitlement, default: []].append(access.window)
  }

  /// When `subject` holds `entitlement`, in no particular order.
  package func windows(of subject: IdentityID, for entitlement: EntitlementName) -> [Window] {
    windows[subject]?[entitlement] ?? []
  }

  /// What `subject` holds at all, sorted.
  package func entitlements(of subject: IdentityID) -> [EntitlementName] {
    (windows[subject]?.keys).map { $0.sorted() } ?? []
  }
}
