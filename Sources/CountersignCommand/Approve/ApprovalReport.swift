internal import Intake
internal import Model
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
    var lines: [String] = []
    if let result {
      lines = [""] + outcome(result)
    } else {
      lines = [explanation(plan.before).text(style)] + covered
      if !plan.objections.isEmpty {
        lines += ["", "It is not approved:"]
        for objection in plan.objections {
          let code = objection.code.map { "\($0.rawValue): " } ?? ""
          lines.append("  \(code)\(shownText(objection.message))")
          lines += objection.hint.map { ["    mend: \(shownText($0))"] } ?? []
        }
      } else if !commands.isEmpty {
        lines += ["", "The same with git alone:"] + commands.map { "  \($0)" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    let finding = result?.after ?? plan.before
    var members: [String: JSONValue] = [
      "request": explanation(finding).json, "mainline": .string(plan.mainline),
      "tip": .string("\(plan.tip)"), "complete": .bool(finding?.isComplete ?? false),
      "refused": .array(plan.objections.map(\.json)),
    ]
    switch plan.subject {
    case .branch(let name, let tip):
      members["source"] = ["branch": .string(name), "commit": .string("\(tip)")]
    case .landing(let landing): members["source"] = ["landing": .string("\(landing)")]
    }
    if let preview = plan.preview {
      members["changes"] = .array(preview.changes.map(\.json))
      members["commits"] = .array(preview.commits.map(\.json))
    }
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

  /// What the merge would bring in, in full ids.
  private var covered: [String] {
    switch plan.subject {
    case .landing(let landing):
      return [
        "It landed with \(landing).",
        "The approval changes nothing: an empty signed commit on the landing, merged into "
          + "\(plan.mainline) at \(plan.tip).",
      ]
    case .branch(let name, let tip):
      var lines = [
        "The merge of \(shownText(name)) (\(remote))", "  of    \(tip)",
        "  into  \(plan.tip)  \(plan.mainline)", "would bring in",
      ]
      if plan.preview?.changes.isEmpty ?? true, plan.preview?.commits.isEmpty ?? true {
        lines.append("  nothing")
      }
      for change in plan.preview?.changes ?? [] {
        let before = change.before.map { "\($0) becomes " } ?? "new, "
        lines.append("  \(change.path): \(change.after.map { "\(before)\($0)" } ?? "taken away")")
      }
      for path in plan.preview?.conflicts ?? [] { lines.append("  \(path): changed on both sides") }
      for commit in plan.preview?.commits ?? [] {
        lines.append("  commit \(commit.id)\(commit.isMerge ? ", a merge" : "")")
        lines.append("    by \(shownText(commit.author ?? "nobody that can be read"))")
        if commit.committer != commit.author {
          lines.append(
            "    committed by \(shownText(commit.committer ?? "nobody that can be read"))")
        }
        for path in commit.changed where path != plan.key.path {
          lines.append("    changes \(path)")
        }
      }
      return lines
    }
  }

  private func outcome(_ result: ApprovalResult) -> [String] {
    let who = result.approval.map { "Approved by \($0.person) (\($0.key))" } ?? "Landed"
    var lines = ["\(who) with \(result.commits.merge)."]
    guard let target = result.target else { return lines }
    lines.append("Pushed to \(shownText(target)) of \(remote).")
    if result.after.isComplete {
      lines.append(
        "Nothing is missing" + (target == plan.mainline ? next(result) : onBranch(target)))
      return lines
    }
    for requirement in result.after.evaluation?.requirements ?? [] {
      for line in requirement.lines where line.missing > 0 {
        let who = line.candidates.map(\.text).joined(separator: ", ")
        lines.append(
          "Still missing for \(requirement.origin): \(line.missing) of "
            + line.line.from.map(\.description).joined(separator: ", ")
            + (who.isEmpty ? "; nobody could give it now" : " (\(who))"))
      }
    }
    lines.append("They approve it the same way: countersign approve \(plan.key.path)")
    return lines
  }
}

extension ApprovalReport {
  private func next(_ result: ApprovalResult) -> String {
    guard let reason = result.after.frozen.first else { return ": the next run decides it." }
    return ", but nothing is issued at the moment:\n  \(reason.code.rawValue): "
      + shownText(reason.message)
  }

  private func onBranch(_ branch: String) -> String {
    ": it is decided once \(shownText(branch)) has landed."
  }
}

extension Objection {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = ["message": .string(message)]
    members["code"] = code.map { .string($0.rawValue) }
    members["hint"] = hint.map(JSONValue.string)
    return .object(members)
  }
}

extension MergePreview.Change {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = ["path": .string("\(path)")]
    members["before"] = before.map { .string("\($0)") }
    members["after"] = after.map { .string("\($0)") }
    return .object(members)
  }
}

extension MergePreview.NewCommit {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [
      "commit": .string("\(id)"), "merge": .bool(isMerge),
      "paths": .array(changed.map { .string("\($0)") }),
    ]
    members["author"] = author.map(JSONValue.string)
    members["committer"] = committer.map(JSONValue.string)
    return .object(members)
  }
}
