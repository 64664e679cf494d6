package import Git
package import Model
package import Signatures

/// A ledger whose place another one takes.
///
/// It is read without trust, since its line of keys may be what is broken, and record by record: whatever some of it
/// holds, the rest still ends (THREATS row 59).
package struct ReplacedLedger {
  /// The commit that whoever replaces it named.
  package let tip: ObjectID
  /// The last commit of the mainline that it processed; nil where its cursor cannot be read.
  ///
  /// A ledger that takes its place has to begin there or later: what was judged is not judged again. The worst that
  /// a forged one can do by it is to ask for a later anchor.
  package private(set) var processed: ObjectID?
  /// The grants that it calls live, ended: `revoked` (`no-longer-allowed`: nothing of it holds any longer), or
  /// `revoking` where a target has to give the access up or an authority has to sign.
  package private(set) var ended: [Grant] = []
  /// Whether none of the processor's keys signed it: others may have taken records out of it, or the key was lost.
  package let isForeign: Bool
  /// What of it nobody can read, in words: there may be access of which nothing is known here.
  package private(set) var unreadable: [String] = []

  /// Reads the ledger at `tip`.
  ///
  /// - Parameters:
  ///   - anchor: Where the new ledger begins.
  ///   - keys: The processor's; empty where nobody asks who wrote the tip.
  ///   - at: The run's clock.
  /// - Throws: `.git` where the object `tip` is not in the repository at all: fetching it mends that.
  package init(
    _ tip: ObjectID, in repository: Repository, anchor: ObjectID, keys: [SSHPublicKey] = [],
    at now: Instant
  ) throws(LedgerError) {
    self.tip = tip
    isForeign = ReplacedLedger.isForeign(tip, in: repository, keys)
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
      func end(_ grant: Grant) throws(LedgerError) {
        // Nobody signs here for certificate authorities; the run that follows does.
        let over = grant.ended(
          .revoked, at: now, mainline: anchor, reasons: [reason], canSign: false)
        _ = try LedgerJSON.encode(over)
        ended.append(over)
      }
      let live = try records.readableEntries(of: .live, faults: &faults)
      for file in live {
        ReplacedLedger.reading(into: &faults) { () throws(LedgerError) in
          try end(try records.liveGrant(file))
        }
      }
      // Whoever took records out of the index did not take the access away.
      let listed = Set(live.map { $0.path.segments.last.map(Array.init) })
      for file in try records.readableEntries(of: .grants, faults: &faults)
      where !listed.contains(file.path.segments.last.map(Array.init)) {
        ReplacedLedger.reading(into: &faults) { () throws(LedgerError) in
          let grant = try records.value(Grant.self, of: file) { .grant($0.id) }
          guard grant.state.isLive else { return }
          try end(grant)
          throw LedgerError(
            .unreadable,
            "\(file.path) is \(grant.state.rawValue), and the index of live grants left it out")
        }
      }
    } catch {
      faults.append(error.message)
    }
    unreadable = faults
  }

  /// Whether none of `keys` signed the commit `tip`.
  private static func isForeign(
    _ tip: ObjectID, in repository: Repository, _ keys: [SSHPublicKey]
  ) -> Bool {
    guard !keys.isEmpty else { return false }
    do throws(LedgerError) {
      var records: [ObjectID: ProcessorRecord] = [:]
      let commit = try LedgerCommit(tip, in: repository, known: &records)
      try commit.signature(by: ProcessorKeySet(keys: keys, landing: .null)).check()
      return false
    } catch {
      return true
    }
  }

  @discardableResult
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
