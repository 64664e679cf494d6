import Model

extension SignOffHearing {
  /// Whether somebody answers for `standing` access: one person who owns its system and has none of it.
  func verdict(on standing: StandingAccess) -> Verdict {
    guard let system = policy.systems[standing.system] else {
      return Verdict(
        reviewers: [],
        reasons: landed.flaws + [
          Reason(
            .unknownSystem, "There is no system `\(standing.system)`.",
            at: place(standing.systemMark))
        ])
    }
    let owners = policy.people(of: system.owner)
    let holders = Set(standing.access.map(\.subject))
    let (reviewers, notes) = counted { person in
      if holders.contains(person.text) { return (.selfApproval, "the access is their own") }
      guard person == standing.owner else {
        return (.notAnApprover, "`\(standing.owner)` is to answer for it")
      }
      return owners.contains(person)
        ? nil : (.notAnApprover, "`\(system.id)` belongs to `\(system.owner)`")
    }
    var reasons = landed.flaws
    if standing.reviewBy <= now || now.advanced(by: StandingAccess.longest) < standing.reviewBy {
      reasons.append(
        Reason(
          .invalidDocument,
          "`review_by` is \(standing.reviewBy), and has to lie within a year from \(now).",
          at: place(standing.reviewByMark)))
    }
    if reviewers.isEmpty {
      reasons += unsigned(
        "`\(standing.owner)`, who is to answer for it as `\(system.owner)`", notes)
    }
    return Verdict(reviewers: reviewers, reasons: reasons)
  }
}
