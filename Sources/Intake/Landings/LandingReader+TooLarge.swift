internal import Git
internal import Model

extension LandingReader {
  /// `id` as a landing that was over its budget: it gives nothing and accepts nothing, and the mainline goes on
  /// from it.
  ///
  /// What is looked at here are single entries, whose cost nobody who pushes decides.
  func unread(
    _ id: ObjectID, after previous: ObjectID, _ overrun: Overrun, state: inout MainlineState
  ) throws(IntakeError) -> Landing {
    let (node, before): (CommitNode, CommitNode)
    do throws(GitError) {
      node = try reader.mainlineCommit(id)
      before = try reader.mainlineCommit(previous)
    } catch {
      throw .git(error)
    }
    let found = TooLargeLanding(
      landing: id, previous: previous, overrun: overrun)
    state.tooLarge = (state.tooLarge + [found]).suffix(TooLargeLanding.remembered)
    let tree = try policies.tree(in: node.tree)
    if tree != (try policies.tree(in: before.tree)) {
      if tree.map({ $0 }) == state.force.tree {
        // Put back: the mainline says again what was accepted.
        state.frozen = []
      } else {
        state.frozen = [frozen(found.landing, state.force, "changes policies/"), found.reason]
      }
    }
    var ungoverned: [UngovernedChange] = []
    do throws(GitError) {
      let roots = GovernedRoots(reader: reader, settings: state.force.policy.settings)
      if let change = try roots.finding(
        node, after: before, since: state.ungoverned,
        "is too large to tell which governed files it changed without their approvals")
      {
        ungoverned = [change]
        state.ungoverned = state.ungoverned.filter { $0.path != change.path } + ungoverned
      }
    } catch {
      throw .git(error)
    }
    return Landing(
      commit: found.landing, policy: state.force, frozen: state.frozen + state.voids.reasons,
      requests: [], lateApprovals: [], acceptance: nil, ungoverned: ungoverned,
      joint: joint(of: node, after: previous), tooLarge: found)
  }
}
