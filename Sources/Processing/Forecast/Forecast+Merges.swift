internal import Decisions
internal import Model

extension Forecast {
  /// What becomes of `key`, landed by `landing` or by whatever landed it; nil where it has been settled, or never landed.
  func finding(of key: RequestKey, landedBy landing: ObjectID?) -> RunForecast.Foretold? {
    let known = snapshot.pending + snapshot.landings.flatMap(\.requests)
    let found = known.last {
      $0.key == key && (landing == nil || $0.landing == landing)
    }
    guard let found else { return nil }
    let landed = adding(found)
    var (outcome, reasons) = standing(of: landed)
    guard case .readable(let request) = landed.document else {
      return RunForecast.Foretold(
        landed: landed, request: nil, evaluation: nil, outcome: outcome, reasons: reasons,
        frozen: snapshot.frozen)
    }
    let evaluation = foretelling.evaluation(of: landed, request, under: snapshot.policy.policy)
    if outcome == .pending, evaluation.verdict == .refused {
      // While issuing is frozen nothing is judged, but what will be refused then is known now.
      (outcome, reasons) = (.refused, evaluation.reasons)
    }
    return RunForecast.Foretold(
      landed: landed, request: request, evaluation: evaluation, outcome: outcome,
      reasons: reasons, frozen: snapshot.frozen)
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
