internal import Git
package import Model

extension SnapshotReader {
  /// The requests that wait, read again, as far as the pass looks at them again.
  ///
  /// On the way to the tip these are the ones that have new approvals. At the tip they are those that have ended, told
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
    var records: [RequestRecord] = []
    var leavesEnds = false
    switch reach {
    case .ledger: break
    case .part: records = pending.filter { approved.contains($0.landing) }
    case .tip, .whole:
      records = pending
      guard let limit, let tree, reach == .tip || limit < pending.count else { break }
      let paths = Set(pending.map(\.path))
      let (held, withdrawn) = (try held(paths, in: tree), try withdrawals(paths))
      let patience = force.policy.settings.expireAfter
      let ended = pending.filter { record in
        record.seen.advanced(by: patience) <= now || held[record.path] != record.blob
          || withdrawn[record.path] != nil
      }
      leavesEnds = limit < ended.count
      guard leavesEnds || reach == .tip else { break }
      // What this pass's landings approve is judged at its place.
      records = ended.prefix(limit) + pending.filter { approved.contains($0.landing) }
    }
    var (waiting, seen) = ([LandedRequest](), Set<RequestKey>())
    for record in records where seen.insert(record.key).inserted {
      waiting.append(try landed(record))
    }
    return (waiting, leavesEnds)
  }

  /// What the ledger recorded of a landed request, its file read again.
  package func landed(_ record: RequestRecord) throws(IntakeError) -> LandedRequest {
    let (document, holders, made) = try git { () throws(GitError) in
      let files = RequestFiles(reader: reader)
      return (
        try files.document(of: record), try files.holders(of: record),
        try files.made(record.changes)
      )
    }
    return LandedRequest(
      record, grantID: RequestFiles.grantID(of: record.key, landing: record.landing),
      document: document, holders: holders, made: made)
  }
}

extension SnapshotReader {
  /// What `tree` holds at `paths`, as far as it could be a request.
  func held(
    _ paths: Set<RepositoryPath>, in tree: ObjectID
  ) throws(IntakeError) -> [RepositoryPath: ObjectID] {
    try git { () throws(GitError) in
      var held: [RepositoryPath: ObjectID] = [:]
      for path in paths {
        // The same content as a link or a program is not the request that was approved.
        if let entry = try reader.entry(at: path, in: tree), entry.mode == TreeEntry.file {
          held[path] = entry.id
        }
      }
      return held
    }
  }

  /// Which of `paths` stood at the anchor.
  func standing(
    _ paths: Set<RepositoryPath>, at anchor: ObjectID
  ) throws(IntakeError) -> Set<RepositoryPath> {
    guard !paths.isEmpty, anchor != .null else { return [] }
    return try git { () throws(GitError) in
      let tree = try reader.commit(anchor).tree
      var standing: Set<RepositoryPath> = []
      for path in paths where try reader.entry(at: path, in: tree) != nil {
        standing.insert(path)
      }
      return standing
    }
  }
}
