package import Model

/// Access that somebody holds, will hold or held: as much of a grant as other requests are judged by.
package struct HeldAccess: Hashable, Sendable {
  package let subject: IdentityID
  package let entitlement: EntitlementName
  package let window: Window
  package let isEmergency: Bool

  package init(
    subject: IdentityID, entitlement: EntitlementName, window: Window, isEmergency: Bool = false
  ) {
    self.subject = subject
    self.entitlement = entitlement
    self.window = window
    self.isEmergency = isEmergency
  }

  /// What `grant` gives.
  package init(_ grant: Grant) {
    self.init(
      subject: grant.subject, entitlement: grant.entitlementName, window: grant.window,
      isEmergency: grant.emergency != nil)
  }
}

/// An emergency grant that nobody has reviewed yet.
package struct UnreviewedEmergency: Hashable, Sendable {
  package let subject: IdentityID
  package let entitlement: EntitlementName
  package let reviewBy: Instant

  package init(subject: IdentityID, entitlement: EntitlementName, reviewBy: Instant) {
    self.subject = subject
    self.entitlement = entitlement
    self.reviewBy = reviewBy
  }

  /// Nil where `grant` waits for no review.
  package init?(_ grant: Grant) {
    guard let emergency = grant.emergency, emergency.review == nil else { return nil }
    self.init(
      subject: grant.subject, entitlement: grant.entitlementName, reviewBy: emergency.reviewBy)
  }
}

/// All access that has not ended, by who holds it, and as much of what ended as requests are judged by.
///
/// Thousands of requests may land at once (THREATS row 29), so a request looks at what its own subject
/// and those related to it hold, never at everybody's.
package struct HeldGrants: Sendable {
  private var times: [Holding: Times] = [:]
  private var entitlements: [IdentityID: Set<EntitlementName>] = [:]
  private(set) var unreviewed: [UnreviewedEmergency] = []

  /// When something is held.
  fileprivate struct Times {
    var stretches = Stretches()
    var emergencies = Stretches()
    /// What renewals look back at: each window on its own, ended or not.
    var windows: [Window] = []
  }

  /// Takes of `access` what is not over at `now`; of the rest only that there was such a grant.
  ///
  /// What is over counts no more, whether or not a run has written its end down: else the outcome of a
  /// request would follow from how often somebody looks.
  package init(
    _ access: some Sequence<HeldAccess>, unreviewed: [UnreviewedEmergency] = [], at now: Instant
  ) {
    for item in access {
      if now < item.window.end {
        add(item)
      } else {
        times[item.holding, default: Times()].windows.append(item.window)
      }
    }
    self.unreviewed = unreviewed
  }

  /// Takes the grants that have not ended.
  package init(live grants: some Sequence<Grant>, at now: Instant) {
    self.init(grants.lazy.filter(\.state.isLive).map(HeldAccess.init), at: now)
  }

  /// Takes all that the ledger's record has of grants.
  package init(_ record: LedgerRecord, at now: Instant) {
    self.init(
      live: record.live, unreviewed: record.unreviewed, recent: record.recent, at: now)
  }

  /// Takes the grants that have not ended, those that wait for a review, and what renewals look back at.
  package init(
    live grants: [Grant], unreviewed waiting: [Grant], recent: [Holding: HoldingRecord],
    at now: Instant
  ) {
    self.init(live: grants, at: now)
    unreviewed = waiting.compactMap { UnreviewedEmergency($0) }
    let live = Set(grants.map(\.id))
    for record in recent.values {
      for past in record.grants where !live.contains(past.grant) {
        times[record.holding, default: Times()].windows.append(past.window)
      }
    }
  }

  package mutating func add(_ access: HeldAccess) {
    times[access.holding, default: Times()].add(access)
    entitlements[access.subject, default: []].insert(access.entitlement)
  }

  /// Notes that somebody has to review `emergency`.
  mutating func add(_ emergency: UnreviewedEmergency) { unreviewed.append(emergency) }

  /// Notes that nobody has to any more.
  mutating func remove(_ emergency: UnreviewedEmergency) {
    if let place = unreviewed.firstIndex(of: emergency) { unreviewed.remove(at: place) }
  }

  /// When `holding` is or will be held.
  func stretches(of holding: Holding) -> Stretches { times[holding]?.stretches ?? Stretches() }

  /// When `holding` is or will be held in an emergency.
  func emergencies(of holding: Holding) -> Stretches { times[holding]?.emergencies ?? Stretches() }

  /// Every window of `holding` that is known, ended or not.
  func windows(of holding: Holding) -> [Window] { times[holding]?.windows ?? [] }

  /// What `subject` holds at all, sorted.
  func entitlements(of subject: IdentityID) -> [EntitlementName] {
    entitlements[subject].map { $0.sorted() } ?? []
  }
}

extension HeldGrants.Times {
  fileprivate mutating func add(_ access: HeldAccess) {
    stretches.add(access.window)
    if access.isEmergency { emergencies.add(access.window) }
    windows.append(access.window)
  }
}

extension HeldAccess {
  package var holding: Holding { Holding(subject: subject, entitlement: entitlement) }
}
