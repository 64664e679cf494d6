internal import Git
internal import Model

extension LandingReader {
  /// `id` as a landing that was over its budget: it gives nothing and accepts nothing.
  ///
  /// The mainline goes on from it, and the brakes that it pulled count all the same.
  /// What is looked at here are single entries, whose cost nobody who pushes decides.
  func unread(
    _ id: ObjectID, after previous: ObjectID, _ overrun: Overrun, under force: PolicyInForce,
    _ pulled: [PulledBrake], state: inout MainlineState
  ) throws(IntakeError) -> (Landing, PolicyLanding) {
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
    var ungoverned: [UngovernedChange] = []
    do throws(GitError) {
      let roots = GovernedRoots(reader: reader, settings: force.policy.settings)
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
    return (
      Landing(
        commit: found.landing, policy: force, frozen: [], requests: [], lateApprovals: [],
        acceptance: nil, ungoverned: ungoverned, joint: joint(of: node, after: previous),
        tooLarge: found),
      PolicyLanding(
        landing: id, previous: previous, tree: try policies.tree(inRoot: node.tree),
        before: try policies.tree(inRoot: before.tree), pulled: pulled)
    )
  }
}
