internal import Git
internal import Model

/// Finds late approvals among the commits that a landing brought (DESIGN section 5).
///
/// A late approval of what `C` landed is a signed commit of two parents: the first on the mainline at
/// or after `C`, the second an empty commit on `C` signed by the same person; its tree is its first
/// parent's. An empty commit that somebody else made approves nothing (THREATS row 52).
struct LateApprovalSearch {
  let reader: ObjectReader
  let mainline: Mainline
  let signers: SignerTable

  /// The late approvals in `history` of any of `landings`; of all landings where `isAll`.
  func approvals(
    of landings: Set<ObjectID>, orAll isAll: Bool, in history: LandingHistory
  ) throws(GitError) -> [LateApprovals] {
    guard isAll || !landings.isEmpty else { return [] }
    var found: [ObjectID: Found] = [:]
    for id in try history.fresh() {
      let merge = try reader.commit(id)
      guard merge.parents.count == 2 else { continue }
      let empty = try reader.commit(merge.parents[1])
      guard empty.parents.count == 1,
        empty.tree == (try reader.commit(empty.parents[0]).tree)
      else { continue }
      if !landings.contains(empty.parents[0]) {
        guard isAll, try mainline.contains(empty.parents[0], atOrBefore: history.previous) else {
          continue
        }
      }
      let landing = empty.parents[0]
      switch try judge(merge, empty, of: landing, in: history) {
      case .approval(let approval):
        found[landing, default: Found()].approvals.append(approval)
      case .none(let reason):
        found[landing, default: Found()].notes.append(reason.about(merge.id))
      }
    }
    return found.sorted { $0.key < $1.key }.map { landing, findings in
      LateApprovals(
        landing: landing,
        approvals: findings.approvals.sorted { $0.approval.commit < $1.approval.commit },
        notes: findings.notes.sorted { $0.message < $1.message })
    }
  }

  private struct Found {
    var approvals: [SeenApproval] = []
    var notes: [Reason] = []
  }

  private func judge(
    _ merge: CommitNode, _ empty: CommitNode, of landing: ObjectID, in history: LandingHistory
  ) throws(GitError) -> ApprovalVerdict {
    let name = merge.id.short
    try reader.charge(.signatures)
    guard merge.tree == (try reader.commit(merge.parents[0]).tree) else {
      return .none(
        Reason(
          .evilMerge, "Merge \(name) brings in an empty commit and changes files all the same."))
    }
    let signer: Signer
    switch try signers.approver(of: merge.id, isLanding: merge.id == history.landing.id) {
    case .signer(let person): signer = person
    case .nobody(let reason): return .none(reason)
    }
    guard case .signer(let maker) = try signers.approver(of: empty.id, isLanding: false),
      maker.identity == signer.identity, maker.assurance >= .personal
    else {
      return .none(
        Reason(
          .unsignedMerge,
          "Merge \(name) brings in the empty commit \(empty.id.short), which \(signer.identity) did not sign; it approves nothing."
        ))
    }
    for commit in [signer.commit, maker.commit] {
      if let reason = signers.datedTooLongAgo(commit) { return .none(reason) }
    }
    guard let place = try mainline.distance(of: merge.parents[0]),
      let landed = try mainline.distance(of: landing),
      let limit = try mainline.distance(of: history.previous), place <= landed, place >= limit
    else {
      return .none(
        Reason(
          .foxtrotMerge,
          "Merge \(name) does not start on the mainline at or after what it would approve."))
    }
    return .approval(signers.seen(signer, isLate: true))
  }
}
