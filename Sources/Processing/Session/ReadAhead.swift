internal import Intake
internal import Model

/// What the passes of a run find out for each other: the landing that one has read and not taken in, or taken in only in
/// part; and what the landings up to the tip stop and take away.
///
/// A class because the passes of a run share it. It holds one landing, whatever the length of the mainline.
package final class ReadAhead {
  /// Where a landing was read: all that the reading depends on besides the clock, which a run reads once.
  struct Place: Equatable {
    let landing: ObjectID
    let previous: ObjectID
    let tip: ObjectID
    let policy: ObjectID
    let overlay: TipOverlay
    let governance: GovernanceState
  }

  /// A landing, and what the reading of it made of the state before.
  typealias Read = (landing: Landing, state: SnapshotState)

  private var kept: (place: Place, read: Read)?
  /// What landings that stop somebody or take away something do, by the landing; under one policy.
  private var pulled: [ObjectID: Pulled] = [:]
  private var scanned:
    (policy: ObjectID, directory: DirectoryInForce?, tip: ObjectID, after: ObjectID)?
  private var withdrawn: Withdrawals?

  package init() {}

  func keep(_ read: Read, at place: Place) { kept = (place, read) }

  /// What was kept, if it was read there.
  func taken(at place: Place) -> Read? {
    guard let kept, kept.place == place else { return nil }
    return kept.read
  }

  /// What landings withdrew of what stood at the paths of requests.
  func withdrawals(_ policies: PolicyReader) -> Withdrawals {
    if let withdrawn { return withdrawn }
    let found = Withdrawals(policies)
    withdrawn = found
    return found
  }

  /// What each of `landings`, which follow `previous` up to `tip`, stops and takes away; only those that do.
  func pulled(
    by landings: [ObjectID], after previous: ObjectID, upTo tip: ObjectID,
    under governing: Governing, _ reader: LandingReader
  ) throws(IntakeError) -> [ObjectID: Pulled] {
    let force = governing.force
    if let scanned, scanned.policy == force.tree, scanned.directory == force.directory,
      scanned.tip == tip
    {
      return pulled
    }
    pulled = [:]
    var before = previous
    for id in landings {
      let found = try reader.pulled(by: id, after: before, under: governing)
      if !found.brakes.isEmpty || !found.removed.isEmpty { pulled[id] = found }
      before = id
    }
    scanned = (force.tree, force.directory, tip, previous)
    return pulled
  }
}
