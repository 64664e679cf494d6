/// What happened to a grant, in the order it happened.
package struct GrantEvent: Hashable, Sendable, Codable {
  /// The steps a grant takes.
  package enum Kind: String, Hashable, Sendable, Codable {
    case issued, activated, expired, revoked
    /// The credential that could not be made when it was issued is there.
    case certified
    /// What is about to be done on a target; what was done there follows.
    case issuing, expiring, revoking
    /// It stands where somebody else makes access of it.
    case written
    /// Its target has said what it calls the access that was given before.
    case identified
    /// Somebody looked at an emergency afterwards.
    case reviewed
  }

  package let event: Kind
  package let at: Instant
  /// The mainline's tip that the run saw.
  package let mainline: ObjectID
  package let reasons: [Reason]

  /// Keeps of `reasons` what a record has room for.
  package init(_ event: Kind, at: Instant, mainline: ObjectID, reasons: [Reason] = []) {
    self.event = event
    self.at = at
    self.mainline = mainline
    self.reasons = reasons.bounded
  }
}

/// What is asked of an emergency grant afterwards, and what was done.
package struct EmergencyUse: Hashable, Sendable, Codable {
  /// Who looked at it, and where they wrote down what they found.
  package struct Review: Hashable, Sendable, Codable {
    package let by: [IdentityID]
    package let at: Instant
    package let review: RequestKey
  }

  /// A review that has not landed by then is late.
  package let reviewBy: Instant
  /// Absent until somebody has.
  package fileprivate(set) var review: Review?

  private enum CodingKeys: String, CodingKey {
    case review
    case reviewBy = "review_by"
  }
}

/// One subject, one entitlement, one window, from one request: the whole record as the ledger holds it.
package struct Grant: Hashable, Sendable, Codable {
  package let id: GrantID
  package let subject: IdentityID
  package let system: SystemID
  package let entitlement: String
  package let start: Instant
  package let end: Instant
  package private(set) var state: GrantState
  package let ticket: String?
  package let reason: String
  package let request: RequestKey
  package let landing: ObjectID
  /// The `policies/` tree it was judged by.
  package let policy: ObjectID
  package let approvals: [Approval]
  package private(set) var history: [GrantEvent]
  /// Present where it was given in an emergency.
  package private(set) var emergency: EmergencyUse?
  /// What its certificates say, where its system hands out some.
  package let certificate: CertificateTerms?
  /// What proved whose request it was, where a workload's token did.
  package let token: TokenProof?
  /// By which mandate it was given, where approvals of its own did not carry it.
  package let mandate: RequestKey?
  /// What acts on a target for it, where something does.
  package let connector: ConnectorKind?
  /// What people have to do on a target for it, where people do.
  package let runbook: Runbook?
  /// What its target calls the access, once that has said so.
  package private(set) var target: TargetIdentifier?

  /// A grant at the moment it is issued: `active` where its window has begun, else `scheduled`.
  ///
  /// - Parameters:
  ///   - reviewBy: For an emergency: when its review is late.
  ///   - certificate: What its certificates are to say.
  ///   - isCertifiable: Whether they can be made now; the grant is `issuing` where they cannot.
  ///   - connector: What has to act on a target before there is access; the grant is `issuing` until then.
  ///   - runbook: What people have to do there, where people do.
  package init(
    id: GrantID, request: Request, key: RequestKey, window: Window, landing: ObjectID,
    policy: ObjectID, approvals: [Approval], issued: GrantEvent, reviewBy: Instant? = nil,
    certificate: CertificateTerms? = nil, isCertifiable: Bool = true,
    connector: ConnectorKind? = nil, runbook: Runbook? = nil, token: TokenProof? = nil,
    mandate: RequestKey? = nil
  ) {
    self.mandate = mandate
    self.token = token
    self.id = id
    subject = request.subject
    system = request.system
    entitlement = request.entitlement
    start = window.start
    end = window.end
    self.certificate = certificate
    self.connector = connector
    self.runbook = runbook
    let begun: GrantState = connector == nil ? .active : .issuing
    state =
      certificate != nil && !isCertifiable
      ? .issuing : window.start <= issued.at ? begun : .scheduled
    ticket = request.ticket
    reason = request.reason
    self.request = key
    self.landing = landing
    self.policy = policy
    self.approvals = approvals
    history = [issued]
    emergency = reviewBy.map { EmergencyUse(reviewBy: $0, review: nil) }
  }

  /// What is granted, with its system.
  package var entitlementName: EntitlementName {
    EntitlementName(system: system, entitlement: entitlement)
  }

  /// Who has what by it.
  package var holding: Holding { Holding(subject: subject, entitlement: entitlementName) }

  package var window: Window { Window(start: start, end: end) }

  /// Whether it was given in an emergency that nobody has looked at yet.
  package var needsReview: Bool { emergency.map { $0.review == nil } ?? false }

  /// How it ended, where it has.
  package var ending: GrantEvent? {
    state.isLive ? nil : history.last(where: \.event.moves)
  }

  /// Whether its target has ever said that the access is there.
  package var wasGiven: Bool { history.contains(where: \.event.gives) }

  /// Whether its target has yet to say what it calls the access: it was given before targets were asked that.
  package var lacksIdentifier: Bool {
    connector?.identifies == true && state.isGiven && target == nil
  }

  /// The same grant after `event`, in `state`; `Grant+Life.swift` has the steps that there are.
  ///
  /// - Parameter target: What its target calls the access, where it has said so with that.
  package func after(
    _ event: GrantEvent, state: GrantState, target: TargetIdentifier? = nil
  ) -> Grant {
    var next = self
    next.state = state
    next.target = target ?? self.target
    next.history.append(event)
    return next
  }

  /// The same grant once `record` has settled its review.
  package func reviewed(by record: SignOffRecord, event: GrantEvent) -> Grant {
    var next = after(event, state: state)
    next.emergency?.review = EmergencyUse.Review(
      by: Set(record.reviewers.map(\.person)).sorted(), at: event.at, review: record.key)
    return next
  }
}
