internal import Model

extension ApprovalPlan {
  /// The commands of git alone that make and push the same approval, for `target` of `remote`.
  package func commands(remote: String, target: String) -> [String] {
    subject.commands(
      from: tip, message: ApprovalPlan.message(key.path), remote: remote, target: target)
  }
}

extension ApprovalSubject {
  /// The commands of git alone that approve it by a merge that starts from `tip`, and push that to `target` of `remote`.
  ///
  /// They name commits, never branches: what was looked at is what is merged.
  /// - Parameter isFresh: Whether an empty commit lands first and is approved.
  func commands(
    from tip: ObjectID, message: String, remote: String, target: String, isFresh: Bool = false
  ) -> [String] {
    let remote = shellWord(remote)
    let message = shellWord(message)
    let push = "git push \(remote) HEAD:refs/heads/\(shellWord(target))"
    let empty = "git commit --allow-empty -S -m \(message)"
    switch self {
    case .branch(_, let theirs):
      return [
        "git fetch \(remote)", "git switch --detach \(tip)",
        "git merge --no-ff -S -m \(message) \(theirs)", push,
      ]
    case .landing(let landing):
      let begin = ["git fetch \(remote)", "git switch --detach \(landing)"]
      let approve = [empty, "approval=$(git rev-parse HEAD)"]
      let end = ["git merge --no-ff -S -m \(message) $approval", push]
      return isFresh
        ? begin + [empty, "landing=$(git rev-parse HEAD)"] + approve
          + ["git switch --detach $landing"] + end
        : begin + approve + ["git switch --detach \(tip)"] + end
    }
  }
}
