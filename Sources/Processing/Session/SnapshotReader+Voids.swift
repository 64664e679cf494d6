internal import Decisions
internal import Intake
internal import Model

extension SnapshotReader {
  /// What of policies is voided, as those see it who governed it before; nil where nothing is.
  func grounds(
    _ state: SnapshotState, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) -> VoidedGrounds? {
    guard !state.voids.voided.isEmpty else { return nil }
    return try voidedReader(state, memory, reader).grounds(
      of: state.voids.voided, under: state.court.governing)
  }

  private func voidedReader(
    _ state: SnapshotState, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) -> VoidedReader {
    VoidedReader(
      policies, reader, acceptances: try acceptances(state, memory),
      anchor: state.anchor, joints: state.joints)
  }

  /// Every acceptance, oldest first: those that the ledger has and those of this pass.
  func acceptances(
    _ state: SnapshotState, _ memory: Memory
  ) throws(IntakeError) -> [PolicyAcceptance] {
    try recorded(memory.acceptances) + state.accepted
  }

  /// Works out anew whom and what only voided acceptances let act.
  func doubt(
    _ state: inout SnapshotState, _ memory: Memory, _ reader: LandingReader
  ) throws(IntakeError) {
    let stops = state.court.stops
    guard !state.voids.voided.isEmpty || !stops.all.doubted.isNobody else { return }
    var doubted = Doubted.nobody
    if let grounds = try grounds(state, memory, reader) {
      doubted = try voidedReader(state, memory, reader).doubted(
        state.court.renewable(grounds), of: state.voids.voided, in: state.court.force)
    }
    state.court.stops = PolicyCourt.Stops(own: stops.own, all: stops.all.doubting(doubted))
  }

  /// Notes what an acceptance of this run takes down and heals.
  ///
  /// Where it marks a key, whatever that key ever carried is looked for, and what rests on that.
  func noteVoids(
    _ state: inout SnapshotState, _ acceptance: PolicyAcceptance, _ memory: Memory,
    _ reader: LandingReader
  ) throws(IntakeError) {
    state.accepted.append(acceptance)
    let known = state.voids
    let compromised = state.court.stops.own.compromised
    guard !compromised.isEmpty || !known.voided.isEmpty else { return }
    let voided = try voidedReader(state, memory, reader)
    let all = voided.acceptances
    var first = all.count - 1
    if compromised.isSubset(of: known.compromised) {
      state.voids = VoidedAcceptances(recorded: known.voided, compromised: compromised)
    } else {
      state.voids = VoidedAcceptances(again: known.voided, compromised: compromised)
      first = 0
    }
    for place in first..<all.count {
      let step =
        state.voids.voided.isEmpty
        ? nil
        : try voided.step(
          at: place, besides: state.voids.voided, directory: state.court.state.directory)
      state.voids.take(all[place], step)
    }
    try doubt(&state, memory, reader)
  }
}
