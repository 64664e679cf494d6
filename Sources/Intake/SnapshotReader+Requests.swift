internal import Git
package import Model

extension SnapshotReader {
  /// The requests that wait, read again, as far as the pass looks at them again: all of them at the tip, and on
  /// the way to it those that have new approvals.
  func waiting(
    _ pending: [RequestRecord], lookedAtBy reach: Reach, _ read: [Landing]
  ) throws(IntakeError) -> [LandedRequest] {
    let approved = Set(read.flatMap(\.lateApprovals).map(\.landing))
    var waiting: [LandedRequest] = []
    for record in pending {
      switch reach {
      case .ledger: break
      case .part: if approved.contains(record.landing) { waiting.append(try landed(record)) }
      case .tip, .whole: waiting.append(try landed(record))
      }
    }
    return waiting
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
