internal import Decisions
internal import Git
internal import Intake
internal import Ledger
package import Model

/// What a run would make of one request if the mainline ended in a given commit.
///
/// It is the run's own reading and judging, so what `approve` foretells is what happens, as far as nobody
/// pushes anything in between.
package struct RunForecast {
  let session: LedgerSession

  /// - Parameters:
  ///   - workspace: The repository and its anchor.
  ///   - ledger: The ledger; absent where there is none yet, or where without an anchor none can be trusted.
  ///   - now: The time that counts.
  init(workspace: Workspace, ledger: TrustedLedger?, now: Instant) throws(ProcessingError) {
    session = try inLedger { () throws(LedgerError) in
      try LedgerSession(
        workspace.policies, ledger,
        cursor: .beginning(workspace, at: now), at: now)
    }
  }

  /// What the next run of the ledger that `view` shows would make of it.
  init(_ view: LedgerOutlook) { session = view.session }

  /// How far the processor has come.
  var cursor: Cursor { session.cursor }

  var ledger: TrustedLedger? { session.ledger }

  /// A request as a run would find it.
  package struct Foretold: Sendable {
    package let landed: LandedRequest
    /// Absent where the file cannot be read.
    package let request: Request?
    /// What it would have approved in advance, where it is a mandate.
    package var mandate: Mandate?
    package let evaluation: Evaluation?
    package let outcome: RequestOutcome
    package let reasons: [Reason]
    /// Why nothing is issued at the moment.
    package let frozen: [Reason]

    /// Whether every approval that is asked for is there.
    package var isComplete: Bool {
      outcome == .granted || evaluation?.requirements.allSatisfy(\.isSatisfied) ?? false
    }
  }

  /// What becomes of `key`, landed by `landing` or by whatever landed it, with the mainline at `tip`.
  ///
  /// - Returns: Nil where the request has been settled, or never landed.
  /// - Throws: `.untrusted` where a run at `tip` could issue nothing at all.
  package func finding(
    of key: RequestKey, landedBy landing: ObjectID?, tip: ObjectID
  ) throws(ProcessingError) -> Foretold? {
    try forecast(at: tip, landedBy: landing).finding(of: key, landedBy: landing)
  }

  /// What the ledger says became of `key`; nil where it says nothing.
  func record(of key: RequestKey) throws(ProcessingError) -> RequestRecord? {
    guard let ledger = session.ledger else { return nil }
    do throws(LedgerError) {
      return try ledger.paths([key.path])[key.path]?.requests.last { $0.blob == key.blob }
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Everything that a run with the mainline at `tip` decides.
  ///
  /// - Throws: `.untrusted` where it could decide nothing at all; `.negative` where `landing` would be over its
  ///   budget, so that no run reads what it brings.
  func forecast(
    at tip: ObjectID, landedBy landing: ObjectID?
  ) throws(ProcessingError) -> Forecast {
    Forecast(try snapshot(at: tip, landedBy: landing), at: session.now)
  }

  /// Everything that a run with the mainline at `tip` depends on; it throws what `forecast` does.
  func snapshot(
    at tip: ObjectID, landedBy landing: ObjectID?
  ) throws(ProcessingError) -> Snapshot {
    let snapshot: Snapshot
    do throws(IntakeError) {
      snapshot = try session.snapshot(of: tip)
    } catch {
      throw ProcessingError(error)
    }
    guard snapshot.halted.isEmpty else { throw ProcessingError(.untrusted, snapshot.halted) }
    let found = snapshot.landings.lazy.compactMap(\.tooLarge).first { $0.landing == landing }
    if let found { throw ProcessingError(.negative, [found.overrun.reason("The merge")]) }
    return snapshot
  }
}

extension Cursor {
  /// Where a ledger that does not exist yet would begin.
  static func beginning(_ workspace: Workspace, at now: Instant) -> Cursor {
    Cursor(
      anchor: workspace.anchor, mainline: workspace.anchor, policy: workspace.anchorTree, at: now,
      drill: false)
  }
}
