internal import Intake
internal import Model
internal import Processing
internal import Reports

/// What an approval covers and what became of it, for the reviewer.
struct ApprovalReport: Report {
  let plan: ApprovalPlan
  let remote: String
  let target: String?
  /// Absent while nothing has been signed.
  let result: ApprovalResult?
  /// The same with plain git.
  let commands: [String]

  func text(_ style: Style) -> String {
    if let result { return "\n" + joined(outcome(result)) }
    return explanation(plan.before).text(style) + "\n"
      + joined(plan.covered(remote: remote) + plan.remarks(commands: commands))
  }

  var json: JSONValue {
    let finding = result?.after ?? plan.before
    var members = plan.members
    members["request"] = explanation(finding).json
    members["complete"] = .bool(finding?.isComplete ?? false)
    if let result {
      members["merge"] = .string("\(result.commits.merge)")
      members["pushed_to"] = result.target.map(JSONValue.string)
      members["approved_by"] = result.approval.map { .string("\($0.person)") }
      members["key"] = result.approval.map { .string($0.key) }
    }
    return .object(members)
  }

  private func explanation(_ finding: RunForecast.Finding?) -> Explanation {
    let frozen = finding?.frozen ?? []
    let landing: ObjectID? =
      if case .landing(let landing) = plan.subject { landing } else { nil }
    var faults: [Reason] = []
    if case .unreadable(let reasons)? = finding?.landed.document { faults = reasons }
    return Explanation(
      key: plan.key, landing: landing, request: finding?.request,
      evaluation: finding?.evaluation, reasons: faults + frozen,
      notes: finding?.landed.notes.filter { note in
        !(result == nil && note.code == .unsignedMerge && finding?.reasons.contains(note) == false)
      } ?? [])
  }

  private func outcome(_ result: ApprovalResult) -> [Phrase] {
    let who: Phrase =
      result.approval.map { "Approved by \($0.person) (\($0.key))" } ?? "Landed"
    var lines: [Phrase] = ["\(who) with \(result.commits.merge)."]
    guard let target = result.target else { return lines }
    lines.append("Pushed to \(target) of \(remote).")
    if result.after.isComplete {
      lines += target == plan.mainline ? next(result) : [onBranch(target)]
      return lines
    }
    for requirement in result.after.evaluation?.requirements ?? [] {
      for line in requirement.lines where line.missing > 0 {
        let from = line.line.from.map(\.description).joined(separator: ", ")
        let who = line.candidates.map(\.text).joined(separator: ", ")
        lines.append(
          "Still missing for \(requirement.origin): \(line.missing) of \(from)"
            + (who.isEmpty ? "; nobody could give it now" : " (\(who))"))
      }
    }
    lines.append("They approve it the same way: countersign approve \(plan.key.path)")
    return lines
  }
}

extension ApprovalReport {
  private func next(_ result: ApprovalResult) -> [Phrase] {
    guard let reason = result.after.frozen.first else {
      return ["Nothing is missing: the next run decides it."]
    }
    return [
      "Nothing is missing, but nothing is issued at the moment:",
      "  \(reason.code.rawValue): \(reason.message)",
    ]
  }

  private func onBranch(_ branch: String) -> Phrase {
    "Nothing is missing: it is decided once \(branch) has landed."
  }
}
