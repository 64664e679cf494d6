import Model

extension Linter {
  /// Subjects to whom the same rules apply for one entitlement.
  struct Variant {
    let terms: Terms
    /// Of the kinds that they are.
    var places: [Int]
  }

  /// Those who could ask for `entitlement`, by what is asked of them.
  ///
  /// There may be as many as there are kinds: for questions that need all lists of a subject together.
  func variants(
    of system: TargetSystem, _ entitlement: Entitlement,
    where isAskedFor: (SubjectKind) -> Bool = { _ in true }
  ) -> [Variant] {
    let candidates = RuleSet(policy.rules) { $0.appliesTo.matches(system, entitlement) }
    var found: [RuleSet: Int] = [:]
    var variants: [Variant] = []
    for place in kinds.places(of: entitlement.eligible) where isAskedFor(kinds.kinds[place]) {
      let rules = candidates.intersection(rulesOfKinds[place])
      if let known = found[rules] {
        variants[known].places.append(place)
      } else {
        found[rules] = variants.count
        variants.append(
          Variant(
            terms: Terms(of: system, entitlement, by: rules.elements(of: policy.rules)),
            places: [place]))
      }
    }
    return variants
  }
}
