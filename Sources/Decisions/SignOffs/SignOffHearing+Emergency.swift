import Model

extension SignOffHearing {
  /// Whether `review` settles `grant`; nil is an emergency grant that nobody knows to be waiting.
  ///
  /// Whoever had the access, asked for it or approved it cannot be the one who looks at it afterwards.
  func verdict(on review: EmergencyReview, of grant: Grant?) -> Verdict {
    guard let grant else {
      return Verdict(
        reviewers: [],
        reasons: landed.flaws + [
          Reason(
            .invalidDocument, "No emergency grant `\(review.grant)` waits for a review.",
            at: place(review.grantMark), hint: "`countersign status` lists those that do.")
        ])
    }
    let insiders = policy.insiders(of: grant)
    let approvers = Set(grant.approvals.map(\.person))
    let (reviewers, notes) = counted { person in
      if insiders.contains(person) {
        return (.selfApproval, "the access was theirs or that of a workload of theirs")
      }
      return approvers.contains(person)
        ? (.selfApproval, "they approved the access themselves") : nil
    }
    var reasons = landed.flaws
    if grant.state.isLive, now < grant.end {
      reasons.append(
        Reason(
          .invalidDocument,
          "`\(grant.id)` lasts until \(grant.end), and what is not over cannot be looked back at.",
          at: place(review.grantMark),
          hint: "Land the review afterwards; where it has landed already, change it first."))
    }
    if reviewers.isEmpty {
      reasons += unsigned("somebody who neither had nor approved the access", notes)
    }
    return Verdict(reviewers: reviewers, reasons: reasons)
  }
}
