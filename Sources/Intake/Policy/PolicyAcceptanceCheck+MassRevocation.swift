internal import Documents
internal import Git
package import Model

extension PolicyAcceptanceCheck {
  /// Why a change that revokes a large share of the live grants is not accepted as it is.
  ///
  /// A slip in one line of a rule can take everybody's access away at once. So what the settings in force
  /// call too much must be meant: a file of `reviews/` that the same landing adds names the number, brought
  /// in by the approvals that govern the settings. What falls due anyway is not counted.
  /// - Parameter reviews: What the landing changes below `reviews/`.
  func massRevocation(
    _ tally: RevocationTally, next: Policy, reviews: [Difference], in history: LandingHistory
  ) throws(GitError) -> [Reason] {
    guard let limit = force.policy.settings.massRevocation,
      limit.isExceeded(by: tally.revoked, of: tally.live)
    else { return [] }
    var notes: [Reason] = []
    for review in reviews where review.before == nil {
      guard let named = try reader.revocationReview(review) else { continue }
      guard tally.revoked <= named.grants else {
        notes.append(named.shortfall(at: review.path))
        continue
      }
      let (approvals, attempts) = try history.approvals(of: review.path)
      let authorship = try history.authorship(of: review.path)
      let finding = settingsFinding(
        review, next: next, approvals: approvals, authors: authorship.people)
      if finding.reasons.isEmpty, authorship.flaws.isEmpty { return [] }
      notes += finding.reasons + authorship.flaws + attempts
    }
    return [massRevocationReason(tally, over: limit)] + notes
  }
}

extension RevocationReview {
  /// That the review at `path` names too small a number.
  func shortfall(at path: RepositoryPath) -> Reason {
    Reason(
      .shortOfApprovals, "\(path) speaks of \(grants) grants.",
      at: SourceLocation(file: path.description, mark: mark))
  }
}

extension ObjectReader {
  /// What the changed file of `reviews/` is, where it is the review of a revocation.
  func revocationReview(_ change: Difference) throws(GitError) -> RevocationReview? {
    guard let entry = change.after,
      case .success((_, let bytes)) = try content(at: change.path, entry),
      case .success(.revocation(let found)) = readSignOff(bytes, at: change.path)
    else { return nil }
    return found
  }
}

/// Why a change that would revoke so much cannot come into force without a review.
package func massRevocationReason(_ tally: RevocationTally, over limit: Share) -> Reason {
  Reason(
    .shortOfApprovals,
    "The change would revoke \(tally.revoked) of \(tally.live) live grants, more than the \(limit) that the "
      + "settings let it without a review.",
    at: SourceLocation(file: Settings.file),
    hint: "If that is meant, let the same branch add reviews/<name>.yaml with "
      + "`revocation: {grants: \(tally.revoked)}`, approved like the settings.")
}
