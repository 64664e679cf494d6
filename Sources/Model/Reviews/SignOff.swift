/// A file of `reviews/`: what somebody who looked puts their name to by merging it (DESIGN section 8).
///
/// What it says counts for nothing before an approving merge by an eligible person has brought it in.
package enum SignOff: Hashable, Sendable {
  case emergency(EmergencyReview)
  case access(AccessReview)
  case revocation(RevocationReview)
  case offboarding(OffboardingSignOff)
  case confirmation(HandConfirmation)
  case standing(StandingAccess)
}

/// That a change of policy is meant to revoke as much as it does.
///
/// It counts in the landing that also brings the change, and nowhere else (DESIGN section 8).
package struct RevocationReview: Hashable, Sendable {
  /// The most live grants that may be revoked.
  package let grants: Int
  package let reason: String?
  package let mark: Mark

  package init(grants: Int, reason: String?, mark: Mark) {
    self.grants = grants
    self.reason = reason
    self.mark = mark
  }
}

/// What somebody found who looked at an emergency grant afterwards.
package struct EmergencyReview: Hashable, Sendable {
  package let grant: GrantID
  /// What happened, and whether the access was needed.
  package let finding: String
  /// What is to be done about it; may be empty.
  package let actions: [String]
  package let grantMark: Mark

  package init(grant: GrantID, finding: String, actions: [String], grantMark: Mark) {
    self.grant = grant
    self.finding = finding
    self.actions = actions
    self.grantMark = grantMark
  }
}

/// Who held what on one system, with what its owner makes of each.
package struct AccessReview: Hashable, Sendable {
  package let system: SystemID
  /// When the list was made; whoever got access later is left to the next review.
  package let asOf: Instant
  package let access: [ReviewedAccess]
  package let systemMark: Mark
  package let asOfMark: Mark

  package init(
    system: SystemID, asOf: Instant, access: [ReviewedAccess], systemMark: Mark, asOfMark: Mark
  ) {
    self.system = system
    self.asOf = asOf
    self.access = access
    self.systemMark = systemMark
    self.asOfMark = asOfMark
  }

  /// What it says of one holding, if anything.
  package func entry(for holding: Holding) -> ReviewedAccess? {
    access.first {
      $0.subject == holding.subject && $0.entitlement == holding.entitlement.entitlement
    }
  }
}

/// One line of an access review.
package struct ReviewedAccess: Hashable, Sendable {
  /// What becomes of the access.
  package enum Fate: String, Hashable, Sendable, Codable, CaseIterable {
    case keep, remove
  }

  package let subject: IdentityID
  /// Of the system that is reviewed.
  package let entitlement: String
  package let decision: Fate
  package let note: String?
  package let mark: Mark

  package init(
    subject: IdentityID, entitlement: String, decision: Fate, note: String?, mark: Mark
  ) {
    self.subject = subject
    self.entitlement = entitlement
    self.decision = decision
    self.note = note
    self.mark = mark
  }
}
