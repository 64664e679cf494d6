internal import Decisions
internal import Model

/// What a branch's policies would mean for people, and for those who change them next.
struct PolicyForecast {
  let force: Policy
  let next: Policy
  let now: Instant

  /// Ids that would be somebody else's, and quorums that would break at one absence and do not today.
  var warnings: [Reason] {
    let known = Set(quorumFindings(force, at: now).map(\.message))
    return renameWarnings(from: force, to: next)
      + quorumFindings(next, at: now).filter { !known.contains($0.message) }.map { finding in
        Reason(
          .shortOfApprovals, "\(finding.message).", at: finding.location, hint: "\(finding.hint).")
      }
  }
}
