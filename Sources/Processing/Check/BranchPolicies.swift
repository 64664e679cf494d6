internal import Decisions
internal import Intake
internal import Model

/// What a branch's governed changes need, judged by the court that judges them once they have landed.
struct BranchPolicies {
  let governed: [GovernedChange]
  /// Why some of it could not count, whoever approved it.
  let faults: [Reason]
  /// What does not keep it from landing, and what whoever lands it should know.
  let warnings: [Reason]

  init(
    _ prospect: Prospect, _ snapshot: Snapshot, _ ground: CheckGround, at now: Instant
  ) throws(ProcessingError) {
    let others = prospect.governed.map { governedChange($0, snapshot, at: now) }
    guard let policies = prospect.policy else {
      governed = others
      faults = others.flatMap(\.faults).firstOfEach
      warnings = []
      return
    }
    let court = PolicyCourt(
      snapshot, own: ground.policies.overlay(of: snapshot.policy), at: now)
    let verdict = court.verdict(
      on: policies.proposal, approvals: policies.isApprovedByMerging ? policies.approvals : [],
      carriers: try ground.view?.session.carriers(for: policies.proposal, in: snapshot) ?? [])
    let changed = verdict.paths.map(\.change)
    let flaws = court.directoryFlaws
    let directory = policies.directory.map { file in
      GovernedChange(
        path: file.path, requirements: [], faults: file.isAttested ? flaws : file.reasons,
        attestedBy: file.isAttested && flaws.isEmpty
          ? snapshot.policy.policy.settings.directory?.value : nil)
    }
    governed = (changed + directory + others).sorted { $0.path < $1.path }
    faults = (verdict.faults + governed.flatMap(\.faults)).firstOfEach
    let foreseen =
      policies.proposal.policy.map {
        PolicyForecast(force: snapshot.policy.policy, next: $0, now: now).warnings
      } ?? []
    warnings =
      policies.isApprovedByMerging || changed.isEmpty
      ? foreseen
      : foreseen + [
        Reason(
          .policyNotAccepted,
          "The mainline holds policies that are not in force, so no merge onto it can see the whole difference: "
            + "its signature approves none of these changes.",
          hint: "Land the branch, then have what the mainline holds approved late: "
            + "countersign approve policies.")
      ]
  }
}

/// What a governed path outside `policies/` needs.
private func governedChange(
  _ change: GovernedPath, _ snapshot: Snapshot, at now: Instant
) -> GovernedChange {
  let tally = LineTally(
    change.path, by: change.line, approvals: change.approvals, authors: change.authors,
    under: snapshot.policy.policy, snapshot.overlay)
  return GovernedChange(
    path: change.path,
    requirements: [
      tally.status(change.line.words) {
        mayApprove($0, change.authors, under: snapshot.policy.policy, snapshot.overlay, at: now)
      }
    ], faults: change.flaws)
}
