internal import Git
package import Model

extension MainlineReader {
  /// What the ledger recorded of a landed request, its file read again.
  package func landed(_ record: RequestRecord) throws(IntakeError) -> LandedRequest {
    let (document, holders, made) = try inGit { () throws(GitError) in
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
