internal import Connectors
internal import Model

/// Gives access on a target for a moment, and measures how long it takes to take it away.
struct TargetDrill {
  let connection: any TargetConnection
  let grant: RecordedGrant
  let emails: [String]
  let target: String

  /// How often a target is asked to take the access away, a second apart: some need a while until what they
  /// list is what they did.
  private static let attempts = 30

  /// How it went.
  struct Outcome {
    var steps: [DrillReport.Step] = []
    var revocation: Duration?
  }

  /// Does it.
  ///
  /// - Throws: `.unavailable` where the target does not answer to begin with; `.negative` where the access
  ///   is there already, since a drill would take it away.
  func run() async throws(ProcessingError) -> Outcome {
    switch await connection.list([target]) {
    case .failure(let trouble):
      throw ProcessingError(.unavailable, "The connector \(trouble). Nothing was given.")
    case .success(let access):
      guard !access.contains(where: isOurs) else {
        throw ProcessingError(
          .negative,
          "\(grant.subject) has \(target) on the target already, and a drill would take it away. Nothing was given.",
          hint: "Give another test identity: \(OptionName.subject) <id>.")
      }
    }
    var outcome = Outcome(steps: [DrillReport.Step("the access is not there yet")])
    let clock = ContinuousClock()
    var start = clock.now
    let given = await carryOut(.give)
    outcome.steps.append(
      DrillReport.Step(
        "it is given, and listed", took: clock.now - start,
        fault: given.map { "the connector \($0)" }))
    // Also where it was not given, as far as anybody said: it may be there all the same.
    start = clock.now
    var trouble: TargetTrouble?
    for attempt in 1...Self.attempts {
      if attempt > 1 { await Pause.beforeRetry(1) }
      trouble = await carryOut(.take)
      guard case .unconfirmed = trouble else { break }
    }
    let took = clock.now - start
    outcome.revocation = trouble == nil ? took : nil
    outcome.steps.append(
      DrillReport.Step(
        "it is taken away, and listed no more", took: took,
        fault: trouble.map {
          "the connector \($0); what was given may still be there: take it away by hand"
        }))
    return outcome
  }

  private func carryOut(_ deed: AccessOrder.Deed) async -> TargetTrouble? {
    let order = AccessOrder(deed, grant, emails: emails, target: target)
    return await connection.carryOut([order], at: grant.start)[grant.id]
  }

  private func isOurs(_ access: TargetAccess) -> Bool {
    access.subject.utf8.elementsEqual(grant.subject.text.utf8)
      && access.target.utf8.elementsEqual(target.utf8)
  }
}
