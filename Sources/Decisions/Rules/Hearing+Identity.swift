import Model

extension Hearing {
  /// Why the subject may hold no access at all, or none that lasts so long.
  func identityReasons(_ shortfalls: [Shortfall]) -> [Reason] {
    shortfalls.map {
      Reason($0.requestCode, $0.message, at: $0.location ?? place(request.marks.subject))
    } + contractReasons()
  }

  private func contractReasons() -> [Reason] {
    // Of the members of an owning group it is enough that one is there at a time.
    let person: Person? =
      switch policy.subject(request.subject) {
      case .person(let person): person
      case .workload(let workload):
        if case .person(let owner) = workload.owner { policy.people[owner] } else { nil }
      case nil: nil
      }
    guard let person, let contract = person.contract, now < contract.ends,
      contract.ends < window.end
    else { return [] }
    return [
      Reason(
        .outlivesContract,
        "the access would end at \(window.end), after the contract \(contract.reference) of "
          + "`\(person.id)` at \(contract.ends)",
        at: SourceLocation(file: person.file, mark: contract.mark),
        hint: "ask for less time")
    ]
  }
}
