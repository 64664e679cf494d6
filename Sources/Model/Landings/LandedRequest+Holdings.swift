extension [LandedRequest] {
  /// What renewals by those that can be read may look back at, under any of `policies`.
  package func holdings(countedUnder policies: [Policy]) -> Set<Holding> {
    let asked = Set(
      compactMap { landed in
        if case .readable(let request) = landed.document { request.holding } else { nil }
      })
    var all = asked
    var last: Policy?
    for policy in policies where policy !== last {
      for holding in asked { all.formUnion(policy.holdings(countedWith: holding)) }
      last = policy
    }
    return all
  }
}
