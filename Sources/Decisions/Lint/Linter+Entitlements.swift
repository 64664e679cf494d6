import Model

extension Linter {
  /// What is wrong with who may ask for each entitlement and who could approve.
  mutating func entitlementFindings() -> [PolicyFinding] {
    var findings: [PolicyFinding] = []
    var lists = ListFindings()
    for system in systems {
      for entitlement in system.entitlements {
        findings += unmetNames(system, entitlement)
        let candidates = rules(for: system, entitlement)
        var termsOfKinds: [(place: Int, terms: Terms)] = []
        for place in kinds.places(of: entitlement.eligible) {
          let traits = kinds.kinds[place].traits
          let terms = Terms(
            of: system, entitlement, by: candidates.filter { $0.appliesTo.matches(traits) })
          termsOfKinds.append((place, terms))
          for list in terms.lists { lists.note(list, terms, at: place, in: &self) }
        }
        findings += peers(system, entitlement, termsOfKinds.map(\.terms))
        findings += thirdParties(system, entitlement, termsOfKinds, candidates)
      }
    }
    return findings + lists.findings
  }

  /// Names in `eligible` that let nobody ask.
  private func unmetNames(_ system: TargetSystem, _ entitlement: Entitlement) -> [PolicyFinding] {
    let name = EntitlementName(system: system.id, entitlement: entitlement.name)
    func finding(_ message: String, _ mark: Mark) -> PolicyFinding {
      PolicyFinding(
        .nobodyEligible, message, at: SourceLocation(file: system.file, mark: mark),
        hint: "name somebody who is there, or remove the name")
    }
    var findings: [PolicyFinding] = []
    let empty = entitlement.eligible.filter { selector in
      if case .personClass = selector { return false }
      return !hasMember([selector])
    }
    if !empty.isEmpty {
      findings.append(
        finding(
          "`\(name)` names \(listed(empty.map(\.description))), where nobody could ask now",
          entitlement.eligibleMark))
    } else if !hasMember(entitlement.eligible) {
      findings.append(
        finding("nobody is there who could ask for `\(name)`", entitlement.eligibleMark))
    }
    if let emergency = entitlement.emergency, !hasMember(emergency.eligible) {
      findings.append(
        finding("nobody is there who could ask for `\(name)` in an emergency", emergency.mark))
    }
    return findings
  }

  /// Whether somebody whom `selectors` name could ask now.
  func hasMember(_ selectors: [EligibleSelector]) -> Bool {
    kinds.places(of: selectors).contains { !kinds.eligible(at: $0, by: selectors).isEmpty }
  }

  /// Entitlements whose holders let each other in, with nobody else to ask.
  private mutating func peers(
    _ system: TargetSystem, _ entitlement: Entitlement, _ terms: [Terms]
  ) -> [PolicyFinding] {
    let named = entitlement.eligible.filter {
      if case .personClass = $0 { false } else { true }
    }
    guard !named.isEmpty else { return [] }
    for terms in terms {
      var people: Set<IdentityID> = []
      for list in terms.lists {
        // A sponsor is somebody else.
        if list.names(.sponsor) { return [] }
        let feasibility = reach.feasibility(
          of: list, terms.assurance, owner: system.owner, sponsor: nil)
        guard feasibility.isMet else { return [] }
        people.formUnion(feasibility.people)
      }
      let isAmongThemselves = people.allSatisfy { person in
        policy.subject(person).map { policy.isEligible($0, by: named) } ?? false
      }
      guard isAmongThemselves else { return [] }
    }
    guard !terms.isEmpty else { return [] }
    let name = EntitlementName(system: system.id, entitlement: entitlement.name)
    return [
      PolicyFinding(
        .approversAreSubjects,
        "all who could approve `\(name)` may ask for it themselves: they let each other in",
        at: SourceLocation(file: system.file, mark: entitlement.approvals.first?.mark),
        hint: "ask for an approval from outside as well, such as group:security")
    ]
  }
}
