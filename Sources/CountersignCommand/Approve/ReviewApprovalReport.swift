internal import Model
internal import Processing
internal import Reports

/// What the signature on a review covers and what became of it, for the reviewer.
struct ReviewApprovalReport: Report {
  let plan: ReviewPlan
  let remote: String
  /// Absent while nothing has been signed.
  let result: SignedReview?
  /// The same with plain git.
  let commands: [String]

  func text(_ style: Style) -> String {
    if let result {
      let who = result.after.record?.reviewers.map { "\($0.person) (\($0.key))" } ?? []
      return "\n"
        + joined([
          "Signed off by \(who.joined(separator: ", ")) with \(result.merge).",
          "Pushed to \(result.target) of \(remote)"
            + (result.target == plan.merge.mainline
              ? "; the next run accepts it." : ": it counts once that has landed."),
        ])
    }
    return (plan.before.map { $0.text(style) + "\n" } ?? "")
      + joined(plan.merge.covered(remote: remote) + plan.merge.remarks(commands: commands))
  }

  var json: JSONValue {
    var members = plan.merge.members
    members["review"] = (result?.after ?? plan.before)?.json
    if let result {
      members["merge"] = .string("\(result.merge)")
      members["pushed_to"] = .string(result.target)
      members["approved_by"] = result.after.record?.reviewers.first.map { .string("\($0.person)") }
      members["key"] = result.after.record?.reviewers.first.map { .string($0.key) }
    }
    return .object(members)
  }
}
