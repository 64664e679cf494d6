import Model

/// Terms that were put together before, under one policy.
///
/// Of thousands of requests most ask for what others ask for, and putting terms together is a sixth of a
/// judgement.
struct TermsTable {
  private struct Key: Hashable {
    let subject: IdentityID
    let entitlement: EntitlementName
    let isEmergency: Bool
  }

  private var known: [Key: Terms] = [:]

  /// The terms of `entitlement`; `policy` must be the same each time.
  mutating func terms(
    for subject: IdentityID, of system: TargetSystem, _ entitlement: Entitlement,
    under policy: Policy, isEmergency: Bool
  ) -> Terms {
    let key = Key(
      subject: subject,
      entitlement: EntitlementName(system: system.id, entitlement: entitlement.name),
      isEmergency: isEmergency)
    if let terms = known[key] { return terms }
    let terms = Terms(
      for: subject, of: system, entitlement, under: policy, isEmergency: isEmergency)
    known[key] = terms
    return terms
  }
}
