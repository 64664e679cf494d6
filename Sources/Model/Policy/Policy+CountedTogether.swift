extension Policy {
  /// Those whose access is counted together with that of `subject`, which comes first (DESIGN section 7).
  ///
  /// A person is counted with all workloads that they own, alone or through a group; a workload with
  /// everybody who answers for it and with what they own. So nobody holds both sides of a conflict, has an
  /// emergency after an unreviewed one, or renews without end by asking under another name of theirs. It is
  /// the same from both sides: whoever is counted with `subject`, `subject` is counted with.
  package func identities(countedWith subject: IdentityID) -> [IdentityID] {
    guard let workload = workloads[subject] else { return [subject] + workloads(ownedBy: subject) }
    let owners = people(of: workload.owner)
    var others = Set(owners)
    for owner in owners { others.formUnion(workloads(ownedBy: owner)) }
    others.remove(subject)
    return [subject] + others.sorted()
  }

  /// What renewals of `holding` look back at: the same entitlement, with whoever is counted with its subject.
  package func holdings(countedWith holding: Holding) -> [Holding] {
    identities(countedWith: holding.subject).map {
      Holding(subject: $0, entitlement: holding.entitlement)
    }
  }
}

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
