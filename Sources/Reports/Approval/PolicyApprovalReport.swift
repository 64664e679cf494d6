package import Model

extension PolicyApprovalReport: Report {
  package func text(_ style: Style) -> String {
    var page = Page(style)
    if let outcome {
      page.gap()
      for line in lines(outcome) { page.whole(line) }
      return "\n" + page.text
    }
    // A branch is shown with all that its merge brings in, which is the same.
    if merge.preview == nil { page.differences(changes) }
    page.governed(before.paths)
    for release in before.releases { page.release(release) }
    if !before.renewals.isEmpty {
      page.gap()
      page.line(
        "\("approves anew", .waiting)  what a compromised key has left without its approvals; nothing but "
          + "emergencies is issued until then")
      page.governed(before.renewals)
    }
    page.gap()
    for line in subjectLines { page.whole(line) }
    for note in notes {
      page.gap()
      page.line("\("note", .waiting)  \(note)")
    }
    for line in merge.remarks(commands: commands) { page.whole(line) }
    return page.text
  }

  package var json: JSONValue {
    var members = merge.members
    members["changes"] = .array(changes.map(\.json))
    members["lands_first"] = .bool(isFresh)
    let pending = outcome?.after ?? before
    members["paths"] = JSONValue(pending.paths) { JSONValue($0) }
    members["renewals"] = JSONValue(pending.renewals) { JSONValue($0) }
    members["releases"] = JSONValue(pending.releases) { JSONValue($0) }
    members["reasons"] = JSONValue(pending.reasons)
    members["notes"] = .array(notes.map { .string($0) })
    if let outcome {
      members["merge"] = .string("\(outcome.merge)")
      members["pushed_to"] = .string(outcome.target)
      members["approved_by"] = outcome.approval.map { .string("\($0.person)") }
      members["key"] = outcome.approval.map { .string($0.key) }
      members["accepted"] = .bool(outcome.isAccepted)
      members["released"] = JSONValue(outcome.released) { JSONValue($0) }
      members["waiting"] = .array(outcome.waiting.map { JSONValue(text: $0) })
    }
    return .object(members)
  }

  private var subjectLines: [Phrase] {
    switch merge.subject {
    case .branch: merge.covered(remote: remote)
    case .landing(let landing):
      isFresh
        ? [
          "It came with \(landing), the end of \(merge.mainline). What is approved must have landed after what came",
          "into force and after the brakes that it releases: an empty signed commit lands there first, and is approved",
          "in the same push.",
        ] : merge.covered(remote: remote)
    }
  }
}

extension PolicyApprovalReport {
  private func lines(_ outcome: Outcome) -> [Phrase] {
    let who: Phrase =
      outcome.approval.map { "Approved by \($0.person) (\($0.key))" }
      ?? "Landed, approving nothing,"
    var lines: [Phrase] = [
      "\(who) with \(outcome.merge).", "Pushed to \(outcome.target) of \(remote).",
    ]
    let isBranch = outcome.target != merge.mainline
    if outcome.isAccepted {
      let what =
        outcome.after.missing == 0 ? "Nothing is missing: it comes" : "What it changes comes"
      lines.append(
        isBranch
          ? "\(what) into force once \(outcome.target) has landed."
          : "\(what) into force with the next run.")
    }
    for brake in outcome.released { lines.append("The next run releases \(brake.words).") }
    for path in outcome.waiting {
      lines.append("Still not in force: \(path), which \(merge.mainline) holds besides.")
    }
    guard outcome.after.missing > 0 || !outcome.isAccepted && !outcome.after.isNothing else {
      return lines
    }
    for path in outcome.after.paths + outcome.after.renewals {
      for requirement in path.requirements { lines += missing(requirement, of: "\(path.path)") }
    }
    for release in outcome.after.releases {
      for requirement in release.requirements { lines += missing(requirement, of: nil) }
    }
    guard outcome.after.hopeless.isEmpty else {
      let isRelease = outcome.after.releases.contains {
        !$0.requirements.allSatisfy(\.canBeCompleted)
      }
      lines.append("\(isRelease ? LiftedBrake.way : PolicyChange.way)")
      return lines
    }
    lines.append(
      isBranch || outcome.approval != nil
        ? "They approve it the same way: countersign approve \(merge.path)"
        : "What the mainline holds is approved late: countersign approve policies")
    return lines
  }

  private func missing(_ requirement: RequirementStatus, of path: String?) -> [Phrase] {
    requirement.stillMissing(
      for: path.map { "\($0) (\(requirement.origin))" } ?? requirement.origin)
  }
}

extension RequirementStatus {
  /// What `subject` still lacks, a line of the requirement each, with who could give it.
  func stillMissing(for subject: String) -> [Phrase] {
    lines.filter { $0.missing > 0 }.map { line in
      let who = line.candidates.map(\.text).joined(separator: ", ")
      return "Still missing for \(subject): \(line.line.words(missing: line.missing))"
        + (who.isEmpty ? "; nobody could give it now" : " (\(who))")
    }
  }
}

extension Page {
  /// Adds every path that the signature speaks for, with what is in force there and what would be.
  fileprivate mutating func differences(_ changes: [MergePreview.Change]) {
    guard !changes.isEmpty else { return }
    line("The signature speaks for all that differs from what is in force:")
    for change in changes {
      let before = change.before.map { "\($0) becomes " } ?? "new, "
      whole("\(change.path): \(change.after.map { "\(before)\($0)" } ?? "taken away")", indent: 2)
    }
  }
}

extension JSONValue {
  /// A governed path with what it asks for.
  fileprivate init(_ change: GovernedChange) {
    self = [
      "path": JSONValue(text: change.path),
      "requirements": JSONValue(change.requirements) { JSONValue($0) },
      "faults": JSONValue(change.faults),
    ]
  }
}
