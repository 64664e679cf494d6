package import Model

/// An entitlement that somebody may ask for, and on what terms.
package struct Offer: Sendable {
  package let name: EntitlementName
  package let risk: Risk
  /// What the system is, in its file's words.
  package let description: String
  /// The longest that the subject may have it for.
  package let maximum: Duration
  /// The patterns that the ticket must match; empty where none is asked for.
  package let tickets: [String]
}

/// What `subject` may ask for under `policy`, sorted by name; nothing where nobody is called so.
///
/// Eligibility alone: whether the subject is active, under contract or at odds with other access is for
/// `evaluate` to say.
///
/// - Parameter inEmergency: Only what is given in an emergency, on those terms.
package func offers(
  to subject: IdentityID, under policy: Policy, inEmergency: Bool = false
) -> [Offer] {
  guard let asker = policy.subject(subject) else { return [] }
  return policy.systems.values.flatMap { system in
    system.entitlements.compactMap { entitlement in
      let terms = Terms(
        for: subject, of: system, entitlement, under: policy, isEmergency: inEmergency)
      guard policy.isEligible(asker, by: terms.eligible.value),
        !inEmergency || terms.emergency != nil
      else { return nil }
      return Offer(
        name: terms.name, risk: entitlement.risk, description: system.description,
        maximum: terms.maximum.value,
        tickets: terms.rules.compactMap { $0.require?.ticket?.value })
    }
  }.sorted { $0.name < $1.name }
}
