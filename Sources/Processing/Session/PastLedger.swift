internal import Git
package import Ledger
package import Model

/// The ledger as it stood at some instant.
package struct PastLedger {
  package let ledger: TrustedLedger
  /// The mainline's landing that brought the policy in force then; the anchor where none had.
  package let policyLanding: ObjectID

  /// Finds the last run that had ended at `instant`.
  ///
  /// What a run did not know yet is not part of the past: a grant that was revoked later is live here.
  /// - Throws: `.wrongUsage` for an instant that lies ahead, `.negative` for one before the ledger began.
  package init(_ view: LedgerOutlook, at instant: Instant) throws(ProcessingError) {
    guard instant <= view.now else {
      throw ProcessingError(
        .wrongUsage, "\(instant) lies ahead; the ledger knows the past.",
        hint: "countersign grants lists what is scheduled.")
    }
    let current = view.ledger
    let found = try inLedger { () throws(LedgerError) -> (TrustedLedger, ObjectID)? in
      guard let run = try current.runs().last(where: { $0.last.at <= instant }) else { return nil }
      let past = try current.past(at: run.last.commit)
      let landing = try past.acceptances().last?.landing
      return (past, landing ?? past.cursor.anchor)
    }
    guard let found else {
      throw ProcessingError(
        .negative, "The ledger had not begun at \(instant).",
        hint: "countersign history lists its events from the first on.")
    }
    (ledger, policyLanding) = found
  }
}
