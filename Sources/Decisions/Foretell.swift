package import Model

/// What the next run makes of the requests in a snapshot, and how it comes to each answer.
///
/// It is the run itself that answers (`decide`): what is foretold and what happens cannot drift apart.
package struct Foretelling {
  /// Why nothing is issued at the moment, whatever is asked for.
  package let standstill: [Reason]
  /// What is decided.
  package let decisions: [Decision]
  fileprivate let snapshot: Snapshot
  fileprivate let now: Instant
  fileprivate let heard: [LandedKey: Heard]

  /// What becomes of one request.
  package struct Outlook: Sendable {
    package let outcome: RequestOutcome
    package let reasons: [Reason]
  }

  fileprivate init(_ run: Run) {
    (snapshot, now) = (run.snapshot, run.now)
    standstill = snapshot.halted + snapshot.frozen
    decisions = run.decisions
    heard = run.heard
  }

  /// What the run decides of `landed`; nil where it leaves it as it is.
  package func outlook(of landed: LandedRequest) -> Outlook? { heard[LandedKey(landed)]?.outlook }

  /// How `landed`, which asks for `request`, was judged; where the run does not come to that, how it would fare
  /// under `policy`.
  ///
  /// What the run refuses or finds withdrawn without a hearing has no reasons from one.
  package func evaluation(
    of landed: LandedRequest, _ request: Request, under policy: Policy
  ) -> Evaluation {
    let found = heard[LandedKey(landed)]
    if let evaluation = found?.evaluation { return evaluation }
    let supposed = evaluate(
      landed, request: request, under: policy, overlay: snapshot.overlay,
      held: HeldGrants(snapshot.record, at: now), hasWitness: snapshot.hasWitness, at: now)
    guard let outcome = found?.outlook?.outcome, outcome == .refused || outcome == .withdrawn else {
      return supposed
    }
    return Evaluation(
      verdict: .refused, reasons: [], window: supposed.window,
      requirements: supposed.requirements, counted: supposed.counted)
  }
}

extension Foretelling {
  /// How `landed`, which asks for the mandate `mandate`, was judged; where the run does not come to that, how it would
  /// fare under `policy`.
  package func evaluation(
    of landed: LandedRequest, _ mandate: Mandate, under policy: Policy
  ) -> Evaluation {
    heard[LandedKey(landed)]?.evaluation
      ?? MandateHearing(
        landed: landed, mandate: mandate, policy: policy, overlay: snapshot.overlay,
        hasWitness: snapshot.hasWitness, now: now
      ).evaluation()
  }
}

/// What a run at `now` decides of `snapshot`, with all that it found out about each request.
package func foretell(_ snapshot: Snapshot, at now: Instant) -> Foretelling {
  var run = Run(snapshot, at: now, for: .foretelling)
  run.decideAll()
  return Foretelling(run)
}

/// The same for the requests that landed alone, each judged as if those before it had all their approvals.
///
/// So a branch hears of requests that could not be granted beside each other before anybody has approved one.
package func foretellLandings(_ snapshot: Snapshot, at now: Instant) -> Foretelling {
  var run = Run(snapshot, at: now, for: .supposing)
  run.processLandings()
  return Foretelling(run)
}

/// One landing of one request.
struct LandedKey: Hashable {
  let key: RequestKey
  let landing: ObjectID

  init(key: RequestKey, landing: ObjectID) {
    self.key = key
    self.landing = landing
  }

  init(_ landed: LandedRequest) { self.init(key: landed.key, landing: landed.landing) }
}

/// What a run found out about one request.
struct Heard {
  var evaluation: Evaluation?
  var outlook: Foretelling.Outlook?
}
