internal import Model

extension ApprovalPlan {
  /// The commands of git alone that make and push the same approval, for `target` of `remote`.
  ///
  /// They name commits, never branches: what was looked at is what is merged.
  package func commands(remote: String, target: String) -> [String] {
    let remote = shellWord(remote)
    let message = shellWord(ApprovalPlan.message(key.path))
    let push = "git push \(remote) HEAD:refs/heads/\(shellWord(target))"
    switch subject {
    case .branch(_, let theirs):
      return [
        "git fetch \(remote)", "git switch --detach \(tip)",
        "git merge --no-ff -S -m \(message) \(theirs)", push,
      ]
    case .landing(let landing):
      return [
        "git fetch \(remote)", "git switch --detach \(landing)",
        "git commit --allow-empty -S -m \(message)",
        "approval=$(git rev-parse HEAD)",
        "git switch --detach \(tip)",
        "git merge --no-ff -S -m \(message) $approval", push,
      ]
    }
  }
}
