package import Git
package import Model

/// A ledger whose place another one takes.
///
/// It is read without trust, since its line of keys may be what is broken, and record by record: whatever some of it
/// holds, the rest still ends (THREATS row 59).
package struct ReplacedLedger {
  package let tip: ObjectID
  /// The last commit of the mainline that it processed; nil where its cursor cannot be read.
  ///
  /// A ledger that takes its place has to begin there or later: what was judged is not judged again. The worst that
  /// a forged one can do by it is to ask for a later anchor.
  package private(set) var processed: ObjectID?
  /// The grants that it calls live, ended: `revoked` (`no-longer-allowed`: nothing of it holds any longer), or
  /// `revoking` where a target has to give the access up or an authority has to sign.
  package private(set) var ended: [Grant] = []
  /// What of it nobody can read, in words: there may be access of which nothing is known here.
  package private(set) var unreadable: [String] = []

  /// Reads the ledger at `tip`.
  ///
  /// - Parameters:
  ///   - anchor: Where the new ledger begins.
  ///   - at: The run's clock.
  /// - Throws: `.git` where the object `tip` is not in the repository at all: fetching it mends that.
  package init(
    _ tip: OID, in repository: Repository, anchor: ObjectID, at now: Instant
  ) throws(LedgerError) {
    self.tip = ObjectID(tip)
    _ = try inGit { () throws(GitError) in try repository.header(of: tip) }
    var faults: [String] = []
    do throws(LedgerError) {
      let tree = try inGit { () throws(GitError) in try repository.rawCommit(tip).tree }
      let records = LedgerRecords(repository: repository, root: tree)
      processed = ReplacedLedger.reading(into: &faults) { () throws(LedgerError) in
        guard let cursor = try records.value(Cursor.self, at: .cursor) else {
          throw LedgerError(.unreadable, "ledger commit \(tip) has no cursor.json")
        }
        return cursor.mainline
      }
      let reason = Reason(
        .noLongerAllowed,
        "The ledger that recorded it (\(tip)) was replaced, and nothing is carried over.")
      for entry in try records.liveEntries(faults: &faults) {
        let grant = ReplacedLedger.reading(into: &faults) { () throws(LedgerError) in
          // Nobody signs here for certificate authorities; the run that follows does.
          let grant = try records.liveGrant(entry).ended(
            .revoked, at: now, mainline: anchor, reasons: [reason], canSign: false)
          _ = try LedgerJSON.encode(grant)
          return grant
        }
        if let grant { ended.append(grant) }
      }
    } catch {
      faults.append(error.message)
    }
    unreadable = faults
  }

  private static func reading<Value>(
    into faults: inout [String], _ body: () throws(LedgerError) -> Value
  ) -> Value? {
    do throws(LedgerError) {
      return try body()
    } catch {
      faults.append(error.message)
      return nil
    }
  }
}
