internal import Decisions
internal import Git
package import Model

/// The signed commits of an approval of policies.
struct PolicyCommits {
  /// The merge that is pushed.
  let merge: ObjectID
  /// The landing that it approves; the merge itself where it brings in a branch.
  let landing: ObjectID
  /// The empty commit on that landing that a late approval brings in.
  let empty: ObjectID?
}

extension PolicyApprover {
  /// Makes the commits of `plan`; an empty one on the same landing that was made before is used again.
  func make(
    _ plan: PolicyPlan, on ground: ApprovalGround, _ known: PolicyCommits?
  ) async throws(ProcessingError) -> PolicyCommits {
    let repository = ground.workspace.repository
    let commits = SignedCommits(repository: repository, git: approver.remote.git)
    let message = ApprovalPlan.message(path)
    switch plan.subject {
    case .branch(_, let theirs):
      let tree: ObjectID
      do throws(GitError) {
        tree = try DraftMerge(repository: repository, clock: approver.clock)
          .tree(bringing: plan.changes, into: plan.tip)
      } catch {
        throw ProcessingError(error)
      }
      let merge = try await commits.commit(
        tree: tree, parents: [plan.tip, theirs], message: message)
      return PolicyCommits(merge: merge, landing: merge, empty: nil)
    case .landing(var landing):
      let tree = try commits.tree(of: plan.tip)
      var first = plan.tip
      if plan.isFresh {
        landing = try await commits.commit(tree: tree, parents: [plan.tip], message: message)
        first = landing
      }
      let empty: ObjectID
      if let known, known.landing == landing, let made = known.empty {
        empty = made
      } else {
        empty = try await commits.commit(
          tree: try commits.tree(of: landing), parents: [landing], message: message)
      }
      let merge = try await commits.commit(tree: tree, parents: [first, empty], message: message)
      return PolicyCommits(merge: merge, landing: landing, empty: empty)
    }
  }

  /// Reads what was signed as a run would, and refuses what a run would not count.
  func judge(
    _ made: PolicyCommits, _ plan: PolicyPlan, on ground: ApprovalGround
  ) throws(ProcessingError) -> PolicyApprovalResult {
    let outlook = try ground.forecast.policies(at: made.merge)
    let acceptance = outlook.acceptance(of: made.landing, by: made.merge)
    let releases = outlook.releases(by: made.merge)
    let proposal = try outlook.proposals(of: [made.landing]).first
    var after = PendingPolicy.nothing
    if let proposal { after = try outlook.pending(of: proposal) }
    let given =
      (outlook.court.approvals(of: made.landing).map(\.seen.approval)
      + (acceptance?.changes.flatMap { $0.requirements.flatMap { $0.lines.flatMap(\.approvals) } }
        ?? []) + releases.flatMap(\.approvals)).first { $0.commit == made.merge }
    let isDone = acceptance != nil || !releases.isEmpty
    let counts = isDone || given != nil && after.missing < plan.before.missing
    let isLanding: Bool =
      if case .branch = plan.subject { approver.choice.land } else { false }
    guard counts || isLanding else {
      let commits = [made.merge, made.landing, made.empty].compactMap(\.self)
      let said =
        ((outlook.court.state.notes + after.reasons).filter { reason in
          reason.commit.map(commits.contains) ?? false
        }).firstOfEach
      throw ApprovalPlan.refusal(
        (said.isEmpty ? [Self.uncounted(made.merge)] : said).map(Objection.init))
    }
    let isComplete = isDone && after.isNothing || acceptance != nil
    return PolicyApprovalResult(
      merge: made.merge, approval: counts ? given : nil,
      target: try target(plan, on: ground, isComplete: isComplete),
      isAccepted: acceptance != nil, released: releases.map(\.brake), after: after,
      waiting: acceptance == nil
        ? [] : outlook.snapshot.governance?.waiting?.paths.map(\.path) ?? [])
  }

  /// Where the merge goes: to the mainline once nothing is missing, else onto the stack of approvals.
  private func target(
    _ plan: PolicyPlan, on ground: ApprovalGround, isComplete: Bool
  ) throws(ProcessingError) -> String {
    if let onto = try approver.chosenTarget(on: ground) { return onto }
    guard case .branch(let name, let theirs) = plan.subject else { return ground.mainline }
    return approver.choice.land || isComplete
      ? ground.mainline : PolicySearch.stack(of: name, theirs)
  }

  private static func uncounted(_ merge: ObjectID) -> Reason {
    Reason(
      .notAnApprover, "The signature of \(merge) would not count.",
      hint: "countersign verify \(merge) says whose it is.")
  }
}

extension PolicyApprover {
  /// What the approval of `plan` would speak for.
  ///
  /// - Parameter withCommands: Whether to say how git alone makes it.
  package func report(on plan: PolicyPlan, withCommands: Bool) -> PolicyApprovalReport {
    report(
      on: plan, nil,
      withCommands
        ? plan.subject.commands(
          from: plan.tip, message: ApprovalPlan.message(path), remote: approver.remote.name,
          target: plan.target, isFresh: plan.isFresh) : [])
  }

  /// What became of `plan`.
  package func report(
    on plan: PolicyPlan, _ result: PolicyApprovalResult
  ) -> PolicyApprovalReport {
    report(on: plan, result, [])
  }

  private func report(
    on plan: PolicyPlan, _ result: PolicyApprovalResult?, _ commands: [String]
  ) -> PolicyApprovalReport {
    PolicyApprovalReport(
      merge: plan.outline, remote: approver.remote.name, isFresh: plan.isFresh,
      changes: plan.changes, before: plan.before, notes: plan.notes, outcome: result,
      commands: commands)
  }
}
