internal import Decisions
internal import Git
internal import Intake
internal import Model

extension SnapshotReader {
  /// What acceptance has come to in a ledger of before, which did not keep it.
  ///
  /// The stops that stood on the mainline counted without being recorded; they are the brakes that hold now.
  func upgraded(
    _ cursor: Cursor, _ force: PolicyInForce, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) -> GovernanceState {
    let last = cursor.acceptances == 0 ? nil : try recorded(memory.acceptances).last
    let origin = last?.landing ?? cursor.anchor
    var state = GovernanceState(
      origin: origin, since: origin, directory: try mainline.directory(ofPolicy: force.tree))
    guard origin != .null, cursor.mainline != origin else { return state }
    let landings = try mainline.policyLandings(
      after: origin, upTo: cursor.mainline, joints: cursor.joints)
    state.landings = Array(landings.suffix(GovernanceState.remembered))
    state.newest = landings.last?.landing
    let own = policies.overlay(of: force)
    var court = PolicyCourt(
      force: force, state: state, acceptances: cursor.acceptances,
      stops: PolicyCourt.Stops(own: own, all: own), at: now)
    for joint in landings {
      let found = try reader.pulled(
        by: joint.landing, after: joint.previous, under: court.governing)
      _ = court.pull(found.brakes, by: joint.landing)
    }
    return court.state
  }

  /// What each landing up to the tip stops and takes away, where the pass reads landings at all.
  func pulled(
    _ landings: [ObjectID], _ cursor: Cursor, upTo tip: ObjectID, _ extent: Extent,
    _ state: SnapshotState, _ reader: LandingReader
  ) throws(IntakeError) -> [ObjectID: Pulled] {
    switch extent {
    case .ledger: return [:]
    case .tip:
      guard tip != cursor.mainline, cursor.mainline != .null else { return [:] }
      return [
        tip: try reader.pulled(by: tip, after: cursor.mainline, under: state.court.governing)
      ]
    case .next, .all, .recorded:
      guard !landings.isEmpty else { return [:] }
      return try ahead.pulled(
        by: landings, after: cursor.mainline, upTo: tip, under: state.court.governing, reader)
    }
  }

  /// Who and what is stopped: behind the landings that were read, and by what those behind them pull.
  func overlay(
    _ court: PolicyCourt, behind read: [Landing], _ landings: [ObjectID],
    _ pulled: [ObjectID: Pulled], _ tip: ObjectID, _ extent: Extent
  ) -> TipOverlay {
    var court = court
    let last = read.last { $0.underway == nil }?.commit
    let start = last.flatMap { landings.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    var rest = Array(landings[start...])
    if case .tip = extent { rest = [tip] }
    var isStopping = false
    for id in rest {
      guard let found = pulled[id], !found.brakes.isEmpty else { continue }
      isStopping = !court.pull(found.brakes, by: id).isEmpty || isStopping
    }
    guard isStopping else { return court.stops.all }
    return policies.overlay(court.stops.own, of: court.force, with: court.state.brakes)
      .doubting(court.stops.all.doubted)
  }
}
