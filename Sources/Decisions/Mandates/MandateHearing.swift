import Model

/// A mandate before the judge: it needs the approvals that a request of its subject for each of its entitlements would
/// need, for as long as one of its windows may last (DESIGN section 5).
struct MandateHearing {
  let landed: LandedRequest
  let mandate: Mandate
  let policy: Policy
  let overlay: TipOverlay
  let hasWitness: Bool
  let now: Instant

  private var terms: MandateTerms { mandate.terms }

  private func place(_ mark: Mark?) -> SourceLocation {
    SourceLocation(file: landed.key.path.description, mark: mark)
  }

  /// The verdict with all its reasons.
  func evaluation() -> Evaluation {
    var refusals = standingReasons() + timeReasons()
    var waits: [Reason] = []
    var missing: [Reason] = []
    var notes: [Reason] = []
    var requirements: [RequirementStatus] = []
    var counted: [SeenApproval] = []
    var found: [(hearing: Hearing, terms: Terms, need: Need)] = []
    for name in terms.entitlements {
      let hearing = hearing(of: name)
      guard let demand = MandateCourt(policy: policy).demand(name, of: terms.subject) else {
        refusals.append(hearing.unknownTarget())
        continue
      }
      found.append((hearing, demand, hearing.need(demand)))
      refusals += entitlementReasons(hearing, demand)
      waits = joined(waits, hearing.dateReasons(demand))
    }
    for (hearing, _, need) in found {
      if need.tally.isComplete {
        refusals = joined(
          refusals, hearing.lateIssueReasons(completed: hearing.completion(need.tally)))
      } else {
        missing = joined(
          missing, hearing.reasons(need.shortages, isRefused: !refusals.isEmpty))
        notes = joined(notes, need.tally.notes)
      }
      requirements += need.tally.requirements.filter { one in
        !requirements.contains { $0.origin == one.origin && $0.location == one.location }
      }
      counted += need.tally.counted.filter { seen in
        !counted.contains { $0.approval == seen.approval }
      }
    }
    let isComplete = !found.isEmpty && found.allSatisfy(\.need.tally.isComplete)
    return Evaluation(
      verdict: !refusals.isEmpty ? .refused : isComplete && waits.isEmpty ? .granted : .pending,
      reasons: joined(refusals, waits + missing + notes), window: nil,
      requirements: requirements, counted: counted)
  }

  /// One of its windows, as a request for it would be heard.
  private func hearing(of name: EntitlementName) -> Hearing {
    let nowhere = mandate.marks.entitlements ?? Mark(line: 1, column: 1)
    let request = Request(
      system: name.system, subject: terms.subject, entitlement: name.entitlement,
      duration: terms.each, starts: nil, ticket: nil, reason: terms.reason, isEmergency: false,
      marks: RequestMarks(
        subject: mandate.marks.subject ?? nowhere, entitlement: nowhere,
        duration: mandate.marks.each ?? nowhere, starts: nil, ticket: nil, emergency: nil))
    return Hearing(
      landed: landed, request: request, policy: policy, overlay: overlay,
      held: HeldGrants([], at: now), hasWitness: hasWitness, now: now)
  }

  private func standingReasons() -> [Reason] {
    GoodStanding(policy: policy, overlay: overlay, now: now).shortfalls(of: terms.subject).map {
      Reason(
        $0.requestCode, sentence($0.message), at: $0.location ?? place(mandate.marks.subject))
    }
  }

  private func timeReasons() -> [Reason] {
    if terms.until <= now {
      return [
        Reason(
          .windowOver, "The mandate would have ended at \(terms.until).",
          at: place(mandate.marks.until))
      ]
    }
    let longest = policy.settings.longestMandate
    guard landed.seen.advanced(by: longest) < terms.until else { return [] }
    return [
      Reason(
        .durationTooLong,
        "A mandate ends within \(longest.written) of its first sight, by \(landed.seen.advanced(by: longest)), and this one at \(terms.until).",
        at: place(mandate.marks.until),
        hint: "Write an earlier `until`. \(LandedRequest.anew)")
    ]
  }

  private func entitlementReasons(_ hearing: Hearing, _ demand: Terms) -> [Reason] {
    var reasons = hearing.eligibilityReasons(demand)
    if demand.entitlement.risk == .critical {
      reasons.append(
        Reason(
          .notEligible, "`\(demand.name)` is of critical risk, for which there are no mandates.",
          at: SourceLocation(file: demand.system.file, mark: demand.entitlement.mark),
          hint: "Ask for each window of it by a request of its own."))
    }
    if demand.maximum.value < terms.each {
      reasons += hearing.durationReasons(demand, isRenewal: true)
    }
    return reasons
  }
}
