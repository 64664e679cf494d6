internal import Decisions
internal import Git
internal import Intake
internal import Model

/// Approves policies: those that the mainline holds and are not in force, or those of a branch (DESIGN section 6).
///
/// What a signature would speak for is found and judged as a run does it, before anybody signs and after. A run relies
/// on none of it.
package struct PolicyApprover {
  let approver: Approver

  package init(approver: Approver) { self.approver = approver }

  var path: RepositoryPath { approver.choice.path }

  /// Finds what could be approved and all that a signature would speak for; makes nothing.
  package func plan() async throws(ProcessingError) -> (plan: PolicyPlan, ground: ApprovalGround) {
    let scene = try await scene(on: approver.ground())
    return (try await plan(on: scene), scene.ground)
  }

  /// Signs and pushes the approval that was planned, anew where somebody else pushed first.
  ///
  /// What is approved is always what was shown: where the difference has become another, nothing is pushed.
  package func approve(
    _ planned: PolicyPlan, on first: ApprovalGround
  ) async throws(ProcessingError) -> PolicyApprovalResult {
    var (plan, ground) = (planned, first)
    var known: PolicyCommits?
    for _ in 1...Approver.attempts {
      guard plan.objections.isEmpty else { throw ApprovalPlan.refusal(plan.objections) }
      let made = try await make(plan, on: ground, known)
      known = made
      let result = try judge(made, plan, on: ground)
      if try await approver.remote.push(made.merge, to: result.target) { return result }
      let stacked = try approver.remote.branch(result.target)
      ground = try await approver.ground()
      let moved = try approver.remote.branch(result.target) != stacked
      guard ground.tip != plan.tip || moved else {
        throw approver.unpushed(to: result.target, on: ground)
      }
      approver.outside.note("note: somebody pushed first; the merge is made anew.")
      plan = try again(plan, on: await scene(on: ground))
    }
    throw Approver.raceLost
  }

  private func plan(on scene: PolicyScene) async throws(ProcessingError) -> PolicyPlan {
    let (ground, outlook) = (scene.ground, scene.outlook)
    if approver.choice.from != nil || approver.choice.fetch != nil {
      let subject = try await ground.search(approver.remote).subject(approver.choice)
      guard case .branch(let name, let theirs) = subject else {
        throw ProcessingError(.bug, "What was named is no branch and no commit.")
      }
      if try outlook.isOnMainline(theirs) {
        if let plan = try late(on: scene, approving: theirs) { return plan }
        throw Self.nothing(ground, outlook)
      }
      return try merging(name, theirs, on: scene)
    }
    if let plan = try late(on: scene, approving: nil) { return plan }
    let search = PolicySearch(
      remote: approver.remote, ground: ground, path: path,
      waiting: try outlook.changes(in: ground.tip).map(\.path),
      notAccepted: outlook.snapshot.notAccepted)
    guard case .branch(let name, let theirs) = try search.branch() else {
      throw ProcessingError(.bug, "What was found is no branch.")
    }
    return try merging(name, theirs, on: scene)
  }

  private static func nothing(
    _ ground: ApprovalGround, _ outlook: PolicyOutlook
  ) -> ProcessingError {
    ProcessingError(
      .negative, "That commit of \(ground.mainline) holds nothing that an approval would change.",
      causes: outlook.snapshot.notAccepted.map(Objection.init),
      hint: "countersign approve policies finds the landing to approve.")
  }

  /// The same approval where the mainline, or the branch of approvals, is now.
  private func again(
    _ plan: PolicyPlan, on scene: PolicyScene
  ) throws(ProcessingError) -> PolicyPlan {
    let next: PolicyPlan?
    switch plan.subject {
    case .branch(let name, let theirs): next = try merging(name, theirs, on: scene)
    case .landing(let landing):
      // An empty landing of one's own is no longer at the tip; any that holds the same will do.
      next = try late(on: scene, approving: plan.isFresh ? nil : landing)
    }
    guard let next, plan.speaksForSame(as: next) else {
      throw ProcessingError(
        .negative,
        "What the signature would speak for has become something else meanwhile; nothing was pushed.",
        hint: "Look at it again: countersign approve \(path)")
    }
    return next
  }

  private func scene(on ground: ApprovalGround) async throws(ProcessingError) -> PolicyScene {
    let outlook = try ground.forecast.policies(at: ground.tip)
    return PolicyScene(
      ground: ground, outlook: outlook,
      reviewer: try await approver.committer().flatMap(outlook.force.policy.identity(claiming:)))
  }
}

/// The mainline as it is now, and who is about to sign.
struct PolicyScene {
  let ground: ApprovalGround
  let outlook: PolicyOutlook
  /// Whose address git would commit with: it proves nothing, and spares a signature that would not help.
  let reviewer: IdentityID?
}

extension Approver {
  /// The address that git would commit with; nil where it would not commit.
  fileprivate func committer() async throws(ProcessingError) -> [UInt8]? {
    let end = try await remote.git.run(["var", "GIT_COMMITTER_IDENT"], quietly: true)
    guard end.succeeded, let open = end.text.lastIndex(of: "<"),
      let close = end.text.lastIndex(of: ">"), open < close
    else { return nil }
    return Array(end.text[end.text.index(after: open)..<close].utf8)
  }
}
