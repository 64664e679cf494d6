internal import Git
internal import Intake
package import Ledger
package import Model

/// Holds the ledger that somebody reads against the witness, as a run does (THREATS row 76).
///
/// A forge can roll its ledger back to before a revocation; a clone that is made afterwards remembers nothing.
package enum WitnessedLedger {
  /// Seconds within which the remote that a clone was made from says where its ledger is.
  private static let lookLimit = 20

  /// Refuses `ledger` where a witness knows better that the settings of the anchor, or those in force, name; where one
  /// cannot be asked, says so.
  ///
  /// A ledger that was rolled back to before the policy that names the witness does not name it. The mainline still
  /// does, but whoever may push may have landed that without its approvals: such an address is shown no credentials and
  /// not asked, and that it was not is said.
  /// - Parameters:
  ///   - mainline: The mainline's end, where the reader has looked for it.
  ///   - isFetchedNow: Whether the ledger was fetched just now. A clone that fetched yesterday is behind
  ///     today's witness, and nothing was rolled back; so its remote is asked as well.
  /// - Throws: `.untrusted` for a ledger that was rolled back or replaced.
  package static func check(
    _ ledger: TrustedLedger, in workspace: Workspace, mainline: ObjectID?,
    isFetchedNow: Bool = false
  ) throws(ProcessingError) {
    let current = try settings(of: ledger, workspace).witness
    let trusted = [current, workspace.settings.witness].compactMap(\.self)
    for (place, url) in trusted.enumerated() where !trusted[..<place].contains(url) {
      try check(ledger, against: url, workspace, isFetchedNow: isFetchedNow)
    }
    guard
      let named = try mainline.flatMap({ tip throws(ProcessingError) in
        try witness(namedAt: tip, workspace)
      }), !trusted.contains(named)
    else { return }
    workspace.outside.note(
      "warning: the mainline names the witness \(shownText(named)), by a policy that this ledger does not know: it was not "
        + "asked. If that policy was ever in force, the ledger was rolled back; hold it against that witness yourself"
    )
  }

  private static func check(
    _ ledger: TrustedLedger, against url: String, _ workspace: Workspace, isFetchedNow: Bool
  ) throws(ProcessingError) {
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

  private static func settings(
    of ledger: TrustedLedger, _ workspace: Workspace
  ) throws(ProcessingError) -> Settings {
    do throws(IntakeError) {
      return try workspace.policies.settings(ofTree: ledger.cursor.policy)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The witness that the policies of `commit` name, whoever landed them; nil where they name none or cannot be read.
  private static func witness(
    namedAt commit: ObjectID, _ workspace: Workspace
  ) throws(ProcessingError) -> String? {
    do throws(IntakeError) {
      guard let tree = try workspace.policies.tree(inCommit: commit) else { return nil }
      return try workspace.policies.settings(ofTree: tree).witness
    } catch {
      if case .git = error { throw ProcessingError(error) }
      return nil
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
