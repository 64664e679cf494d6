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
