import Decisions
import Model
import Testing

/// Requests that are judged in shares fare as they do one after another.
@Suite struct IndependentSharesTests {
  @Test(arguments: 0..<150 as Range<UInt64>)
  func whatIsGrantedElsewhereChangesNothing(seed: UInt64) {
    let random = RandomWorld(seed: seed)
    let policy = random.policy.policy
    let landed = (random.requests + random.requests).map(\.landed)
    let shares = independentShares(of: landed.map { $0.asked?.subject }, under: policy, atMost: 3)
    #expect(shares.joined().sorted() == Array(landed.indices))
    #expect(shares.allSatisfy { $0 == $0.sorted() })

    let whole = judged(landed, under: policy)
    for share in shares {
      #expect(judged(share.map { landed[$0] }, under: policy) == share.map { whole[$0] })
    }
  }

  @Test func keepsOwnersAndTheirWorkloadsTogether() {
    var policy = PolicyBuilder()
    for name in ["ana", "ben", "eva", "tom"] { policy.person(name) }
    policy.group("ops", ["ben", "eva"])
    policy.workload("export", owner: .group(id("ops")))
    let subjects = ["ana", "eva", "tom", "export", "ben", "ana"]
    let shares = independentShares(
      of: subjects.map { id($0) }, under: policy.policy, atMost: 3)
    let places = Dictionary(
      uniqueKeysWithValues: shares.enumerated().flatMap { share, places in
        places.map { ($0, share) }
      })
    #expect(places[1] == places[3] && places[3] == places[4])
    #expect(places[0] == places[5])
    #expect(Set(places.values).count > 1)
  }

  /// The evaluations as text, each beside what those before it would be granted.
  private func judged(_ landed: [LandedRequest], under policy: Policy) -> [String] {
    var evaluator = Evaluator(
      policy: policy, overlay: noOverlay, hasWitness: true, at: noon)
    var held = HeldGrants(live: [], at: noon)
    return landed.compactMap { landed in
      guard let request = landed.asked else { return nil }
      let evaluation = evaluator.evaluate(landed, request: request, held: held)
      if evaluation.verdict != .refused, let window = evaluation.window {
        held.add(
          HeldAccess(
            subject: request.subject, entitlement: request.entitlementName, window: window))
      }
      return "\(evaluation)"
    }
  }
}

extension LandedRequest {
  fileprivate var asked: Request? {
    if case .readable(let request) = document { request } else { nil }
  }
}
