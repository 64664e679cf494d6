import Model

extension Linter {
  /// What is wrong with who may ask for each entitlement and who could approve.
  mutating func entitlementFindings() -> [PolicyFinding] {
    var findings: [PolicyFinding] = []
    var lists = ListFindings()
    for system in systems {
      for entitlement in system.entitlements {
        findings += coarseScope(system, entitlement)
        findings += unmetNames(system, entitlement)
        note(system, entitlement, in: &lists)
        findings += peers(system, entitlement)
        findings += thirdParties(system, entitlement)
      }
    }
    return findings + lists.findings
  }

  /// A scope that reaches too far under a risk that does not say so; it counts as high.
  private func coarseScope(_ system: TargetSystem, _ entitlement: Entitlement) -> [PolicyFinding] {
    guard let scope = entitlement.scope, entitlement.risk != entitlement.statedRisk else {
      return []
    }
    let name = EntitlementName(system: system.id, entitlement: entitlement.name)
    return [
      PolicyFinding(
        .coarseScope,
        "`\(name)` reaches a whole \(scope.value.rawValue) and says `risk: \(entitlement.statedRisk.rawValue)`; it counts "
          + "as \(entitlement.risk.rawValue)",
        at: SourceLocation(file: system.file, mark: scope.mark),
        hint:
          "write `risk: high`, cut the scope, or say under `scope_reason:` why it is no high risk")
    ]
  }

  /// Looks at each list that is asked of somebody, once for all of whom it is asked.
  private mutating func note(
    _ system: TargetSystem, _ entitlement: Entitlement, in lists: inout ListFindings
  ) {
    struct Asked: Hashable, Comparable {
      /// The place of the rule that asks; -1 for the entitlement itself.
      let rule: Int
      let assurance: Assurance

      static func < (left: Asked, right: Asked) -> Bool {
        (left.rule, left.assurance) < (right.rule, right.assurance)
      }
    }
    let candidates = RuleSet(policy.rules) { $0.appliesTo.matches(system, entitlement) }
    var places: [Asked: [Int]] = [:]
    for place in kinds.places(of: entitlement.eligible) {
      let rules = candidates.intersection(rulesOfKinds[place])
      let assurance = Terms.assurance(
        of: entitlement, rules.intersection(assuring).elements(of: policy.rules))
      places[Asked(rule: -1, assurance: assurance), default: []].append(place)
      rules.intersection(listing).forEach {
        places[Asked(rule: $0, assurance: assurance), default: []].append(place)
      }
    }
    for (asked, places) in places.sorted(by: { $0.key < $1.key }) {
      let list =
        asked.rule < 0
        ? Terms.List(of: entitlement, in: system) : Terms.List(policy.rules[asked.rule])
      guard let list else { continue }
      lists.note(
        ListFindings.Question(
          list: list, system: system, entitlement: entitlement, assurance: asked.assurance),
        at: places, in: &self)
    }
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
    _ system: TargetSystem, _ entitlement: Entitlement
  ) -> [PolicyFinding] {
    let named = entitlement.eligible.filter {
      if case .personClass = $0 { false } else { true }
    }
    guard !named.isEmpty else { return [] }
    let all = variants(of: system, entitlement).map(\.terms)
    for terms in all {
      var people: Set<IdentityID> = []
      for list in terms.lists {
        // A sponsor is somebody else.
        if list.names(.sponsor) { return [] }
        let feasibility = possible.feasibility(
          of: list, terms.assurance, owner: system.owner, sponsor: nil)
        guard feasibility.isMet else { return [] }
        people.formUnion(feasibility.people)
      }
      let isAmongThemselves = people.allSatisfy { person in
        policy.subject(person).map { policy.isEligible($0, by: named) } ?? false
      }
      guard isAmongThemselves else { return [] }
    }
    guard !all.isEmpty else { return [] }
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
