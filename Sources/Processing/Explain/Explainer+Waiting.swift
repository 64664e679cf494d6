internal import Decisions
internal import Intake
internal import Model

extension Explainer {
  /// Says where policies that the mainline holds and that wait for approvals would decide an open request otherwise.
  func noteWaiting(
    _ open: [Explanation], at path: RepositoryPath, _ snapshot: Snapshot
  ) throws(ProcessingError) {
    guard !open.isEmpty, snapshot.governance?.waiting != nil,
      let next = try waitingPolicy(besides: snapshot.policy)
    else { return }
    let others = Forecast(snapshot.governed(by: next, snapshot.overlay), at: view.now)
      .explanations(of: path)
    for explanation in open {
      guard let here = explanation.evaluation,
        let there = others.first(where: { $0.key == explanation.key })?.evaluation,
        here.telling != there.telling
      else { continue }
      view.workspace.outside.note(
        "note: \(view.mainline.shown) holds policies that are not in force; by those it would "
          + "\(there.words) (countersign status lists them)")
    }
  }

  /// What the mainline holds, where it is a policy and another one than `force`.
  private func waitingPolicy(
    besides force: PolicyInForce
  ) throws(ProcessingError) -> PolicyInForce? {
    do throws(IntakeError) {
      guard let tree = try view.workspace.policies.tree(inCommit: view.tip), tree != force.tree,
        case .success(let policy) = try view.workspace.policies.policy(ofTree: tree)
      else { return nil }
      return PolicyInForce(tree: tree, policy: policy)
    } catch {
      throw ProcessingError(error)
    }
  }
}

extension Evaluation {
  /// What two policies must agree on to decide the same.
  fileprivate var telling: [String] {
    [words] + requirements.flatMap { $0.lines.map { "\($0.line.from) \($0.missing)" } }
  }

  /// What becomes of it, in words.
  fileprivate var words: String {
    switch verdict {
    case .granted: "be granted"
    case .pending:
      "wait for "
        + requirements.flatMap(\.missing).joined(separator: " and ")
    case .refused:
      "be refused: \(reasons.map(\.code.rawValue).firstOfEach.joined(separator: ", "))"
    }
  }
}
