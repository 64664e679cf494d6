internal import Model
internal import Processing
internal import Reports

extension RunResult {
  /// The run as people and programs read it.
  var report: RunReport {
    RunReport(
      judgement: Judgement(decisions: decisions, cursor: cursor), untold: untold,
      unreadable: unreadable, halted: halted, ledger: move)
  }

  private var move: LedgerMove {
    guard !isDryRun, let after = ledgerAfter else { return .dryRun(at: ledgerBefore) }
    guard !isNew, let before = ledgerBefore else { return .begun(at: after) }
    return before == after ? .unmoved(at: after) : .moved(from: before, to: after)
  }
}
