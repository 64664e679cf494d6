internal import Documents
internal import Git
internal import Intake
package import Model

/// A review that somebody could sign off now: what the merge would cover, and what speaks against it.
package struct ReviewPlan {
  package let merge: ApprovalPlan
  /// The review as it stands, unsigned; absent where the merge must not be made anyway.
  package let before: ReviewExplanation?
}

/// Signs off a review by a merge: fetch, look, judge, sign, push.
///
/// One signature is all that a review takes, and it counts in the landing or never: so nothing is stacked,
/// nothing waits on the mainline, and what would be refused is not pushed.
package struct ReviewApprover {
  let approver: Approver

  package init(approver: Approver) { self.approver = approver }

  /// Finds the review and all that its merge would bring in; makes nothing.
  package func plan() async throws(ProcessingError) -> (plan: ReviewPlan, ground: ApprovalGround) {
    let ground = try await approver.ground()
    let subject = try await ground.search(approver.remote).subject(approver.choice)
    return (try plan(for: subject, on: ground), ground)
  }

  /// Signs and pushes the merge that was planned, anew where somebody else pushed first.
  package func approve(
    _ planned: ReviewPlan, on first: ApprovalGround
  ) async throws(ProcessingError) -> SignedReview {
    var (plan, ground) = (planned, first)
    for _ in 1...Approver.attempts {
      guard plan.merge.objections.isEmpty else {
        throw ApprovalPlan.refusal(plan.merge.objections)
      }
      let made = try await approver.make(plan.merge, on: ground, empty: nil)
      let after = try judge(made.merge, plan, on: ground)
      let target = try approver.reviewTarget(on: ground)
      if try await approver.remote.push(made.merge, to: target) {
        return SignedReview(merge: made.merge, after: after, target: target)
      }
      ground = try await approver.ground()
      guard ground.tip != plan.merge.tip else { throw approver.unpushed(to: target, on: ground) }
      approver.outside.note("note: somebody pushed first; the merge is made anew.")
      plan = try self.plan(for: plan.merge.subject, on: ground)
    }
    throw Approver.raceLost
  }

  private func plan(
    for subject: ApprovalSubject, on ground: ApprovalGround
  ) throws(ProcessingError) -> ReviewPlan {
    guard case .branch(_, let theirs) = subject else {
      throw ProcessingError(.bug, "A review cannot be approved once it has landed.")
    }
    let path = approver.choice.path
    let (key, preview) = try approver.preview(merging: theirs, on: ground)
    func plan(_ before: ReviewExplanation?, _ objections: [Objection]) -> ReviewPlan {
      ReviewPlan(
        merge: ApprovalPlan(
          mainline: ground.mainline, tip: ground.tip, subject: subject, key: key,
          preview: preview, before: nil, objections: objections), before: before)
    }
    let objections = preview.objections(
      naming: path, into: ground.mainline, of: approver.remote.name)
    guard objections.isEmpty else { return plan(nil, objections) }
    let draft = DraftMerge(repository: ground.workspace.repository, clock: approver.clock)
    return try draft.judged(bringing: key, of: theirs, into: ground.tip) {
      merge throws(ProcessingError) in
      let found = try ground.forecast.review(of: key, landedBy: merge, tip: merge)
      return plan(found?.unlanded, found?.refusals(besides: merge) ?? [])
    }
  }

  /// Reads what was signed as a run would, and refuses what a run would not count.
  private func judge(
    _ merge: ObjectID, _ plan: ReviewPlan, on ground: ApprovalGround
  ) throws(ProcessingError) -> ReviewExplanation {
    guard
      let after = try ground.forecast.review(of: plan.merge.key, landedBy: merge, tip: merge)
    else {
      throw ProcessingError(.bug, "The merge \(merge) does not bring in \(plan.merge.key.path).")
    }
    guard after.record?.outcome == .accepted else {
      throw ApprovalPlan.refusal(after.reasons.map(Objection.init))
    }
    return after
  }
}

extension ReviewApprover {
  /// What the merge of `plan` would cover.
  ///
  /// - Parameter withCommands: Whether to say how git alone makes it.
  package func report(
    on plan: ReviewPlan, _ ground: ApprovalGround, withCommands: Bool
  ) throws(ProcessingError) -> ReviewApprovalReport {
    let target = try approver.reviewTarget(on: ground)
    return ReviewApprovalReport(
      merge: plan.merge.outline, remote: approver.remote.name, before: plan.before, result: nil,
      commands: withCommands
        ? plan.merge.commands(remote: approver.remote.name, target: target) : [])
  }

  /// What became of `plan`.
  package func report(on plan: ReviewPlan, _ result: SignedReview) -> ReviewApprovalReport {
    ReviewApprovalReport(
      merge: plan.merge.outline, remote: approver.remote.name, before: plan.before,
      result: result, commands: [])
  }
}

extension ReviewExplanation {
  /// Why nobody's signature could make it count; what `draft`, unsigned as it is, lacks does not count.
  func refusals(besides draft: ObjectID) -> [Objection] {
    guard !isRevocation else {
      return [
        Objection(
          "\(key.path) speaks of a change of policy and counts only where it lands together with that",
          hint: "Have both on one branch and merge that: git merge --no-ff -S <branch>.")
      ]
    }
    return reasons.filter { reason in
      reason.code != .shortOfApprovals && !reason.isAttempt(of: draft)
    }.map(Objection.init)
  }
}
