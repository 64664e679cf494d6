import Git
import Model

extension TrustedLedger {
  /// Checks that `live` holds exactly the grants that have not ended, `unreviewed` the emergencies that
  /// nobody has looked at, `pending` the paths that wait, `leaving` the offboardings that are incomplete, and
  /// `agreed` the mandates that have not ended.
  ///
  /// Runs and connectors read these indexes alone. The processor's key could sign one that says
  /// something else than the records, so an audit holds them against each other (THREATS row 21).
  /// - Throws: `.untrusted`, naming the tip and the file; `.unreadable`; `.git`.
  package func verifyIndexes() throws(LedgerError) {
    var live = try blobs(in: .live)
    var unreviewed = try blobs(in: .unreviewed)
    try records.forEach(Grant.self, in: .grants, placed: { .grant($0.id) }) {
      grant, blob throws(LedgerError) in
      try check(.live(grant.id), in: &live, holds: grant.state.isLive ? blob : nil)
      try check(
        .unreviewed(grant.id), in: &unreviewed, holds: grant.needsReview ? blob : nil)
    }
    var pending = try blobs(in: .pending)
    try records.forEach(PathRecord.self, in: .requests, placed: { .requests($0.path) }) {
      record, blob throws(LedgerError) in
      try check(.pending(record.path), in: &pending, holds: record.isPending ? blob : nil)
    }
    var leaving = try blobs(in: .leaving)
    try records.forEach(
      OffboardingList.self, in: .offboardings, placed: { .offboarding($0.person) }
    ) { list, blob throws(LedgerError) in
      try check(.leaving(list.person), in: &leaving, holds: list.isComplete ? nil : blob)
    }
    var agreed = try blobs(in: .agreed)
    try records.forEach(MandateRecord.self, in: .mandates, placed: { .mandate($0.path) }) {
      record, blob throws(LedgerError) in
      try check(.agreed(record.path), in: &agreed, holds: record.isLive ? blob : nil)
    }
    for path in [live, unreviewed, pending, leaving, agreed].flatMap(\.keys).sorted() {
      throw .untrusted(tip, "has \(path), which is of no record")
    }
  }

  private func blobs(
    in folder: LedgerPath.Folder
  ) throws(LedgerError) -> [RepositoryPath: ObjectID] {
    var blobs: [RepositoryPath: ObjectID] = [:]
    try records.forEachFile(in: folder) { path, entry throws(LedgerError) in
      blobs[path] = entry.id
    }
    return blobs
  }

  private func check(
    _ path: LedgerPath, in index: inout [RepositoryPath: ObjectID], holds blob: ObjectID?
  ) throws(LedgerError) {
    guard index.removeValue(forKey: RepositoryPath(path.description)) == blob else {
      throw .untrusted(tip, "has a record that \(path) does not agree with")
    }
  }
}

extension PathRecord {
  /// Whether a request at the path waits.
  var isPending: Bool { requests.contains { $0.outcome == .pending } }
}
