package import Decisions
internal import Intake
internal import Ledger
package import Model

extension LedgerOutlook {
  /// The policy in force.
  package func policy() throws(ProcessingError) -> Policy {
    do throws(IntakeError) {
      return try workspace.policies.inForce(ledger.cursor).policy
    } catch {
      throw ProcessingError(error)
    }
  }

  /// What falls due by the ledger and the policy in force.
  package func dues() throws(ProcessingError) -> Dues {
    let policy = try policy()
    return try inLedger { () throws(LedgerError) in
      Dues(
        policy: policy, live: try ledger.live().map(\.grant), unreviewed: try ledger.unreviewed(),
        calendar: try ledger.calendar(), leaving: try ledger.leaving(),
        discovery: ledger.cursor.discovery, mandates: session.mandates)
    }
  }
}
