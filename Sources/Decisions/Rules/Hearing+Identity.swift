import Model

extension Hearing {
  /// Why the subject may hold no access at all, or none that lasts so long.
  func identityReasons(_ shortfalls: [Shortfall], _ contractor: Person?) -> [Reason] {
    let lasting = contractor.flatMap { contractReason($0) }
    if shortfalls.isEmpty { return lasting.map { [$0] } ?? [] }
    return shortfalls.map {
      Reason($0.requestCode, sentence($0.message), at: $0.location ?? place(request.marks.subject))
    } + [lasting].compactMap(\.self)
  }

  /// Whose contract the access may not outlive: the subject's own, or that of a workload's owner.
  ///
  /// Of the members of an owning group it is enough that one is there at a time.
  var contractor: Person? {
    switch policy.subject(request.subject) {
    case .person(let person): person
    case .workload(let workload):
      if case .person(let owner) = workload.owner { policy.people[owner] } else { nil }
    case nil: nil
    }
  }

  private func contractReason(_ person: Person) -> Reason? {
    guard let contract = person.contract, now < contract.ends, contract.ends < window.end
    else { return nil }
    return Reason(
      .outlivesContract,
      "The access would end at \(window.end), after the contract \(contract.reference) of "
        + "`\(person.id)` at \(contract.ends).",
      at: SourceLocation(file: person.file, mark: contract.mark),
      hint: "Ask for less time.")
  }
}
