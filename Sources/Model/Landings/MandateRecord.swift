/// What happened to a mandate, in the order it happened.
package struct MandateEvent: Hashable, Sendable, Codable {
  package enum Kind: String, Hashable, Sendable, Codable {
    /// Its approvals were complete, for the first time or anew.
    case agreed
    /// The rules ask for more than it has: it gives nothing until it is approved anew.
    case rested
    /// Some of the approvals came that it rests for.
    case approved
    case ended
  }

  package let event: Kind
  package let at: Instant
  /// The mainline's tip that the run saw.
  package let mainline: ObjectID
  package let reasons: [Reason]

  package init(_ event: Kind, at: Instant, mainline: ObjectID, reasons: [Reason] = []) {
    (self.event, self.at, self.mainline) = (event, at, mainline)
    self.reasons = reasons.bounded
  }
}

/// As whom somebody approved a mandate: what they were then counts on, since leaving ends none (DESIGN section 5).
package struct MandateApprover: Hashable, Sendable, Codable {
  package let person: IdentityID
  /// The groups that the lists named and the person was in, sorted.
  package let groups: [GroupID]

  package init(person: IdentityID, groups: [GroupID]) {
    (self.person, self.groups) = (person, groups.sorted())
  }
}

/// A mandate that was agreed, as the ledger holds it: what it lets its subject have, on whose word, and how much of it
/// is used.
package struct MandateRecord: Hashable, Sendable, Codable {
  package enum State: String, Hashable, Sendable, Codable {
    case agreed, resting, ended
  }

  /// What `prefix` of an id tells it from a grant's.
  package let id: String
  package let terms: MandateTerms
  /// The facts of its landing, with the approvals that count on: none of those from before it rested.
  package private(set) var landed: RequestRecord
  /// The `policies/` tree by which its approvals were complete.
  package private(set) var policy: ObjectID
  /// When its approvals were complete, for the first time or anew.
  package private(set) var agreed: Instant
  package private(set) var approvers: [MandateApprover]
  /// How many grants were recorded for it, whatever became of them.
  package private(set) var used: Int
  package private(set) var state: State
  package private(set) var history: [MandateEvent]

  /// How many events are kept: the first, and the newest.
  private static let remembered = 20

  /// A mandate at the moment its approvals are complete.
  package init(
    _ terms: MandateTerms, landed: RequestRecord, id: GrantID, policy: ObjectID,
    approvers: [MandateApprover], event: MandateEvent
  ) {
    self.id = "m-" + id.description.dropFirst(2)
    self.terms = terms
    self.landed = landed
    self.policy = policy
    self.approvers = approvers
    agreed = event.at
    used = 0
    state = .agreed
    history = [event]
  }

  package var key: RequestKey { landed.key }
  package var path: RepositoryPath { landed.path }
  package var left: Int { max(0, terms.grants - used) }
  package var isLive: Bool { state != .ended }
  /// Why it rests; nothing where it does not.
  package var restReasons: [Reason] {
    state == .resting ? history.last { $0.event == .rested }?.reasons ?? [] : []
  }
  package var ending: MandateEvent? { state == .ended ? history.last : nil }

  /// The same after one more grant was recorded for it.
  package var usedOnceMore: MandateRecord {
    var next = self
    next.used += 1
    return next
  }

  /// The same once the rules ask for more: what was approved before counts no more.
  package func resting(_ event: MandateEvent) -> MandateRecord {
    var next = after(event)
    next.state = .resting
    next.landed = landed.approved(by: [])
    next.approvers = []
    return next
  }

  /// The same, which rests, with `approvals` of those that it rests for.
  package func approved(by approvals: [SeenApproval], _ event: MandateEvent) -> MandateRecord {
    var next = after(event)
    next.landed = landed.approved(by: approvals)
    return next
  }

  /// The same once it is approved anew.
  package func agreedAnew(
    as approvers: [MandateApprover], policy: ObjectID, _ event: MandateEvent
  ) -> MandateRecord {
    var next = after(event)
    next.state = .agreed
    next.agreed = event.at
    next.approvers = approvers
    next.policy = policy
    return next
  }

  package func ended(_ event: MandateEvent) -> MandateRecord {
    var next = after(event)
    next.state = .ended
    return next
  }

  private func after(_ event: MandateEvent) -> MandateRecord {
    var next = self
    next.history.append(event)
    if next.history.count > MandateRecord.remembered { next.history.remove(at: 1) }
    return next
  }
}

/// The windows of one holding that mandates count as one, ended ones too: a file of the ledger.
///
/// Those less than the longest `each` apart are one here already, so that it stays short however many there are.
package struct WindowRecord: Hashable, Sendable, Codable {
  package struct Span: Hashable, Sendable, Codable {
    package let start: Instant
    package let end: Instant
  }

  package let subject: IdentityID
  package let system: SystemID
  package let entitlement: String
  /// In order, each at least as far from the next as was counted as one.
  package private(set) var spans: [Span]

  /// How many are kept: the newest.
  private static let remembered = 100

  package init(of holding: Holding) {
    subject = holding.subject
    system = holding.entitlement.system
    entitlement = holding.entitlement.entitlement
    spans = []
  }

  package var holding: Holding {
    Holding(
      subject: subject, entitlement: EntitlementName(system: system, entitlement: entitlement))
  }

  package var windows: [Window] { spans.map { Window(start: $0.start, end: $0.end) } }

  /// Adds `window`, one with all that lies less than `gap` from it.
  package mutating func add(_ window: Window, joining gap: Duration) {
    guard window.start < window.end else { return }
    var whole = window
    var others: [Window] = []
    for known in windows.sorted(by: { $0.start < $1.start }) {
      if known.overlaps(whole) || known.gap(to: whole) < gap || known.gap(to: whole) == .zero {
        whole = Window(start: min(known.start, whole.start), end: max(known.end, whole.end))
      } else {
        others.append(known)
      }
    }
    let all = (others + [whole]).sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    spans = all.suffix(WindowRecord.remembered).map { Span(start: $0.start, end: $0.end) }
  }
}
