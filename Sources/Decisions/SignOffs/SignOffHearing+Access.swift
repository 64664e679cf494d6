import Model

extension SignOffHearing {
  /// Whether `review` counts for its system, of which `live` are all grants that have not ended, and `mandates` what was
  /// approved in advance.
  func verdict(
    on review: AccessReview, live: [Grant], mandates: [MandateRecord]
  ) -> Verdict {
    guard let system = policy.systems[review.system] else {
      return Verdict(
        reviewers: [],
        reasons: landed.flaws + [
          Reason(
            .unknownSystem, "There is no system `\(review.system)`.",
            at: place(review.systemMark))
        ])
    }
    let owners = policy.people(of: system.owner)
    let (reviewers, notes) = counted { person in
      owners.contains(person)
        ? nil : (.notAnApprover, "`\(system.id)` belongs to `\(system.owner)`")
    }
    var reasons = landed.flaws + dateReasons(review)
    reasons += omissions(review, live, mandates)
    if reviewers.isEmpty {
      reasons += unsigned("`\(system.owner)`, who owns `\(system.id)`", notes)
    } else {
      reasons += ownAccessReasons(review, Set(reviewers.map(\.person)), owners)
    }
    return Verdict(reviewers: reviewers, reasons: reasons)
  }

  /// Why the list is too old to say anything, or older than time allows.
  private func dateReasons(_ review: AccessReview) -> [Reason] {
    if Hearing.isAhead(review.asOf, of: now) {
      return [
        Reason(
          .approvalInFuture, "The list is dated \(review.asOf), and it is \(now).",
          at: place(review.asOfMark))
      ]
    }
    let last = review.asOf.advanced(by: policy.settings.expireAfter)
    guard last < now else { return [] }
    return [
      Reason(
        .approvalTooOld,
        "The list was made at \(review.asOf), and a review of it counts until \(last).",
        at: place(review.asOfMark), hint: "Begin anew: countersign review start \(review.system)")
    ]
  }

  /// Who had access when the list was made, has it still, and is not on it.
  private func omissions(
    _ review: AccessReview, _ live: [Grant], _ mandates: [MandateRecord]
  ) -> [Reason] {
    let held = live.filter { grant in
      grant.system == review.system && now < grant.end
        && grant.history.first.map { $0.at <= review.asOf } ?? true
    }
    let agreed = mandates.filter { $0.agreed <= review.asOf && now < $0.terms.until }
      .flatMap(\.terms.holdings).filter { $0.entitlement.system == review.system }
    return Set(held.map(\.holding) + agreed).sorted().filter { review.entry(for: $0) == nil }.map {
      Reason(
        .invalidDocument, "`\($0.subject)` has `\($0.entitlement)` and is not on the list.",
        at: place(review.asOfMark),
        hint: "Begin anew: countersign review start \(review.system)")
    }
  }

  /// Why an owner who keeps their own access needs another owner, where there is one.
  private func ownAccessReasons(
    _ review: AccessReview, _ reviewers: Set<IdentityID>, _ owners: [IdentityID]
  ) -> [Reason] {
    review.access.filter { $0.decision == .keep }.compactMap { line in
      let insiders = Set(
        [line.subject] + (policy.subject(line.subject).map(policy.people(answeringFor:)) ?? []))
      let others = owners.filter { !insiders.contains($0) && standing.isActive($0) }
      guard reviewers.isSubset(of: insiders), !others.isEmpty else { return nil }
      return Reason(
        .selfApproval,
        "Nobody but those who have it says that `\(line.subject)` keeps `\(line.entitlement)`.",
        at: place(line.mark), hint: "Let \(listed(others.map(\.text), joinedBy: "or")) merge it.")
    }
  }
}
