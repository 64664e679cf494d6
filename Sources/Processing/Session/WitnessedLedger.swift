internal import Git
internal import Intake
package import Ledger
internal import Model

/// Holds the ledger that somebody reads against the witness, as a run does (THREATS row 76).
///
/// A forge can roll its ledger back to before a revocation; a clone that is made afterwards remembers nothing.
package enum WitnessedLedger {
  /// Seconds within which the remote that a clone was made from says where its ledger is.
  private static let lookLimit = 20

  /// Refuses `ledger` where the witness that the settings in force name knows better; where it cannot be asked,
  /// says so.
  ///
  /// - Parameter isFetchedNow: Whether the ledger was fetched just now. A clone that fetched yesterday is behind
  ///   today's witness, and nothing was rolled back; so its remote is asked as well.
  /// - Throws: `.untrusted` for a ledger that was rolled back or replaced.
  package static func check(
    _ ledger: TrustedLedger, in workspace: Workspace, isFetchedNow: Bool = false
  ) throws(ProcessingError) {
    let url = try url(for: ledger, workspace)
    switch WitnessState.ask(url, workspace) {
    case .none: return
    case .unreachable(let failure):
      workspace.outside.note(
        "warning: the witness could not be asked, so a ledger that was rolled back would go unnoticed: "
          + (failure.message ?? ""))
    case .present(let witness):
      switch try witness.standing(of: ledger) {
      case .sound: return
      case .replaced(let tip): throw Witness.rolledBack(from: tip)
      case .behind(let tip):
        // Only where origin shows the very tip has this clone just not fetched it; any other word of origin's
        // could be that of the forge that rolled the ledger back.
        guard !isFetchedNow, originTip(of: workspace) == tip else {
          throw Witness.rolledBack(from: tip)
        }
        workspace.outside.note(
          "warning: origin and the witness have a newer ledger: git fetch origin")
      }
    }
  }

  private static func url(
    for ledger: TrustedLedger, _ workspace: Workspace
  ) throws(ProcessingError) -> String? {
    do throws(IntakeError) {
      return try workspace.policies.settings(ofTree: ledger.cursor.policy).witness
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Where origin's ledger is now; nil where there is no origin, it cannot be asked, or it has none.
  private static func originTip(of workspace: Workspace) -> ObjectID? {
    do throws(GitError) {
      let repository = workspace.repository
      guard try repository.configuration("remote.origin.url") != nil else { return nil }
      let credentials = workspace.outside.credentials(.remote)
      return try repository.remoteReferences(
        try repository.remote("origin"), credentials: credentials, limit: lookLimit)[
          workspace.ledgerReference]
    } catch {
      workspace.outside.note("warning: origin could not be asked where its ledger is: \(error)")
      return nil
    }
  }
}
