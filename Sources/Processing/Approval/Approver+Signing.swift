internal import Git
internal import Intake
package import Model

/// The signed commits of an approval.
package struct ApprovalCommits {
  /// The merge that is pushed.
  package let merge: ObjectID
  /// The empty commit on the landing that a late approval brings in.
  package let empty: ObjectID?
}

/// An approval that was signed, and how the request fares with it.
package struct ApprovalResult {
  package let commits: ApprovalCommits
  /// Absent where nothing was missing and the merge only lands the request.
  package let approval: Approval?
  package let after: RunForecast.Foretold
  package let target: String?

  /// The same once it stands on `branch` of the remote.
  func pushed(to branch: String) -> ApprovalResult {
    ApprovalResult(commits: commits, approval: approval, after: after, target: branch)
  }
}

extension Approver {
  /// Makes the commits of `plan`; an empty one that was made before is used again.
  func make(
    _ plan: ApprovalPlan, on ground: ApprovalGround, empty: ObjectID?
  ) async throws(ProcessingError) -> ApprovalCommits {
    let repository = ground.workspace.repository
    let commits = SignedCommits(repository: repository, git: remote.git)
    let message = ApprovalPlan.message(plan.key.path)
    let tip = plan.tip
    switch plan.subject {
    case .branch(_, let theirs):
      let tree: ObjectID
      do throws(GitError) {
        tree = try DraftMerge(repository: repository, clock: clock)
          .tree(bringing: plan.key, as: plan.preview, into: tip)
      } catch {
        throw ProcessingError(error)
      }
      let merge = try await commits.commit(tree: tree, parents: [tip, theirs], message: message)
      return ApprovalCommits(merge: merge, empty: nil)
    case .landing(let landing):
      let own: ObjectID
      if let empty {
        own = empty
      } else {
        own = try await commits.commit(
          tree: try commits.tree(of: landing), parents: [landing], message: message)
      }
      let merge = try await commits.commit(
        tree: try commits.tree(of: tip), parents: [tip, own], message: message)
      return ApprovalCommits(merge: merge, empty: own)
    }
  }

  /// Reads what was signed as a run would, and refuses what a run would not count.
  func judge(
    _ made: ApprovalCommits, _ plan: ApprovalPlan, on ground: ApprovalGround
  ) throws(ProcessingError) -> ApprovalResult {
    var landing = made.merge
    if case .landing(let known) = plan.subject { landing = known }
    guard
      let after = try ground.forecast.finding(of: plan.key, landedBy: landing, tip: made.merge)
    else {
      throw ProcessingError(.bug, "The merge \(made.merge) does not bring in \(plan.key.path).")
    }
    let refusals = after.refusals(besides: nil)
    guard refusals.isEmpty else { throw ApprovalPlan.refusal(refusals) }
    let given = after.landed.approvals.first { $0.approval.commit == made.merge }?.approval
    if plan.isComplete {
      return ApprovalResult(commits: made, approval: given, after: after, target: nil)
    }
    let commits = [made.merge, made.empty].compactMap(\.self)
    let said = (after.landed.notes + (after.evaluation?.reasons ?? [])).filter { reason in
      reason.commit.map(commits.contains) ?? false
    }
    guard let given,
      after.evaluation?.counted.contains(where: { $0.approval.commit == made.merge }) ?? false
    else {
      throw ProcessingError(
        .negative,
        said.isEmpty
          ? [Reason(.notAnApprover, "The signature of \(made.merge) would not count.")] : said)
    }
    let earlier = plan.before?.evaluation?.counted.map(\.approval.person) ?? []
    guard !earlier.contains(given.person) || choice.land else {
      throw ApprovalPlan.refusal([
        Objection(
          "\(given.person) has approved this already, and each person counts once",
          hint:
            "Ask somebody of those who could give what is missing, or land it to wait: \(OptionName.land)."
        )
      ])
    }
    return ApprovalResult(commits: made, approval: given, after: after, target: nil)
  }

  /// Where the merge would go once whom git calls the user here has signed it.
  package func expectedTarget(
    of plan: ApprovalPlan, on ground: ApprovalGround
  ) throws(ProcessingError) -> String {
    let requirements = plan.before?.evaluation?.requirements ?? []
    let reviewer = try Asker(ground.workspace.repository, ground.policy()).identity
    // One person takes one line of a list, and may take one of each list.
    let isComplete = requirements.allSatisfy { requirement in
      let open = requirement.lines.filter { $0.missing > 0 }
      return open.isEmpty
        || open.count == 1 && open[0].missing == 1
          && (reviewer.map(open[0].candidates.contains) ?? (requirements.count == 1))
    }
    return try target(plan, on: ground, isComplete: plan.isComplete || isComplete)
  }

  /// Where the merge of a review goes: one signature is enough, so that is the mainline.
  package func reviewTarget(on ground: ApprovalGround) throws(ProcessingError) -> String {
    try chosenTarget(on: ground) ?? ground.mainline
  }

  /// Where the user would have it pushed; nil where they left that to us.
  func chosenTarget(on ground: ApprovalGround) throws(ProcessingError) -> String? {
    guard let onto = choice.onto else { return nil }
    guard onto != ground.ledgerBranch else {
      throw ProcessingError(.wrongUsage, "\(onto) is the ledger; only the processor writes there.")
    }
    return onto
  }

  /// Where the merge goes: to the mainline once nothing is missing, else onto the stack of approvals.
  func target(
    _ plan: ApprovalPlan, on ground: ApprovalGround, isComplete: Bool
  ) throws(ProcessingError) -> String {
    if let onto = try chosenTarget(on: ground) { return onto }
    if case .landing = plan.subject { return ground.mainline }
    return choice.land || isComplete ? ground.mainline : plan.key.path.approvalBranch
  }
}

extension ApprovalPlan {
  /// The message of the commits; nothing in it means anything.
  static func message(_ path: RepositoryPath) -> String { "Approve \(path)" }

  /// The failure that says why nothing was approved.
  static func refusal(_ objections: [Objection]) -> ProcessingError {
    ProcessingError(.negative, "Nothing was pushed, because:", causes: objections)
  }
}

extension RunForecast.Foretold {
  /// Why no approval can make this a grant; what `draft`, unsigned as it is, lacks does not count.
  package func refusals(besides draft: ObjectID?) -> [Objection] {
    guard outcome == .refused || outcome == .withdrawn else { return [] }
    return reasons.filter { reason in
      reason.code != .shortOfApprovals
        && !reason.isAttempt(of: draft)
    }.map(Objection.init)
  }

  /// The same without what is said of `draft`, which nobody will ever see.
  func without(_ draft: ObjectID) -> RunForecast.Foretold {
    RunForecast.Foretold(
      landed: landed, request: request, evaluation: evaluation, outcome: outcome,
      reasons: reasons.filter { !$0.isAttempt(of: draft) }, frozen: frozen)
  }
}
