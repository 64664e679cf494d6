internal import Decisions
internal import Ledger
package import Model

extension RunForecast {
  /// What becomes of the review `key`, landed by `landing` or by whatever landed it since the last run.
  ///
  /// - Returns: Nil where no landing since then brings it.
  /// - Throws: With status 77 where a run at `tip` could decide nothing at all.
  package func review(
    of key: RequestKey, landedBy landing: ObjectID?, tip: ObjectID
  ) throws(ProcessingError) -> ReviewExplanation? {
    let snapshot = try snapshot(at: tip, landedBy: landing)
    guard snapshot.halted.isEmpty else { throw ProcessingError(.untrusted, snapshot.halted) }
    let landed = snapshot.landings.flatMap(\.signOffs).last {
      $0.key == key && (landing == nil || $0.landing == landing)
    }
    guard let landed else { return nil }
    var record: SignOffRecord?
    for case .signOff(let found, _) in decide(snapshot, at: now).decisions
    where found.key == key && found.landing == landed.landing {
      record = found
    }
    return ReviewExplanation(
      key: key, landing: landed.landing, document: landed.document, record: record,
      isForecast: true)
  }

  /// What the ledger says became of the reviews at `path`, oldest first.
  package func reviewRecords(at path: RepositoryPath) throws(ProcessingError) -> [SignOffRecord] {
    guard let ledger else { return [] }
    do throws(LedgerError) {
      return try ledger.signOffs().filter { $0.path == path }
    } catch {
      throw ProcessingError(error)
    }
  }
}
