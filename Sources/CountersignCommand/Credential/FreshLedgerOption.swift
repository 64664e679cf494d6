internal import ArgumentParser
internal import Git
internal import Ledger
internal import Model
internal import Processing

/// Where a command takes the ledger from that hands out what it holds now.
struct FreshLedgerOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Fetch the ledger from this remote; origin, where the repository has one.",
      valueName: "remote"))
  var remote: String?

  @Flag(help: "Fetch nothing: take the ledger as it was last fetched.")
  var offline = false

  func validate() throws {
    if offline, remote != nil {
      throw ValidationError("--remote and --offline exclude each other.")
    }
  }

  /// The ledger as it is now, trusted.
  func open(in workspace: Workspace) throws(Failure) -> TrustedLedger {
    guard !offline, let remote = try remoteOrOrigin(of: workspace.repository) else {
      return try LedgerView(workspace).ledger
    }
    do throws(Failure) {
      return try fetched(from: remote, in: workspace)
    } catch {
      // A run may have shown the witness more between the two questions; then the remote has it as well.
      guard error.status == .untrusted else { throw error }
      return try fetched(from: remote, in: workspace)
    }
  }

  private func fetched(
    from remote: String, in workspace: Workspace
  ) throws(Failure) -> TrustedLedger {
    let branches = try LedgerHome(workspace, remote: remote).read()
    guard let tip = branches.ledger else {
      throw Failure(
        .untrusted,
        [
          Reason(
            .ledgerUntrusted, "\(remote) has no ledger \(workspace.settings.ledger).",
            hint: "If there never was one, run --first-run begins it.")
        ])
    }
    let ledger = try workspace.ledger(at: tip, known: try workspace.known.tip())
    try WitnessedLedger.check(
      ledger, in: workspace, mainline: branches.mainline, isFetchedNow: true)
    try workspace.known.remember(tip)
    return ledger
  }

  private func remoteOrOrigin(of repository: Repository) throws(Failure) -> String? {
    if let remote { return remote }
    do throws(GitError) {
      return try repository.configuration("remote.origin.url").map { _ in "origin" }
    } catch {
      throw Failure(error)
    }
  }
}
