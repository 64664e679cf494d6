internal import Decisions
internal import Model

extension Forecast {
  /// What becomes of `key`, landed by `landing` or by whatever landed it; nil where it has been settled, or never landed.
  func finding(of key: RequestKey, landedBy landing: ObjectID?) -> RunForecast.Foretold? {
    let resting = snapshot.record.mandates.filter { $0.state == .resting && $0.key == key }
      .map { LandedRequest(resting: $0) }
    let known = resting + snapshot.pending + snapshot.landings.flatMap(\.requests)
    let found = known.last {
      $0.key == key && (landing == nil || $0.landing == landing)
    }
    guard let found else { return nil }
    let landed = adding(found)
    var (outcome, reasons) = standing(of: landed)
    let evaluation: Evaluation
    var (request, mandate): (Request?, Mandate?)
    switch landed.document {
    case .readable(let readable):
      request = readable
      evaluation = foretelling.evaluation(
        of: landed, readable, under: snapshot.policy.policy)
    case .mandate(let readable):
      mandate = readable
      evaluation = foretelling.evaluation(
        of: landed, readable, under: snapshot.policy.policy)
      if resting.contains(where: { $0.landing == landed.landing }) {
        (outcome, reasons) = renewal(of: key, evaluation)
      }
    case .unreadable:
      return RunForecast.Foretold(
        landed: landed, request: nil, evaluation: nil, outcome: outcome, reasons: reasons,
        frozen: snapshot.frozen)
    }
    if outcome == .pending, evaluation.verdict == .refused {
      // While issuing is frozen nothing is judged, but what will be refused then is known now.
      (outcome, reasons) = (.refused, evaluation.reasons)
    }
    return RunForecast.Foretold(
      landed: landed, request: request, mandate: mandate, evaluation: evaluation,
      outcome: outcome, reasons: reasons, frozen: snapshot.frozen)
  }

  /// What becomes of the mandate `key`, which rests.
  private func renewal(
    of key: RequestKey, _ judged: Evaluation
  ) -> (RequestOutcome, [Reason]) {
    var state = MandateRecord.State.resting
    for case .mandate(let record, _) in foretelling.decisions where record.key == key {
      state = record.state
    }
    return switch state {
    case .agreed: (.granted, [])
    case .resting: (.pending, judged.reasons)
    case .ended: (.withdrawn, [])
    }
  }

  private func standing(of landed: LandedRequest) -> (RequestOutcome, [Reason]) {
    if let outlook = foretelling.outlook(of: landed) { return (outlook.outcome, outlook.reasons) }
    let record = snapshot.record.pending.first { $0.key == landed.key }
    return (.pending, record?.reasons ?? [])
  }

  /// What becomes of the review `key`, landed by `landing` or by whatever landed it since the last run; nil where no
  /// landing since then brings it.
  func review(of key: RequestKey, landedBy landing: ObjectID?) -> ReviewExplanation? {
    let landed = snapshot.landings.flatMap(\.signOffs).last {
      $0.key == key && (landing == nil || $0.landing == landing)
    }
    guard let landed else { return nil }
    var record: SignOffRecord?
    for case .signOff(let found, _) in foretelling.decisions
    where found.key == key && found.landing == landed.landing {
      record = found
    }
    return ReviewExplanation(
      key: key, landing: landed.landing, document: landed.document, record: record,
      isForecast: true)
  }
}
