package import Model

/// What a reviewer is shown of a merge before they sign it, be it of a request or of a review.
extension MergeOutline {
  /// What the merge would bring in, in full ids.
  func covered(remote: String) -> [Phrase] {
    switch subject {
    case .landing(let landing):
      return [
        "It landed with \(landing).",
        "The approval changes nothing: an empty signed commit on the landing, merged into "
          + "\(mainline) at \(tip).",
      ]
    case .branch(let name, let theirs):
      var lines: [Phrase] = [
        "The merge of \(name) (\(remote))", "  of    \(theirs)",
        "  into  \(tip)  \(mainline)", "would bring in",
      ]
      if preview?.changes.isEmpty ?? true, preview?.commits.isEmpty ?? true {
        lines.append("  nothing")
      }
      for change in preview?.changes ?? [] {
        let before = change.before.map { "\($0) becomes " } ?? "new, "
        lines.append("  \(change.path): \(change.after.map { "\(before)\($0)" } ?? "taken away")")
      }
      for path in preview?.conflicts ?? [] { lines.append("  \(path): changed on both sides") }
      for commit in preview?.commits ?? [] {
        lines.append("  commit \(commit.id)\(commit.isMerge ? ", a merge" : "")")
        lines.append("    by \(commit.author ?? "nobody that can be read")")
        if commit.committer != commit.author {
          lines.append("    committed by \(commit.committer ?? "nobody that can be read")")
        }
        for path in commit.changed where path != self.path {
          lines.append("    changes \(path)")
        }
      }
      return lines
    }
  }

  /// Why the merge is not made, or else the commands of git that make it.
  func remarks(commands: [String]) -> [Phrase] {
    guard objections.isEmpty else {
      return ["", "It is not approved:"] + objections.flatMap(\.lines).map { "  " + $0 }
    }
    return commands.isEmpty ? [] : ["", "The same with git alone:"] + commands.map { "  \($0)" }
  }

  /// The members that JSON has for every merge.
  var members: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "mainline": .string(mainline), "tip": .string("\(tip)"),
      "refused": .array(objections.map(\.json)),
    ]
    switch subject {
    case .branch(let name, let tip):
      members["source"] = ["branch": .string(name), "commit": .string("\(tip)")]
    case .landing(let landing): members["source"] = ["landing": .string("\(landing)")]
    }
    if let preview {
      members["changes"] = .array(preview.changes.map(\.json))
      members["commits"] = .array(preview.commits.map(\.json))
    }
    return members
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
  var json: JSONValue {
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

extension Objection {
  /// The objection for people, with its mend beneath.
  package var lines: [Phrase] {
    let code = code.map { "\($0.rawValue): " } ?? ""
    return ["\(code)\(message)"] + (hint.map { ["  mend: \($0)"] } ?? [])
  }
}
