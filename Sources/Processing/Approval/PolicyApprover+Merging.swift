internal import Decisions
internal import Intake
internal import Model

extension PolicyApprover {
  /// The approval by a merge of `theirs`, or of the approvals that others have stacked on it.
  func merging(
    _ name: String, _ theirs: ObjectID, on scene: PolicyScene
  ) throws(ProcessingError) -> PolicyPlan {
    let (ground, outlook) = (scene.ground, scene.outlook)
    let stack = PolicySearch.stack(of: name, theirs)
    var (subject, tip) = (name, theirs)
    var preview = try ground.preview(merging: theirs)
    if let stacked = try approver.remote.branch(stack), stacked != theirs,
      try contains(theirs, inHistoryOf: stacked, ground)
    {
      let whole = try ground.preview(merging: stacked)
      if whole.changes == preview.changes { (subject, tip, preview) = (stack, stacked, whole) }
    }
    func plan(
      _ pending: PendingPolicy, canApprove: Bool, isComplete: Bool, _ notes: [String],
      _ objections: [Objection]
    ) throws(ProcessingError) -> PolicyPlan {
      PolicyPlan(
        mainline: ground.mainline, tip: ground.tip, subject: .branch(name: subject, tip: tip),
        isFresh: false, path: path, preview: preview, changes: preview.changes, before: pending,
        canApprove: canApprove,
        target: try approver.chosenTarget(on: ground)
          ?? (isComplete || approver.choice.land ? ground.mainline : stack),
        notes: notes, objections: objections)
    }
    let objections =
      preview.objections(naming: path, into: ground.mainline, of: approver.remote.name)
      + preview.changes.map(\.path).filter { !$0.isPlain }.map {
        Objection("\($0) is no plain path", code: .invalidDocument)
      }
    guard objections.isEmpty else {
      return try plan(.nothing, canApprove: false, isComplete: false, [], objections)
    }
    let holdsForce = try outlook.changes(in: ground.tip).isEmpty
    let draft = DraftMerge(repository: ground.workspace.repository, clock: approver.clock)
    return try draft.judged(bringing: preview.changes, of: tip, into: ground.tip) {
      merge throws(ProcessingError) in
      let supposed = try ground.forecast.policies(at: merge)
      if supposed.acceptance(of: merge) != nil {
        return try plan(
          .nothing, canApprove: true, isComplete: true,
          ["No approval is missing: the merge only lands it."], [])
      }
      guard let proposal = try supposed.proposals(of: [merge]).first else {
        throw ProcessingError(.bug, "The merge of \(tip) proposes nothing.")
      }
      let pending = try supposed.pending(of: proposal)
      let judged = PolicyObjections(
        outlook: supposed, proposal: proposal, pending: pending, path: path,
        reviewer: scene.reviewer)
      let canApprove = holdsForce || pending.paths.isEmpty
      let isComplete = judged.isComplete(with: judged.reviewer)
      let found = self.objections(
        to: preview.changes.map(\.path), pending, canApprove, judged, ground)
      return try plan(
        pending, canApprove: canApprove,
        isComplete: canApprove && isComplete,
        canApprove ? judged.notes : [Self.onlyLands(ground.mainline)], found)
    }
  }

  private func objections(
    to changed: [RepositoryPath], _ pending: PendingPolicy, _ canApprove: Bool,
    _ judged: PolicyObjections, _ ground: ApprovalGround
  ) -> [Objection] {
    let released = pending.releases.map(\.brake.path)
    let directorys = changed.filter {
      $0.isInside("policies/directory") && !released.contains($0)
    }
    guard directorys.isEmpty else {
      return directorys.map {
        Objection(
          "\($0) is in force as soon as the directory itself has signed it, and never by approvals",
          hint: "Leave it out of the branch.", code: .mixedLanding)
      }
    }
    if !pending.faults.isEmpty { return judged.ofAnyApproval() }
    // Whoever lands it for others to approve late need not be able to.
    guard !approver.choice.land else { return [] }
    guard canApprove else {
      return [
        Objection(
          Self.onlyLands(ground.mainline),
          hint:
            "Land it, then have what the mainline holds approved late: the same command with \(OptionName.land), then "
            + "countersign approve policies", code: .policyNotAccepted)
      ]
    }
    guard !pending.isNothing else {
      return [
        Objection(
          "with the merge, the mainline would hold what is in force: nothing takes an approval")
      ]
    }
    return judged.ofAnyApproval()
  }

  static func onlyLands(_ mainline: String) -> String {
    "\(mainline) holds policies that are not in force, so no merge onto it can see the whole difference: "
      + "its signature approves none of this"
  }

  private func contains(
    _ commit: ObjectID, inHistoryOf tip: ObjectID, _ ground: ApprovalGround
  ) throws(ProcessingError) -> Bool {
    try inIntake { () throws(IntakeError) in
      try ground.tracer.contains(commit, inHistoryOf: tip)
    }
  }
}
