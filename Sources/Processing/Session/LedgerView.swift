import Git
package import Ledger
package import Model

/// Mainline and ledger as a command that only reads finds them: the local branches, else origin's.
package struct LedgerView {
  package let ledger: TrustedLedger
  /// The mainline where the ledger was found: origin's ledger knows nothing of local commits.
  package let mainline: FoundBranch

  /// Finds both branches, opens the ledger with the same checks as a run, and says which it is.
  ///
  /// - Parameter known: A tip that the ledger must have grown from.
  /// - Throws: `.untrusted` where there is no ledger or it cannot be trusted.
  package init(_ workspace: Workspace, known: ObjectID? = nil) throws(ProcessingError) {
    guard let view = try LedgerView(ifPresent: workspace, known: known) else {
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted,
            "There is no ledger \(workspace.settings.ledger) here, nor one fetched from origin.",
            hint: "Fetch it: \(fetchCommand(workspace.settings.ledger)). If there never was one, "
              + "run \(OptionName.firstRun) begins it.")
        ])
    }
    self = view
  }

  /// The same; nil where there is no ledger.
  package init?(ifPresent workspace: Workspace, known: ObjectID? = nil) throws(ProcessingError) {
    let repository = workspace.repository
    guard let found = try repository.branch(workspace.settings.ledger) else { return nil }
    let places = found.place == .local ? BranchPlace.allCases : [.origin, .local]
    guard let mainline = try repository.branch(workspace.settings.mainline, at: places) else {
      throw ProcessingError(
        .repositoryFailure, "There is no branch \(workspace.settings.mainline) here.",
        hint: "Fetch it: \(fetchCommand(workspace.settings.mainline)).")
    }
    try LedgerView.tell(found, workspace)
    self.mainline = mainline
    ledger = try workspace.ledger(at: found.tip, known: known)
  }

  private static func tell(_ found: FoundBranch, _ workspace: Workspace) throws(ProcessingError) {
    let ledger = workspace.settings.ledger
    guard found.place == .local else {
      return workspace.outside.note("note: this is \(found.shown) as it was last fetched")
    }
    let other = try workspace.repository.branch(ledger, at: [.origin])
    if let other, other.tip != found.tip {
      workspace.outside.note(
        "note: this is the local branch \(ledger); \(other.shown) is another")
    }
  }
}
