internal import ArgumentParser
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

  /// The ledger that they mean.
  var ledger: FreshLedger { FreshLedger(of: remote, isOffline: offline) }
}
