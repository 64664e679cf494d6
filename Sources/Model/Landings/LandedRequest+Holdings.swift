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

  /// What those of whom a mandate speaks, agreed or among these, ask for; nothing where none does.
  package func mandated(by mandates: [MandateRecord]) -> Set<Holding> {
    var known = Set(mandates.flatMap(\.terms.holdings))
    for landed in self {
      if case .mandate(let mandate) = landed.document { known.formUnion(mandate.terms.holdings) }
    }
    guard !known.isEmpty else { return [] }
    return Set(
      compactMap { landed in
        guard case .readable(let request) = landed.document, known.contains(request.holding) else {
          return nil
        }
        return request.holding
      })
  }
}
