/// Who has access at an instant, as far as nobody has confirmed that it is gone: all grants of one subject and
/// entitlement that follow on each other as one.
package struct WhoHasReport: Sendable {
  /// Access of one subject that does not pause.
  package struct Access: Sendable {
    package let subject: IdentityID
    package let entitlement: EntitlementName
    /// What those that make it up come to: where one of them gives access, there is access.
    package let presence: Presence
    /// From the first start to the last end.
    package let window: Window
    /// Those that make it up, the one that began first on top.
    package let grants: [Grant]
  }

  /// What was asked about.
  package let target: String
  package let at: Instant
  /// The `policies/` tree in force then.
  package let policy: ObjectID
  /// The ledger's commit that says so.
  package let ledger: ObjectID
  /// Sorted by entitlement and subject.
  package let holdings: [Access]

  /// Takes the grants that had not ended at `instant`.
  package init(
    of target: String, _ grants: [Grant], at instant: Instant, policy: ObjectID, ledger: ObjectID
  ) {
    self.target = target
    at = instant
    self.policy = policy
    self.ledger = ledger
    holdings = Dictionary(grouping: grants) {
      Holder(entitlement: $0.entitlementName, subject: $0.subject)
    }.sorted { ($0.key.entitlement, $0.key.subject) < ($1.key.entitlement, $1.key.subject) }
      .compactMap { holder, grants in Access(holder, grants, at: instant) }
  }

  fileprivate struct Holder: Hashable {
    let entitlement: EntitlementName
    let subject: IdentityID
  }
}

extension WhoHasReport.Access {
  /// The grants that hang together with one that gives access at `instant`; nil where none does.
  fileprivate init?(
    _ holder: WhoHasReport.Holder, _ grants: [Grant], at instant: Instant
  ) {
    let sorted = grants.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    let found = sorted.filter { $0.presence(at: instant) != nil }
    let presences = Set(found.compactMap { $0.presence(at: instant) })
    guard let first = found.first,
      let presence = Presence.allCases.first(where: presences.contains)
    else { return nil }
    var window = first.window
    // A later start goes on only without a pause.
    let parts = sorted.filter { grant in
      guard grant.presence(at: instant) != nil || grant.start <= window.end && instant < grant.end
      else { return false }
      window = Window(start: min(window.start, grant.start), end: max(window.end, grant.end))
      return true
    }
    subject = holder.subject
    entitlement = holder.entitlement
    self.presence = presence
    self.window = window
    self.grants = parts
  }
}
