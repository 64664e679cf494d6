import Model

extension Run {
  /// Judges a sign-off that has just landed; it counts or is refused at once.
  mutating func hear(_ landed: LandedSignOff, under policy: PolicyInForce) {
    let hearing = SignOffHearing(
      landed: landed, policy: policy.policy, overlay: snapshot.overlay, now: now)
    switch landed.document {
    case .unreadable(let faults):
      conclude(landed, SignOffHearing.Verdict(reviewers: [], reasons: landed.flaws + faults))
    case .readable(.emergency(let review)):
      let grant = unreviewed[review.grant]
      let verdict = hearing.verdict(on: review, of: grant)
      conclude(landed, verdict, reviewing: grant)
    case .readable(.access(let review)):
      let verdict = hearing.verdict(
        on: review, live: live, mandates: held.mandates.all)
      conclude(landed, verdict)
      if verdict.reasons.isEmpty { carryOut(review, landed, verdict.reviewers) }
    case .readable(.revocation(let review)):
      let verdict = hearing.verdict(on: review)
      conclude(landed, verdict)
      if verdict.reasons.isEmpty {
        governance?.allowances.append(
          MassAllowance(
            grants: review.grants, until: now.advanced(by: policy.policy.settings.expireAfter)))
      }
    case .readable(.standing(let standing)):
      let verdict = hearing.verdict(on: standing)
      conclude(landed, verdict)
      if verdict.reasons.isEmpty { adopted.append(standing) }
    case .readable(.confirmation(let confirmation)):
      if confirmation.deed == .taken {
        takings.append((confirmation, landed, policy))
      } else {
        hear(confirmation, landed, under: policy)
      }
    case .readable(.offboarding(let signOff)):
      let list = leaving[signOff.person]
      let verdict = hearing.verdict(on: signOff, of: list)
      conclude(landed, verdict)
      if let list, verdict.reasons.isEmpty {
        close(signOff.done, of: list, landed, verdict.reviewers)
      }
    }
  }

  mutating func conclude(
    _ landed: LandedSignOff, _ verdict: SignOffHearing.Verdict, reviewing grant: Grant? = nil
  ) {
    let isAccepted = verdict.reasons.isEmpty
    let record = SignOffRecord(
      landed, decided: now, outcome: isAccepted ? .accepted : .refused,
      reviewers: isAccepted ? verdict.reviewers : [], reasons: verdict.reasons)
    let reviewed = isAccepted ? grant.map { self.reviewed($0, record) } : nil
    decide(.signOff(record, reviewed))
  }

  private mutating func reviewed(_ grant: Grant, _ record: SignOffRecord) -> Grant {
    // A grant that is over and not yet written down as ended has its newest form among the live ones.
    let place = live.firstIndex { $0.id == grant.id }
    let next = (place.map { live[$0] } ?? grant).reviewed(
      by: record, event: GrantEvent(.reviewed, at: now, mainline: snapshot.tip))
    if let place { live[place] = next }
    settleReview(of: next)
    return next
  }

  /// Takes away what the review says to remove, and notes when the system was reviewed.
  private mutating func carryOut(
    _ review: AccessReview, _ landed: LandedSignOff, _ reviewers: [Approval]
  ) {
    let since = calendar[review.system]?.since ?? now
    calendar.note(
      ReviewCalendar.Entry(
        system: review.system, since: since,
        last: ReviewCalendar.Last(
          at: now, review: landed.key, by: Set(reviewers.map(\.person)).sorted())))
    overdue.removeAll { $0.grant == nil && $0.system == review.system }
    let names = listed(Set(reviewers.map(\.person)).sorted().map(\.text))
    for grant in live where grant.system == review.system && now < grant.end {
      guard let line = review.entry(for: grant.holding), line.decision == .remove else { continue }
      let reason = Reason(
        .removedByReview, "The review `\(landed.key.path)`, signed by \(names), removes it.",
        at: SourceLocation(file: landed.key.path.description, mark: line.mark))
      revoke(grant, [reason])
    }
    // Who may take it anew at any time has not lost it.
    for record in held.mandates.all {
      for holding in record.terms.holdings where holding.entitlement.system == review.system {
        guard let line = review.entry(for: holding), line.decision == .remove else { continue }
        let reason = Reason(
          .removedByReview,
          "The review `\(landed.key.path)`, signed by \(names), removes what the mandate `\(record.path)` lets `\(holding.subject)` have.",
          at: SourceLocation(file: landed.key.path.description, mark: line.mark))
        end(record, [reason])
        break
      }
    }
  }
}
