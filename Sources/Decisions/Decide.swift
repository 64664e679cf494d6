package import Model

/// What follows from `snapshot` at `now`: every decision in order, and where that leaves the cursor.
///
/// The landings are judged one by one, each against the state that the one before left (DESIGN section
/// 7); then the requests that wait are judged again, and every live grant is looked at again. Deciding
/// once more on a ledger that holds the answer decides nothing. A pass that does not look as far as the
/// tip's landings ends and withdraws by the same rules and gives nothing (`Reach`).
/// - Parameters:
///   - snapshot: All that the run knows, verified.
///   - now: The time that counts: the processor's clock, or the ledger's where that is later.
/// - Returns: The decisions for the ledger to write, and the cursor to write with the last of them.
package func decide(_ snapshot: Snapshot, at now: Instant) -> Judgement {
  var run = Run(snapshot, at: now)
  run.decideAll()
  return Judgement(
    decisions: run.decisions, cursor: run.cursor(), lookBack: snapshot.policy.policy.lookBack,
    reach: snapshot.reach, leavesWaiting: run.leavesWaiting, mandated: run.mandated,
    unrenewed: run.unrenewed, doubtedProcessorKeys: snapshot.doubtedProcessorKeys)
}

extension Snapshot {
  /// The keys of the processor that only a voided acceptance names; none where it has no other.
  fileprivate var doubtedProcessorKeys: Set<[UInt8]> {
    guard let sound = overlay.doubted.sound else { return [] }
    let keys = Set(policy.policy.settings.processorKeys.map(\.value))
    let doubted = keys.subtracting(sound.policy.settings.processorKeys.map(\.value))
    return doubted == keys ? [] : doubted
  }
}

extension Run {
  /// Everything that a run decides, in order.
  mutating func decideAll() {
    endMandates()
    processLandings()
    reconsiderWaiting()
    restMandates(under: snapshot.policy)
    renewMandates()
    reviewLiveGrants()
    hearTakings()
    shareHandWork()
    hearLeaverAnswers()
    openOffboardings()
    noteLateOffboardings()
    noteTroubles()
    noteDiscovery()
    noteReviews()
    remind()
  }
}
