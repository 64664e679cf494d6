import Model

/// What earlier hearings under one policy, at one time, found out that holds for others as well.
///
/// Of thousands of requests most ask for what others ask for, changed by the same commits and approved
/// by nobody yet; what such a request needs is three quarters of its judgement.
struct Precedents {
  private struct Key: Hashable {
    let subject: IdentityID
    let entitlement: EntitlementName
    let isEmergency: Bool
  }

  private var known: [Key: Precedent] = [:]

  /// What is known of requests like that of `hearing`; nil where the policy has no such entitlement.
  ///
  /// Policy, overlay and time of the hearings must be the same each time.
  mutating func precedent(for hearing: Hearing) -> Precedent? {
    let request = hearing.request
    let key = Key(
      subject: request.subject, entitlement: request.entitlementName,
      isEmergency: request.isEmergency)
    if let precedent = known[key] { return precedent }
    guard let (system, entitlement) = hearing.policy.entitlement(request.entitlementName) else {
      return nil
    }
    let precedent = Precedent(
      hearing,
      Terms(
        for: request.subject, of: system, entitlement, under: hearing.policy,
        isEmergency: request.isEmergency))
    known[key] = precedent
    return precedent
  }
}

/// What holds for all requests of one subject for one entitlement.
///
/// A class, so that the table and the hearing that adds to it mean the same one.
final class Precedent {
  let terms: Terms
  /// What the subject lacks.
  let shortfalls: [Shortfall]
  /// Whose contract the access may not outlive.
  let contractor: Person?
  /// Why the subject may not even ask.
  let eligibility: [Reason]
  private var unapproved: (changes: [RequestChange], holders: [ObjectID], need: Need)?

  init(_ hearing: Hearing, _ terms: Terms) {
    self.terms = terms
    shortfalls = hearing.standing.shortfalls(of: hearing.request.subject)
    contractor = hearing.contractor
    eligibility = hearing.eligibilityReasons(terms)
  }

  /// What the request of `hearing` needs, which nobody has approved and which is no renewal.
  func need(of hearing: Hearing) -> Need {
    let (changes, holders) = (hearing.landed.changes, hearing.landed.holders)
    if let unapproved, unapproved.changes == changes, unapproved.holders == holders {
      return unapproved.need
    }
    let need = hearing.need(terms)
    unapproved = (changes, holders, need)
    return need
  }
}

/// Who approved, and what is missing in words.
struct Need {
  let tally: Tally
  let shortages: [Shortage]
}
