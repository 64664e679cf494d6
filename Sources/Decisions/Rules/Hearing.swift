import Model

/// One request before the judge, with everything it is judged by.
///
/// Each rule is an extension in a file of its own; `evaluation` puts them together.
struct Hearing {
  let landed: LandedRequest
  let request: Request
  let policy: Policy
  let overlay: TipOverlay
  let held: HeldGrants
  let hasWitness: Bool
  let now: Instant
  /// The window the request would have (DESIGN section 7).
  let window: Window

  init(
    landed: LandedRequest, request: Request, policy: Policy, overlay: TipOverlay,
    held: HeldGrants, hasWitness: Bool, now: Instant
  ) {
    self.landed = landed
    self.request = request
    self.policy = policy
    self.overlay = overlay
    self.held = held
    self.hasWitness = hasWitness
    self.now = now
    let start = request.starts ?? now
    window = Window(start: max(now, start), end: start.advanced(by: request.duration))
  }

  /// A commit may be dated this far ahead of the processor's clock (DESIGN section 4).
  private static let tolerance = Duration.seconds(300)

  /// Whether what is `dated` so has yet to come by `clock`.
  static func isAhead(_ dated: Instant, of clock: Instant) -> Bool {
    clock.advanced(by: tolerance) < dated
  }

  /// From when on what is `dated` so has come.
  static func counting(_ dated: Instant) -> Instant { dated.advanced(by: .zero - tolerance) }

  var standing: GoodStanding { GoodStanding(policy: policy, overlay: overlay, now: now) }

  /// Who asks for what.
  var holding: Holding { request.holding }

  /// The place of `mark` in the request's file.
  func place(_ mark: Mark?) -> SourceLocation {
    SourceLocation(file: landed.key.path.description, mark: mark)
  }

  /// The verdict with all its reasons.
  func evaluation(_ tickets: inout TicketPatterns) -> Evaluation {
    var precedents = Precedents()
    return evaluation(&tickets, &precedents)
  }

  /// The verdict with all its reasons, by what earlier hearings under the same policy found out.
  func evaluation(
    _ tickets: inout TicketPatterns, _ precedents: inout Precedents
  ) -> Evaluation {
    guard let precedent = precedents.precedent(for: self) else {
      let refusals =
        identityReasons(standing.shortfalls(of: request.subject), contractor)
        + [unknownTarget()]
        + windowReasons()
      return Evaluation(
        verdict: .refused, reasons: refusals, window: nil, requirements: [], counted: [])
    }
    let asRenewal = renewals(precedent.terms)
    let terms =
      asRenewal.isEmpty ? precedent.terms : precedent.terms.adding(renewalLists(asRenewal))
    let need =
      asRenewal.isEmpty && landed.approvals.isEmpty ? precedent.need(of: self) : need(terms)
    let tally = need.tally
    // Whose own approvals suffice uses no mandate.
    let coverage = tally.isComplete ? Coverage() : coverage(precedent.terms)
    let mandate = coverage.mandate
    // By mandate a workload renews nothing.
    let renewals =
      mandate == nil || policy.people[request.subject] != nil ? asRenewal : []
    let isCarried = tally.isComplete || mandate != nil
    let (looked, completed) = sight(tally, mandate)

    var refusals = identityReasons(precedent.shortfalls, precedent.contractor)
    refusals += emergencyReasons(terms)
    refusals += precedent.eligibility
    refusals += ticketReasons(terms, &tickets)
    refusals += windowReasons()
    refusals +=
      mandate.map { mandatedDurationReasons(precedent.terms, by: $0) }
      ?? durationReasons(terms, isRenewal: !renewals.isEmpty)
    refusals += renewalReasons(renewals, terms)
    refusals += startReasons(lookedAt: looked)
    refusals += denialReasons(terms)
    refusals += conflictReasons(terms)
    let unsigned = signatureReasons(terms)
    let isAsked = !unsigned.isEmpty && waitsForToken
    if !isAsked { refusals += unsigned }
    refusals += certificateReasons(terms)
    if let completed { refusals += lateIssueReasons(completed: completed) }
    let waits =
      dateReasons(terms) + (isAsked ? unsigned : [])
      + (refusals.isEmpty && isCarried ? soundReasons(terms) : [])
    let missing =
      isCarried
      ? []
      : coverage.notes + reasons(need.shortages, isRefused: !refusals.isEmpty) + tally.notes
    return Evaluation(
      verdict: !refusals.isEmpty ? .refused : isCarried && waits.isEmpty ? .granted : .pending,
      reasons: joined(refusals, waits + missing), window: window,
      requirements: mandate == nil ? tally.requirements : [],
      counted: mandate.map(approvals(of:)) ?? tally.counted, mandate: mandate)
  }

  /// When the newest of what carries the request was first seen, and when it was complete by the dates of the commits;
  /// by mandate the request itself is both (DESIGN section 5).
  private func sight(
    _ tally: Tally, _ mandate: MandateRecord?
  ) -> (looked: Instant, completed: Instant?) {
    if mandate != nil { return (landed.seen, landed.dated) }
    return (
      tally.counted.map(\.seen).max() ?? now, tally.isComplete ? completion(tally) : nil
    )
  }
}
