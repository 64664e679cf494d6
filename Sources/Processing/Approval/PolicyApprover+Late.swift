internal import Decisions
internal import Intake
internal import Model

extension PolicyApprover {
  /// The late approval of what the mainline holds; nil where it holds nothing there that an approval would change.
  ///
  /// - Parameter named: The landing to approve; without it the one that others approve already, or else the last that
  ///   changed policies.
  func late(
    on scene: PolicyScene, approving named: ObjectID?
  ) throws(ProcessingError) -> PolicyPlan? {
    let (tip, outlook) = (scene.ground.tip, scene.outlook)
    let court = outlook.court
    let landings =
      named.map { [$0] }
      ?? [court.landingToApprove(tip: tip), court.state.newest, tip]
      .compactMap(\.self).firstOfEach
    let found = try outlook.proposals(of: landings)
    var plans: [PolicyPlan] = []
    for landing in landings {
      guard let proposal = found.first(where: { $0.landing == landing }),
        let plan = try late(landing, proposal, on: scene, outlook, isFresh: false)
      else { continue }
      if plan.objections.isEmpty { return plan }
      plans.append(plan)
    }
    if plans.isEmpty, named == nil || named == tip {
      return try fresh(on: scene)
    }
    return plans.first
  }

  /// The approval of an empty landing that is made on the tip: what is approved must have landed after what is in
  /// force was accepted, and after the brakes that it releases were pulled.
  private func fresh(on scene: PolicyScene) throws(ProcessingError) -> PolicyPlan? {
    let (ground, outlook) = (scene.ground, scene.outlook)
    let tip = ground.tip
    let changes = try outlook.changes(in: tip)
    guard
      !changes.isEmpty || outlook.court.state.brakes.contains(where: { $0.landing == tip })
        || !outlook.snapshot.voided.isEmpty
    else { return nil }
    let draft = DraftMerge(repository: ground.workspace.repository, clock: approver.clock)
    return try draft.judged(emptyOn: tip) { landing throws(ProcessingError) in
      let supposed = try ground.forecast.policies(at: landing)
      guard let proposal = try supposed.proposals(of: [landing]).first else { return nil }
      return try late(landing, proposal, on: scene, supposed, isFresh: true)
    }
  }

  /// The late approval of `landing` by what `outlook` says; nil where an approval of it could change nothing.
  private func late(
    _ landing: ObjectID, _ proposal: PolicyProposal, on scene: PolicyScene,
    _ outlook: PolicyOutlook, isFresh: Bool
  ) throws(ProcessingError) -> PolicyPlan? {
    let ground = scene.ground
    let pending = try outlook.pending(of: proposal)
    let speaks =
      proposal.isCandidate && !(pending.paths.isEmpty && pending.faults.isEmpty)
      || pending.paths.isEmpty && !(pending.releases.isEmpty && pending.renewals.isEmpty)
    let all = pending.all
    guard speaks, all.contains(where: path.covers) || all.isEmpty else { return nil }
    let judged = PolicyObjections(
      outlook: outlook, proposal: proposal, pending: pending, path: path,
      reviewer: scene.reviewer)
    return PolicyPlan(
      mainline: ground.mainline, tip: ground.tip, subject: .landing(isFresh ? ground.tip : landing),
      isFresh: isFresh, path: path, preview: nil,
      changes: try outlook.changes(in: landing), before: pending, canApprove: true,
      target: try approver.chosenTarget(on: ground) ?? ground.mainline,
      notes: try judged.notes + notes(on: landing, ground, outlook),
      objections: judged.ofLateApproval())
  }

  /// What whoever approves `landing` should know of what landed since.
  private func notes(
    on landing: ObjectID, _ ground: ApprovalGround, _ outlook: PolicyOutlook
  ) throws(ProcessingError) -> [String] {
    let (here, now) = (try outlook.changes(in: landing), try outlook.changes(in: ground.tip))
    guard here != now, let last = outlook.court.state.newest, last != landing
    else { return [] }
    let others = now.filter { !here.contains($0) }.map(\.path)
    return [
      "\(ground.mainline) holds other policies by now"
        + (others.isEmpty ? "" : " (\(others.map(\.description).joined(separator: ", ")))")
        + ": approve those afterwards, or all of them at once with \(OptionName.from) \(last.short)."
    ]
  }
}
