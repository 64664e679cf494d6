package import Model

extension ApprovalReport: Report {
  package func text(_ style: Style) -> String {
    if let outcome { return "\n" + joined(lines(outcome)) }
    return explanation.text(style) + "\n"
      + joined(merge.covered(remote: remote) + merge.remarks(commands: commands))
  }

  package var json: JSONValue {
    var members = merge.members
    members["request"] = explanation.json
    members["complete"] = .bool(isComplete)
    if let result = outcome {
      members["merge"] = .string("\(result.merge)")
      members["pushed_to"] = result.target.map(JSONValue.string)
      members["approved_by"] = result.approval.map { .string("\($0.person)") }
      members["key"] = result.approval.map { .string($0.key) }
    }
    return .object(members)
  }

  private func lines(_ result: Outcome) -> [Phrase] {
    let who: Phrase =
      result.approval.map { "Approved by \($0.person) (\($0.key))" } ?? "Landed"
    var lines: [Phrase] = ["\(who) with \(result.merge)."]
    guard let target = result.target else { return lines }
    lines.append("Pushed to \(target) of \(remote).")
    if isComplete {
      lines += target == merge.mainline ? next(result) : [onBranch(target)]
      return lines
    }
    for requirement in result.requirements {
      lines += requirement.stillMissing(for: requirement.origin)
    }
    lines.append("They approve it the same way: countersign approve \(merge.path)")
    return lines
  }
}

extension ApprovalReport {
  private func next(_ result: Outcome) -> [Phrase] {
    guard let reason = result.frozen.first else {
      return ["Nothing is missing: the next run decides it."]
    }
    return [
      "Nothing is missing, but nothing except emergencies is issued at the moment:",
      "  \(reason.code.rawValue): \(reason.message)",
    ]
  }

  private func onBranch(_ branch: String) -> Phrase {
    "Nothing is missing: it is decided once \(branch) has landed."
  }
}
