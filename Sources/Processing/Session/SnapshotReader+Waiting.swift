internal import Decisions
internal import Git
internal import Intake
internal import Model

extension SnapshotReader {
  /// Where something was withdrawn: by a landing, or by a signed commit below one.
  func withdrawals(
    _ landings: [ObjectID], after previous: ObjectID, _ pulled: [ObjectID: Pulled],
    _ watched: Set<RepositoryPath>, _ keys: [RequestKey]
  ) throws(IntakeError) -> [RepositoryPath: ObjectID] {
    var last = try ahead.withdrawals(policies).last(by: landings, after: previous, at: watched)
    let keys = Set(keys)
    for id in landings {
      for key in pulled[id]?.removed ?? [] where keys.contains(key) && last[key.path] == nil {
        last[key.path] = id
      }
    }
    return last
  }

  /// The requests that wait, read again, as far as the pass looks at them again.
  ///
  /// On the way to the tip these are the ones that have new approvals or a token. At the tip they are those that have ended, told
  /// from their records and the tip's tree alone; and all others too, once no more of those are left than `limit`. So
  /// thousands that somebody let wait end push by push, and none of them is read for the end of another.
  /// - Parameter withdrawals: Where landings since the cursor withdrew something at paths.
  /// - Returns: Also whether more have ended than are returned.
  func waiting(
    _ pending: [RequestRecord], lookedAtBy reach: Reach, _ read: [Landing],
    under force: PolicyInForce, tree: ObjectID?, limit: Int?,
    withdrawals: (Set<RepositoryPath>) throws(IntakeError) -> [RepositoryPath: ObjectID]
  ) throws(IntakeError) -> (waiting: [LandedRequest], leavesEnds: Bool) {
    let approved = Set(read.flatMap(\.lateApprovals).map(\.landing))
    let signed = Set(read.flatMap(\.lateTokens).map(\.request))
    func isNews(_ record: RequestRecord) -> Bool {
      approved.contains(record.landing) || signed.contains(record.key)
    }
    var records: [RequestRecord] = []
    var leavesEnds = false
    switch reach {
    case .ledger: break
    case .part: records = pending.filter(isNews)
    case .tip, .whole:
      records = pending
      guard let limit, let tree, reach == .tip || limit < pending.count else { break }
      let paths = Set(pending.map(\.path))
      let (held, withdrawn) = (try mainline.held(paths, in: tree), try withdrawals(paths))
      let patience = force.policy.settings.expireAfter
      let ended = pending.filter { record in
        record.seen.advanced(by: patience) <= now || held[record.path] != record.blob
          || withdrawn[record.path] != nil
      }
      leavesEnds = limit < ended.count
      guard leavesEnds || reach == .tip else { break }
      // What this pass's landings approve is judged at its place.
      records = ended.prefix(limit) + pending.filter(isNews)
    }
    var (waiting, seen) = ([LandedRequest](), Set<RequestKey>())
    for record in records where seen.insert(record.key).inserted {
      waiting.append(try landed(record))
    }
    return (waiting, leavesEnds)
  }

  /// Who has left by `policy` and had not by the policy and the time of `cursor`, sorted.
  func leavers(
    since cursor: Cursor, under before: Policy, now policy: Policy
  ) -> [IdentityID] {
    let gone =
      before === policy
      ? []
      : (Array(before.people.keys) + before.workloads.keys).filter {
        policy.people[$0] == nil && policy.workloads[$0] == nil
      }
    return (gone + policy.people.keys + policy.workloads.keys).filter { id in
      policy.departure(of: id, at: now) != nil
        && before.departure(of: id, at: cursor.at) == nil
    }.sorted()
  }
}
