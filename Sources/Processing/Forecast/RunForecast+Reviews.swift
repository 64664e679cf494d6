internal import Ledger
package import Model

extension RunForecast {
  /// What becomes of the review `key`, landed by `landing` or by whatever landed it since the last run.
  ///
  /// - Returns: Nil where no landing since then brings it.
  /// - Throws: `.untrusted` where a run at `tip` could decide nothing at all.
  package func review(
    of key: RequestKey, landedBy landing: ObjectID?, tip: ObjectID
  ) throws(ProcessingError) -> ReviewExplanation? {
    try forecast(at: tip, landedBy: landing).review(of: key, landedBy: landing)
  }

  /// What the ledger says became of the reviews at `path`, oldest first.
  package func reviewRecords(at path: RepositoryPath) throws(ProcessingError) -> [SignOffRecord] {
    guard let ledger = self.ledger else { return [] }
    do throws(LedgerError) {
      return try ledger.signOffs().filter { $0.path == path }
    } catch {
      throw ProcessingError(error)
    }
  }
}
