/// What the ledger holds of one landed sign-off: what it said, who signed it, and what became of it.
///
/// Accepted or refused, it is settled at once: nobody approves a review late, they land it again.
package struct SignOffRecord: Hashable, Sendable, Codable {
  /// What became of it.
  package enum Outcome: String, Hashable, Sendable, Codable {
    case accepted, refused
  }

  package let path: RepositoryPath
  package let blob: ObjectID
  package let landing: ObjectID
  package let decided: Instant
  package let outcome: Outcome
  /// The reviewers whose merges counted.
  package let reviewers: [Approval]
  package let reasons: [Reason]
  /// Present where it is the review of an emergency grant.
  package let emergency: Emergency?
  /// Present where it is the review of a system's access.
  package let access: Access?
  /// Present where it closes lines of an offboarding.
  package let offboarding: Offboarding?
  /// Present where it says that something was done by hand.
  package let confirmation: Confirmed?

  /// Present where it says who answers for standing access.
  package let standing: Adoption?

  /// Who answers for which access, and until when.
  package struct Adoption: Hashable, Sendable, Codable {
    package let system: SystemID
    package let owner: IdentityID
    package let reviewBy: Instant
    package let reason: String
    package let access: [StandingAccess.Item]

    private enum CodingKeys: String, CodingKey {
      case system, owner, reason, access
      case reviewBy = "review_by"
    }
  }

  /// What was done for which grant.
  package struct Confirmed: Hashable, Sendable, Codable {
    package let grant: GrantID
    package let confirms: HandConfirmation.Deed
    package let note: String?
  }

  /// Which lines of whose offboarding are done.
  package struct Offboarding: Hashable, Sendable, Codable {
    package let person: IdentityID
    package let done: [String]
  }

  /// What an emergency review says.
  package struct Emergency: Hashable, Sendable, Codable {
    package let grant: GrantID
    package let finding: String
    package let actions: [String]
  }

  /// What an access review says.
  package struct Access: Hashable, Sendable, Codable {
    package let system: SystemID
    package let asOf: Instant
    package let decisions: [Line]

    /// One subject and entitlement.
    package struct Line: Hashable, Sendable, Codable {
      package let subject: IdentityID
      package let entitlement: String
      package let decision: ReviewedAccess.Fate
    }

    private enum CodingKeys: String, CodingKey {
      case system, decisions
      case asOf = "as_of"
    }
  }

  /// What became of `landed`.
  package init(
    _ landed: LandedSignOff, decided: Instant, outcome: Outcome, reviewers: [Approval],
    reasons: [Reason]
  ) {
    path = landed.key.path
    blob = landed.key.blob
    landing = landed.landing
    self.decided = decided
    self.outcome = outcome
    self.reviewers = reviewers
    self.reasons = reasons.bounded
    let signOff: SignOff? =
      if case .readable(let signOff) = landed.document { signOff } else { nil }
    emergency =
      if case .emergency(let review) = signOff {
        Emergency(grant: review.grant, finding: review.finding, actions: review.actions)
      } else { nil }
    access =
      if case .access(let review) = signOff {
        Access(
          system: review.system, asOf: review.asOf,
          decisions: review.access.map {
            Access.Line(
              subject: $0.subject, entitlement: $0.entitlement, decision: $0.decision)
          })
      } else { nil }
    offboarding =
      if case .offboarding(let signOff) = signOff {
        Offboarding(person: signOff.person, done: signOff.done)
      } else { nil }
    standing =
      if case .standing(let found) = signOff {
        Adoption(
          system: found.system, owner: found.owner, reviewBy: found.reviewBy,
          reason: found.reason, access: found.access)
      } else { nil }
    confirmation =
      if case .confirmation(let signOff) = signOff {
        Confirmed(grant: signOff.grant, confirms: signOff.deed, note: signOff.note)
      } else { nil }
  }

  package var key: RequestKey { RequestKey(path: path, blob: blob) }
}
