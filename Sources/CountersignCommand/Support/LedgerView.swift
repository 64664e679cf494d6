internal import Git
internal import Ledger
internal import Model

/// Mainline and ledger as a command that only reads finds them: local branches, else origin's.
struct LedgerView {
  let ledger: TrustedLedger
  /// The full name of the reference that the ledger was found at.
  let ledgerName: String
  let mainline: OID
  let mainlineName: String

  /// Finds both branches and opens the ledger with the same checks as a run.
  init(_ workspace: Workspace) throws(Failure) {
    guard let (ledgerName, tip) = try LedgerView.find(workspace.settings.ledger, workspace) else {
      throw Failure(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted,
            "There is no ledger \(workspace.settings.ledger) here, neither as a branch nor of origin.",
            hint: "git fetch origin, or let countersign run --first-run begin it.")
        ])
    }
    guard let (mainlineName, mainline) = try LedgerView.find(workspace.settings.mainline, workspace)
    else {
      throw Failure(
        .repositoryFailure, "There is no branch \(workspace.settings.mainline) here.",
        hint: "git fetch origin.")
    }
    (self.ledgerName, self.mainlineName, self.mainline) = (ledgerName, mainlineName, mainline)
    ledger = try workspace.ledger(at: tip)
  }

  /// The branch `name` here, or else as it was last fetched from origin.
  static func find(
    _ name: String, _ workspace: Workspace
  ) throws(Failure) -> (name: String, id: OID)? {
    do throws(GitError) {
      for full in ["refs/heads/\(name)", "refs/remotes/origin/\(name)"] {
        if let id = try workspace.repository.reference(full) { return (full, id) }
      }
      return nil
    } catch {
      throw Failure(error)
    }
  }
}
