import Decisions
import Model
import Testing

/// One evaluator for many requests says what one for each says.
@Suite struct EvaluatorTests {
  @Test(arguments: 0..<60 as Range<UInt64>)
  func whatItKeepsChangesNothing(seed: UInt64) {
    let random = RandomWorld(seed: seed)
    let policy = random.policy.policy
    var evaluator = Evaluator(
      policy: policy, overlay: random.overlay, hasWitness: true, at: noon)
    let held = HeldGrants(live: [], at: noon)
    // Twice over, so that each is asked for again.
    for landed in (random.requests + random.requests).map(\.landed) {
      guard case .readable(let request) = landed.document else { continue }
      let kept = evaluator.evaluate(landed, request: request, held: held)
      let alone = evaluate(
        landed, request: request, under: policy, overlay: random.overlay, held: held,
        hasWitness: true, at: noon)
      #expect("\(kept)" == "\(alone)")
    }
  }
}
