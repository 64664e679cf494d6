internal import Intake
package import Ledger
internal import Model

extension SnapshotReader.Memory {
  /// What `ledger` can tell when asked; nothing where there is none yet.
  package init(_ ledger: TrustedLedger?) {
    self.init(
      paths: { try ledger?.paths($0) ?? [:] }, acceptances: { try ledger?.acceptances() ?? [] },
      unreviewed: { try ledger?.unreviewed() ?? [] },
      calendar: { try ledger?.calendar() ?? ReviewCalendar() },
      recent: { try ledger?.recent($0) ?? [:] }, leaving: { try ledger?.leaving() ?? [] },
      held: { try ledger?.held(by: $0) ?? [:] },
      windows: { try ledger?.windows($0) ?? [:] })
  }
}
