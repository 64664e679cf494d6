package import Model

/// An approval that could be made now: what it would cover, and what speaks against it.
package struct ApprovalPlan: Sendable {
  /// The mainline's name, and its tip, which the merge starts from.
  package let mainline: String
  package let tip: ObjectID
  package let subject: ApprovalSubject
  package let key: RequestKey
  /// What the merge would bring in; absent for a late approval, which brings in nothing.
  package let preview: MergePreview?
  /// How the request fares without this approval; absent where the merge must not be made anyway.
  package let before: RunForecast.Foretold?
  package let objections: [Objection]

  /// What reports tell of the merge.
  var outline: MergeOutline {
    MergeOutline(
      mainline: mainline, tip: tip, subject: subject, path: key.path, preview: preview,
      objections: objections)
  }

  /// Whether all that is asked for has been given, so that this only lands the request.
  package var isComplete: Bool { before?.isComplete ?? false }
}

extension MergePreview {
  /// Why the merge brings in something else than what stands at `path`, or below it, alone (THREATS row 50).
  ///
  /// - Parameters:
  ///   - mainline: The name of the mainline.
  ///   - remote: The name of the remote that has it.
  func objections(
    naming path: RepositoryPath, into mainline: String, of remote: String
  ) -> [Objection] {
    var found: [Objection] = []
    if !conflicts.isEmpty {
      found.append(
        Objection(
          .crossedMerge(
            at: conflicts, mainline: mainline,
            settledBy:
              "git fetch \(shellWord(remote)) && git merge \(shellWord("\(remote)/\(mainline)"))"
          )))
    }
    let others = changes.map(\.path).filter { !path.covers($0) }
    if !others.isEmpty {
      found.append(
        Objection(
          "the merge would bring in more than \(path): it changes \(listed(others))",
          hint: (path.isInside("policies")
            ? "Name all that it changes (countersign approve policies), or have the rest on a branch of its own."
            : "Have each request on a branch of its own, or approve an earlier commit of the branch: "
              + "\(OptionName.from) <commit>."),
          code: .mixedLanding))
    }
    for commit in commits {
      let elsewhere = commit.changed.filter { !path.covers($0) && !others.contains($0) }
      guard !elsewhere.isEmpty else { continue }
      found.append(
        Objection(
          "commit \(commit.id) also changes \(listed(elsewhere)), though no trace of it is left",
          hint: "Make the branch anew with \(path) alone.", code: .mixedLanding))
    }
    let brought = changes.filter { path.covers($0.path) }
    for change in brought where !change.isRegularFile {
      guard change.after != nil || !path.isInside("policies") else { continue }
      found.append(
        Objection(
          change.after == nil
            ? "the merge would take \(change.path) away"
            : "\(change.path) is no regular file of mode 100644",
          code: .invalidDocument))
    }
    if brought.isEmpty, !conflicts.contains(where: path.covers) {
      found.append(
        Objection(
          "the merge would not bring in \(path): the mainline has it as it is there, or changed it since",
          hint: path.isInside("policies")
            ? "countersign status lists what waits for approvals."
            : "countersign explain \(path) says what became of it; what is new goes to another path."
        ))
    }
    return found
  }

  private func listed(_ paths: [RepositoryPath]) -> String {
    paths.map(\.description).joined(separator: ", ")
  }
}
