package import Git
package import Model
package import Signatures

extension LedgerWriter {
  /// Writes the first commit of a ledger.
  ///
  /// With `replaces` the ledger there is read without trust, since its line of keys may be what is
  /// broken, and each grant that it calls live is recorded here as revoked (`no-longer-allowed`:
  /// nothing of the old ledger holds any longer), or as `revoking` where a target has to give the access
  /// up or an authority has to sign. Nothing else is carried over (DESIGN section 6).
  /// - Parameters:
  ///   - anchor: The mainline commit whose policies are trusted without proof.
  ///   - policy: Its `policies/` tree.
  ///   - processorKeys: The processor's keys in these policies; the writer's must be one of them.
  ///   - drill: Whether `--now` may ever write to it.
  ///   - at: The run's clock.
  ///   - replaces: The tip of the ledger that this one takes the place of.
  /// - Returns: The new ledger's tip.
  /// - Throws: `.keyNotInForce`; `.unreadable` when the old ledger cannot be read; `.signingFailed`;
  ///   `.git`.
  package func begin(
    anchor: ObjectID, policy: ObjectID, processorKeys: [SSHPublicKey], drill: Bool, at: Instant,
    replaces: OID? = nil
  ) throws(LedgerError) -> OID {
    let keys = ProcessorKeySet(keys: processorKeys, landing: anchor)
    try checkKey(isIn: keys)
    let lost =
      try replaces.map { tip throws(LedgerError) in
        try revokedGrants(of: tip, anchor: anchor, at: at)
      } ?? []
    let record = ProcessorRecord(beginningWith: keys, replaces: replaces.map { ObjectID($0) })
    return try writing(lost.count + 1) { () throws(LedgerError) in
      var draft = try LedgerDraft(beginning: record, in: repository, by: commit)
      var tip = try draft.begin(
        Cursor(anchor: anchor, mainline: anchor, policy: policy, at: at, drill: drill),
        isLast: lost.isEmpty)
      for (place, grant) in lost.enumerated() {
        try draft.put(grant)
        try draft.listRevoked(grant)
        tip = try draft.commit(
          LedgerMessage(of: .revoke(grant), mainline: anchor, at: at),
          isLast: place == lost.count - 1)
      }
      return tip
    }
  }

  /// The last commit of the mainline that the ledger at `tip` processed, read without trust.
  ///
  /// A ledger that takes its place has to begin there or later: what was judged is not judged again.
  /// The worst that a forged ledger can do by it is to ask for a later anchor.
  /// - Throws: `.unreadable`, `.git`.
  package func processed(byLedgerAt tip: OID) throws(LedgerError) -> ObjectID {
    let tree = try inGit { () throws(GitError) in try repository.rawCommit(tip).tree }
    let records = LedgerRecords(repository: repository, root: tree)
    guard let cursor = try records.value(Cursor.self, at: .cursor) else {
      throw LedgerError(.unreadable, "ledger commit \(tip) has no cursor.json")
    }
    return cursor.mainline
  }

  /// The grants that the ledger at `tip` calls live, revoked.
  private func revokedGrants(
    of tip: OID, anchor: ObjectID, at: Instant
  ) throws(LedgerError) -> [Grant] {
    let reason = Reason(
      .noLongerAllowed,
      "The ledger that recorded it (\(tip)) was replaced, and nothing is carried over.")
    let tree = try inGit { () throws(GitError) in try repository.rawCommit(tip).tree }
    var grants: [Grant] = []
    try LedgerRecords(repository: repository, root: tree).forEachLive {
      grant throws(LedgerError) in
      // Nobody signs here for certificate authorities; the run that follows does.
      grants.append(
        grant.ended(.revoked, at: at, mainline: anchor, reasons: [reason], canSign: false))
    }
    return grants
  }
}
