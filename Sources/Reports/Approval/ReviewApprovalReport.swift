package import Model

extension ReviewApprovalReport: Report {
  package func text(_ style: Style) -> String {
    if let result {
      let who = result.after.record?.reviewers.map { "\($0.person) (\($0.key))" } ?? []
      return "\n"
        + joined([
          "Signed off by \(who.joined(separator: ", ")) with \(result.merge).",
          "Pushed to \(result.target) of \(remote)"
            + (result.target == merge.mainline
              ? "; the next run accepts it." : ": it counts once that has landed."),
        ])
    }
    return (before.map { $0.text(style) + "\n" } ?? "")
      + joined(merge.covered(remote: remote) + merge.remarks(commands: commands))
  }

  package var json: JSONValue {
    var members = merge.members
    members["review"] = (result?.after ?? before)?.json
    if let result {
      members["merge"] = .string("\(result.merge)")
      members["pushed_to"] = .string(result.target)
      members["approved_by"] = result.after.record?.reviewers.first.map { .string("\($0.person)") }
      members["key"] = result.after.record?.reviewers.first.map { .string($0.key) }
    }
    return .object(members)
  }
}
