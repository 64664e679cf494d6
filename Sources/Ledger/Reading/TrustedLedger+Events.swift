import Git
package import Model

extension TrustedLedger {
  /// The commits behind `known`, or all, oldest first.
  ///
  /// They are read, not checked: `verifyChain` does that.
  /// - Throws: `.untrusted` when `known` is not on the line; `.git`.
  package func events(after known: ObjectID? = nil) throws(LedgerError) -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    try forEachEvent(after: known) { entry throws(LedgerError) in entries.append(entry) }
    return entries
  }

  /// The commits behind `known`, or all, oldest first, one in memory at a time.
  ///
  /// They are read, not checked: `verifyChain` does that.
  /// - Throws: `.untrusted` for a commit that says something else than the processor would, or when
  ///   `known` is not on the line; `.git`; and what `body` throws, which ends it.
  package func forEachEvent(
    after known: ObjectID? = nil, _ body: (LedgerEntry) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    for id in try LedgerLine.commits(after: known, upTo: tip, in: repository) {
      let raw = try readingCommit(id) { () throws(GitError) in try repository.rawCommit(id) }
      let commit: Commit
      do throws(CommitFormatError) {
        commit = try Commit(parsing: raw)
      } catch {
        throw .untrusted(id, "is malformed: \(error.message)")
      }
      try body(try LedgerEntry(commit))
    }
  }
}
