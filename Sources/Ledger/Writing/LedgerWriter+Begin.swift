import Git
package import Model
package import Signatures

extension LedgerWriter {
  /// Writes the first commit of a ledger.
  ///
  /// What was live in the ledger that it replaces is recorded here as ended. Nothing else is carried over (DESIGN
  /// section 6).
  /// - Parameters:
  ///   - anchor: The mainline commit whose policies are trusted without proof.
  ///   - policy: Its `policies/` tree.
  ///   - processorKeys: The processor's keys in these policies; the writer's must be one of them.
  ///   - drill: Whether `--now` may ever write to it.
  ///   - at: The run's clock.
  ///   - replaced: The ledger that this one takes the place of.
  /// - Returns: The new ledger's tip.
  /// - Throws: `.keyNotInForce`; `.signingFailed`; `.git`.
  package func begin(
    anchor: ObjectID, policy: ObjectID, processorKeys: [SSHPublicKey], drill: Bool, at: Instant,
    replacing replaced: ReplacedLedger? = nil
  ) throws(LedgerError) -> ObjectID {
    let keys = ProcessorKeySet(keys: processorKeys, landing: anchor)
    try checkKey(isIn: keys)
    let lost = replaced?.ended ?? []
    let record = ProcessorRecord(beginningWith: keys, replaces: replaced?.tip)
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
}
