internal import Decisions
internal import Intake
internal import Model

/// Judges the requests of a branch as the next run would, were they landing now.
struct ProspectJudge: Sendable {
  let prospect: Prospect
  let past: RequestPast
  let policy: Policy
  let now: Instant

  /// The requests at `places`, each judged beside those before it.
  ///
  /// Nothing that is granted at other places may bear on them: `independentShares`.
  func explanations(of places: [Int]) -> [Explanation] {
    var evaluator = Evaluator(
      policy: policy, overlay: TipOverlay(inactive: [:], compromised: []), hasWitness: true,
      at: now)
    var held = past.held(at: now)
    return places.map { place in
      let landed = prospect.requests[place]
      switch landed.document {
      case .unreadable(let faults):
        return Explanation(
          key: landed.key, request: nil, reasons: landed.flaws + faults, notes: landed.notes)
      case .readable(let request):
        let judged = evaluator.evaluate(landed, request: request, held: held)
        let against = landed.flaws + past.reuse(of: landed.key)
        // A run judges each request beside those it has granted just before.
        if judged.verdict != .refused, against.isEmpty, let window = judged.window {
          held.add(
            HeldAccess(
              subject: request.subject, entitlement: request.entitlementName, window: window))
        }
        return Explanation(
          key: landed.key, request: request, evaluation: judged, reasons: against,
          notes: landed.notes)
      }
    }
  }
}
