internal import Intake
internal import Ledger
internal import Model

/// Asks connectors what is really there, as often as the settings say.
struct DiscoveryDesk {
  let targets: Targets
  let workspace: Workspace
  /// What the ledger is to keep; nil where it is not yet time to ask.
  private(set) var state: DiscoveryState?
  /// The systems that did not answer, each with why.
  private var silent: [(system: SystemID, why: String)] = []

  init(targets: Targets, workspace: Workspace) {
    self.targets = targets
    self.workspace = workspace
  }

  /// Asks, if it is time to, what of what is there `ledger` and the mainline's `tip` do not explain.
  mutating func ask(about ledger: TrustedLedger, at tip: ObjectID) async throws(ProcessingError) {
    let policy: Policy
    do throws(IntakeError) {
      policy = try workspace.policies.inForce(ledger.cursor).policy
    } catch {
      throw ProcessingError(error)
    }
    let (known, now) = (ledger.cursor.discovery, max(targets.now, ledger.cursor.at))
    guard let every = policy.settings.discovery,
      known?.asksAgain(every: every).map({ $0 <= now }) ?? true
    else { return }
    let report = try await AccessSurvey(ledger, at: tip, targets, workspace).report(under: policy)
    silent = report.unanswered
    state = DiscoveryState(
      of: report.findings, silent: silent.map(\.system), at: now, after: known)
  }

  /// Why not everything is known; nil where every connector answered.
  var failure: ProcessingError? {
    guard !silent.isEmpty else { return nil }
    let lines = silent.map { "\($0.system): the connector \($0.why)" }.joined(separator: ". ")
    return ProcessingError(
      .unavailable,
      "Not every connector has said what is really there. \(lines). What was known of it stands; the next run "
        + "asks again.")
  }
}
