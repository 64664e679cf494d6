import Model

extension Run {
  /// Judges a confirmation that something was done by hand.
  mutating func hear(
    _ confirmation: HandConfirmation, _ landed: LandedSignOff, under policy: PolicyInForce
  ) {
    let hearing = SignOffHearing(
      landed: landed, policy: policy.policy, overlay: snapshot.overlay, now: now)
    let place = live.firstIndex { $0.id == confirmation.grant }
    let verdict = hearing.verdict(on: confirmation, of: place.map { live[$0] })
    conclude(landed, verdict)
    if let place, verdict.reasons.isEmpty { confirm(live[place]) }
  }

  /// Judges what says that access was taken away, once it is known which access is to end: whoever took it
  /// away on time need not wait for a run to say that it is over.
  mutating func hearTakings() {
    for (confirmation, landed, policy) in takings { hear(confirmation, landed, under: policy) }
  }

  /// Confirms what nobody has to do, since another grant gives the same (THREATS row 35).
  mutating func shareHandWork() {
    let waiting = live.filter { $0.handWork != nil }
    guard !waiting.isEmpty else { return }
    var given = Dictionary(grouping: live.filter { $0.connector == .manual }, by: \.holding)
    for grant in waiting {
      let others = given[grant.holding, default: []].filter { $0.id != grant.id }
      switch grant.handWork {
      // What waits to be given itself gives nobody anything yet.
      case .give where snapshot.gives && others.contains { $0.wait == .end },
        .take where others.contains { $0.state.isGiving }:
        given[grant.holding] = others + [confirm(grant)]
      case .give, .take, nil: break
      }
    }
  }

  /// - Returns: The grant as it is then; it stays among the live ones for as long as it has not ended.
  @discardableResult
  private mutating func confirm(_ grant: Grant) -> Grant {
    let confirmed = grant.confirmed(at: now, mainline: snapshot.tip)
    live.removeAll { $0.id == grant.id }
    if confirmed.state.isLive { live.append(confirmed) }
    decide(.confirm(confirmed))
    return confirmed
  }
}
