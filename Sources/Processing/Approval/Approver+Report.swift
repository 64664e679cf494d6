package import Model

extension Approver {
  /// What the approval of `plan` would cover.
  ///
  /// - Parameter withCommands: Whether to say how git alone makes it.
  package func report(
    on plan: ApprovalPlan, _ ground: ApprovalGround, withCommands: Bool
  ) throws(ProcessingError) -> ApprovalReport {
    let target = try expectedTarget(of: plan, on: ground)
    return ApprovalReport(
      merge: plan.outline, remote: remote.name,
      explanation: explanation(of: plan.before, plan, isSigned: false),
      isComplete: plan.before?.isComplete ?? false, outcome: nil,
      commands: withCommands ? plan.commands(remote: remote.name, target: target) : [])
  }

  /// What became of `plan`.
  package func report(on plan: ApprovalPlan, _ result: ApprovalResult) -> ApprovalReport {
    ApprovalReport(
      merge: plan.outline, remote: remote.name,
      explanation: explanation(of: result.after, plan, isSigned: true),
      isComplete: result.after.isComplete,
      outcome: ApprovalReport.Outcome(
        merge: result.commits.merge, approval: result.approval, target: result.target,
        requirements: result.after.evaluation?.requirements ?? [], frozen: result.after.frozen),
      commands: [])
  }

  private func explanation(
    of finding: RunForecast.Foretold?, _ plan: ApprovalPlan, isSigned: Bool
  ) -> Explanation {
    let landing: ObjectID? =
      if case .landing(let landing) = plan.subject { landing } else { nil }
    var faults: [Reason] = []
    if case .unreadable(let reasons)? = finding?.landed.document { faults = reasons }
    return Explanation(
      key: plan.key, landing: landing, request: finding?.request,
      evaluation: finding?.evaluation, reasons: faults + (finding?.frozen ?? []),
      notes: finding?.landed.notes.filter { note in
        isSigned || note.code != .unsignedMerge || finding?.reasons.contains(note) == true
      } ?? [])
  }
}
