internal import Git
internal import Model

/// What kind of commit landed; only a clean merge of two can carry approvals.
enum LandingShape {
  case merge
  case evil([RepositoryPath])
  /// A direct push, fast-forward, squash, rebase or cherry-pick: one parent, or none.
  case notAMerge
  case octopus
  /// A merge whose first parent is not the mainline's last commit (`git pull` before the push).
  case foxtrot

  /// Whether signed merges in and below the landing can count.
  var carriesApprovals: Bool {
    if case .merge = self { return true }
    return false
  }

  /// Why what landed here cannot be granted at all; what helps depends on what landed.
  func flaws(of landing: ObjectID) -> [Reason] {
    guard case .evil(let paths) = self else { return [] }
    return [LandingShape.evilMerge(landing, paths)]
  }

  /// Why the landing itself approves nothing, with what makes the next one do.
  func notes(of landing: ObjectID) -> [Reason] {
    let name = landing.short
    switch self {
    case .merge, .evil: return []
    case .notAMerge:
      return [
        Reason(
          .notAMerge,
          "Commit \(name) is not a merge (a direct push, fast-forward, squash or rebase), so it approves nothing.",
          hint: "Next time merge the branch: git merge --no-ff -S <branch>.", about: landing)
      ]
    case .octopus:
      return [
        Reason(
          .octopusMerge,
          "Commit \(name) merges more than one branch at once, so it approves nothing.",
          hint:
            "Next time merge one branch at a time (git merge --no-ff -S <branch>); whoever made this one counts as an author, so somebody else "
            + "approves.", about: landing)
      ]
    case .foxtrot:
      return [
        Reason(
          .foxtrotMerge,
          "Merge \(name) has the mainline as its second parent (git pull before the push), so it approves nothing.",
          hint: "Next time, when the push is rejected, fetch and merge anew instead of pulling: "
            + "git merge --no-ff -S <branch>.", about: landing)
      ]
    }
  }

  static func evilMerge(_ merge: ObjectID, _ paths: [RepositoryPath]) -> Reason {
    let shown = paths.prefix(10).map(\.description).joined(separator: ", ")
    let more = paths.count > 10 ? " and \(paths.count - 10) more" : ""
    return Reason(
      .evilMerge,
      "Merge \(merge.short) changes what its two sides do not make of each other: \(shown)\(more).",
      hint:
        "Next time merge without editing; where both sides changed a file, whoever wrote the branch first merges the "
        + "mainline into it.", about: merge)
  }
}
