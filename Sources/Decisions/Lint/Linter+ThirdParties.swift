import Model

extension Linter {
  /// Where a single signature lets a third party into what everything else rests on.
  ///
  /// Lists are satisfied each on its own, so two lists are no two people where one person serves both.
  mutating func thirdParties(
    _ system: TargetSystem, _ entitlement: Entitlement
  ) -> [PolicyFinding] {
    guard system.plane.isFoundation else { return [] }
    let name = EntitlementName(system: system.id, entitlement: entitlement.name)
    var findings: [PolicyFinding] = []
    if let who = outsider(system, entitlement) ?? unknownOutsider(system, entitlement) {
      findings.append(
        PolicyFinding(
          .thirdPartyApprovals,
          "one person's signature could let \(who) into `\(name)`, on the \(system.plane.rawValue) plane",
          at: SourceLocation(file: system.file, mark: entitlement.approvals.first?.mark),
          hint: "ask for two people, in the entitlement or by a rule for third parties"))
    }
    if let emergency = entitlement.emergency, emergency.approvals.reduce(0, { $0 + $1.count }) < 2,
      let who = emergencyOutsider(emergency)
    {
      findings.append(
        PolicyFinding(
          .thirdPartyApprovals,
          "\(who) could have `\(name)` in an emergency with fewer than two signatures, on the "
            + "\(system.plane.rawValue) plane",
          at: SourceLocation(file: system.file, mark: emergency.mark),
          hint: "ask for two people, or leave emergencies to employees"))
    }
    return findings
  }

  /// A third party whom one person could let in; nil where there is none.
  private mutating func outsider(
    _ system: TargetSystem, _ entitlement: Entitlement
  ) -> String? {
    guard !Terms.List(of: entitlement, in: system).takesTwo else { return nil }
    for variant in variants(of: system, entitlement, where: \.isThirdParty)
    where !variant.terms.lists.contains(where: \.takesTwo) {
      for place in variant.places {
        for (sponsor, members) in kinds.kinds[place].bySponsor {
          let subject = kinds.eligible(of: members, by: entitlement.eligible).first
          if let subject, isOnePersonEnough(variant.terms, system, sponsor, for: subject) {
            return "`\(subject)`"
          }
        }
      }
    }
    return nil
  }

  /// A class of third parties that nobody is of yet.
  private mutating func unknownOutsider(
    _ system: TargetSystem, _ entitlement: Entitlement
  ) -> String? {
    for case .personClass(let value) in entitlement.eligible where value.isThirdParty {
      guard !hasMember([.personClass(value)]) else { continue }
      let terms = Terms(
        of: system, entitlement,
        by: policy.rules.filter {
          $0.appliesTo.matches(system, entitlement) && $0.appliesTo.matchesAll(of: value)
        })
      if isOnePersonEnough(terms, system, nil, for: nil) { return "any \(value.rawValue)" }
    }
    return nil
  }

  private mutating func isOnePersonEnough(
    _ terms: Terms, _ system: TargetSystem, _ sponsor: IdentityID?, for subject: IdentityID?
  ) -> Bool {
    var shared: Set<IdentityID>?
    for list in terms.lists {
      if list.takesTwo { return false }
      let people = possible.feasibility(
        of: list, terms.assurance, owner: system.owner, sponsor: sponsor
      ).people
      shared = shared?.intersection(people) ?? people
    }
    if let barred = subject.flatMap(policy.personBarred) { shared?.remove(barred) }
    return shared.map { !$0.isEmpty } ?? true
  }

  private func emergencyOutsider(_ emergency: EmergencyTerms) -> String? {
    for place in kinds.places(of: emergency.eligible) where kinds.kinds[place].isThirdParty {
      if let subject = kinds.eligible(at: place, by: emergency.eligible).first {
        return "`\(subject)`"
      }
    }
    return nil
  }
}

extension Terms.List {
  /// Whether no one person could meet it.
  fileprivate var takesTwo: Bool { lines.reduce(0) { $0 + $1.count } > 1 }
}

extension SubjectKind {
  /// Whether they, or those who own the workload, answer to another organisation.
  var isThirdParty: Bool { traits.classes.contains(where: \.isThirdParty) }
}

extension Plane {
  /// Whether whoever is let in here could let themselves in elsewhere.
  fileprivate var isFoundation: Bool {
    switch self {
    case .ciCd, .cloudAdmin, .identity: true
    case .data, .development, .network: false
    }
  }
}

extension AppliesTo {
  /// Whether everybody of `personClass` is meant, whoever it may be.
  fileprivate func matchesAll(of personClass: PersonClass) -> Bool {
    groups == nil && subjects == nil && (classes?.contains(personClass) ?? true)
  }
}
