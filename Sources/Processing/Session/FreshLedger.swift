internal import Git
package import Ledger
internal import Model

/// The ledger as it is now, for whoever hands out what it holds.
package struct FreshLedger {
  /// Where to fetch it from; absent for origin, where the repository has one.
  private let remote: String?
  /// Whether it is taken as it was last fetched.
  private let isOffline: Bool

  /// The ledger of `remote`, or else of origin; with `isOffline` nothing is fetched.
  package init(of remote: String?, isOffline: Bool) {
    self.remote = remote
    self.isOffline = isOffline
  }

  /// The ledger as it is now, trusted.
  package func open(in workspace: Workspace) throws(ProcessingError) -> TrustedLedger {
    guard !isOffline, let remote = try remoteOrOrigin(of: workspace.repository) else {
      return try LedgerView(workspace).ledger
    }
    do throws(ProcessingError) {
      return try fetched(from: remote, in: workspace)
    } catch {
      // A run may have shown the witness more between the two questions; then the remote has it as well.
      guard error.kind == .untrusted else { throw error }
      return try fetched(from: remote, in: workspace)
    }
  }

  private func fetched(
    from remote: String, in workspace: Workspace
  ) throws(ProcessingError) -> TrustedLedger {
    let branches = try LedgerHome(workspace, remote: remote).read()
    guard let tip = branches.ledger else {
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, "\(remote) has no ledger \(workspace.settings.ledger).",
            hint: "If there never was one, run \(OptionName.firstRun) begins it.")
        ])
    }
    let ledger = try workspace.ledger(at: tip, known: try workspace.known.tip())
    try WitnessedLedger.check(
      ledger, in: workspace, mainline: branches.mainline, isFetchedNow: true)
    try workspace.known.remember(tip)
    return ledger
  }

  private func remoteOrOrigin(of repository: Repository) throws(ProcessingError) -> String? {
    if let remote { return remote }
    do throws(GitError) {
      return try repository.configuration("remote.origin.url").map { _ in "origin" }
    } catch {
      throw ProcessingError(error)
    }
  }
}
