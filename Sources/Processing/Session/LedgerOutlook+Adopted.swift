internal import Intake
internal import Ledger
package import Model

extension LedgerOutlook {
  /// Standing access that somebody answers for: what they signed, as long as the mainline still says it.
  package func adopted() throws(ProcessingError) -> [AdoptedAccess] {
    try ledger.adopted(at: tip, workspace)
  }
}

extension TrustedLedger {
  /// Standing access that somebody answers for: what they signed, as long as the mainline's `tip` still says it.
  func adopted(
    at tip: ObjectID, _ workspace: Workspace
  ) throws(ProcessingError) -> [AdoptedAccess] {
    let records = try inLedger { () throws(LedgerError) in try signOffs() }
    let tracer = RequestTracer(workspace.policies)
    var found: [AdoptedAccess] = []
    for record in records where record.outcome == .accepted {
      guard let standing = record.standing else { continue }
      do throws(IntakeError) {
        guard try tracer.object(at: record.path, in: tip) == record.blob else { continue }
      } catch {
        throw ProcessingError(error)
      }
      found += standing.access.map {
        AdoptedAccess(
          system: standing.system, item: $0, owner: standing.owner, reviewBy: standing.reviewBy)
      }
    }
    return found
  }
}
