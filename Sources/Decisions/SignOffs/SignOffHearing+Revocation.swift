import Model

extension SignOffHearing {
  /// Whether a review that names how many grants may end counts: it takes what a change of the settings takes.
  func verdict(on review: RevocationReview) -> Verdict {
    guard let line = policy.settings.governance(of: RepositoryPath(Settings.file)) else {
      return Verdict(
        reviewers: [],
        reasons: landed.flaws + [
          Reason(
            .shortOfApprovals, "Nothing governs \(Settings.file).",
            at: SourceLocation(file: Settings.file))
        ])
    }
    let tally = LineTally(
      landed.key.path, by: line, approvals: landed.approvals, authors: landed.authors,
      under: policy,
      overlay)
    guard !tally.isSatisfied else {
      return Verdict(
        reviewers: tally.requirement.lines.flatMap(\.approvals), reasons: landed.flaws)
    }
    let short = Reason(
      .shortOfApprovals,
      "It needs the approvals that govern \(Settings.file): missing "
        + "\(tally.missing.joined(separator: " and ")).", at: place(review.mark))
    return Verdict(
      reviewers: [], reasons: landed.flaws + joined([short], tally.notes + landed.notes))
  }
}
