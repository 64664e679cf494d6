package import Model

/// Access that somebody holds, will hold or held: as much of a grant as other requests are judged by.
package struct HeldAccess: Hashable, Sendable {
  package let subject: IdentityID
  package let entitlement: EntitlementName
  package let window: Window
  package let isEmergency: Bool
  /// Whether a mandate gave it.
  package let isMandated: Bool

  package init(
    subject: IdentityID, entitlement: EntitlementName, window: Window, isEmergency: Bool = false,
    isMandated: Bool = false
  ) {
    self.isMandated = isMandated
    self.subject = subject
    self.entitlement = entitlement
    self.window = window
    self.isEmergency = isEmergency
  }

  /// What `grant` gives.
  package init(_ grant: Grant) {
    self.init(
      subject: grant.subject, entitlement: grant.entitlementName, window: grant.window,
      isEmergency: grant.emergency != nil, isMandated: grant.mandate != nil)
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
  /// What people approved in advance.
  var mandates = HeldMandates()

  /// When something is held.
  fileprivate struct Times {
    var stretches = Stretches()
    var emergencies = Stretches()
    /// Those of approvals of their own, which what mandates give beside them does not make too long.
    var ordinary = Stretches()
    /// What renewals look back at: each window on its own, ended or not.
    var windows: [Window] = []
    /// The same of what mandates gave.
    var mandated: [Window] = []
    /// What mandates count as one: all windows that are known, ended or not.
    var spans = Stretches()
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
        times[item.holding, default: Times()].note(item)
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
    self.init(record, at: now, places: [:])
  }

  /// The same for whoever judges landings one after the other.
  ///
  /// - Parameter places: By commit the place of each landing.
  init(_ record: LedgerRecord, at now: Instant, places: [ObjectID: Int]) {
    self.init(
      live: record.live, unreviewed: record.unreviewed, recent: record.recent, at: now)
    for known in record.windows.values {
      for window in known.windows { times[known.holding, default: Times()].spans.add(window) }
    }
    mandates = HeldMandates(record.mandates, live: record.live, at: now, places: places)
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
        times[record.holding, default: Times()].spans.add(past.window)
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

  /// When `holding` is or will be held by approvals of its own, not by a mandate.
  func ordinary(of holding: Holding) -> Stretches { times[holding]?.ordinary ?? Stretches() }

  /// When `holding` is, will be or was held, as far as mandates count.
  func spans(of holding: Holding) -> Stretches { times[holding]?.spans ?? Stretches() }

  /// Every window of `holding` that renewals look back at, ended or not.
  ///
  /// - Parameter countsMandates: Whether those that mandates gave are among them: a person's, not a workload's.
  func windows(of holding: Holding, countsMandates: Bool) -> [Window] {
    guard let times = times[holding] else { return [] }
    return countsMandates ? times.windows + times.mandated : times.windows
  }

  /// What `subject` holds at all, sorted.
  func entitlements(of subject: IdentityID) -> [EntitlementName] {
    entitlements[subject].map { $0.sorted() } ?? []
  }
}

extension HeldGrants.Times {
  fileprivate mutating func add(_ access: HeldAccess) {
    stretches.add(access.window)
    if access.isEmergency { emergencies.add(access.window) }
    if !access.isMandated { ordinary.add(access.window) }
    note(access)
  }

  /// Notes that there was such a grant.
  fileprivate mutating func note(_ access: HeldAccess) {
    if access.isMandated {
      mandated.append(access.window)
    } else {
      windows.append(access.window)
    }
    spans.add(access.window)
  }
}

extension HeldAccess {
  package var holding: Holding { Holding(subject: subject, entitlement: entitlement) }
}
