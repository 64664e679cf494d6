internal import Model

extension ObjectSchema {
  static let emergencyReview = ObjectSchema(EmergencyReviewKeys.self) { key in
    switch key {
    case .grant: .required(.grantID, "The emergency grant that was looked at.")
    case .finding: .required(.prose, "What happened, and whether the access was needed.")
    case .actions:
      .required(
        .list(of: .prose, mayBeEmpty: true, isDistinct: false), "What is to be done about it.")
    }
  }

  static let accessReview = ObjectSchema(AccessReviewKeys.self) { key in
    switch key {
    case .system: .required(.plainName, "The system whose access was looked at.")
    case .asOf: .required(.instant, "When the list was made.")
    case .access:
      .required(
        .list(of: .object(.reviewedAccess), mayBeEmpty: true, isDistinct: false),
        "Who has what, and what becomes of it.")
    }
  }

  private static let reviewedAccess = ObjectSchema(ReviewedAccessKeys.self) { key in
    switch key {
    case .subject: .required(.plainName, "The person or workload.")
    case .entitlement: .required(.plainName, "What of the system.")
    case .decision: .required(.word(ReviewedAccess.Fate.self), "What becomes of it.")
    case .note: .optional(.prose, "Why.")
    }
  }

  static let revocationReview = ObjectSchema(RevocationReviewKeys.self) { key in
    switch key {
    case .revocation:
      .required(
        .object(
          ObjectSchema(RevocationKeys.self) { key in
            switch key {
            case .grants:
              .required(.integer(1...Limits.revocations), "The most that may be revoked.")
            }
          }), "That the change of policy in the same landing is meant to revoke so much.")
    case .reason: .optional(.prose, "Why.")
    }
  }

  static let standing = ObjectSchema(StandingKeys.self) { key in
    switch key {
    case .standing: .required(.plainName, "The system on which it is.")
    case .owner: .required(.plainName, "The person who answers for it.")
    case .reviewBy: .required(.instant, "From then on it is a finding again.")
    case .reason: .required(.prose, "Why it is there.")
    case .access:
      .required(
        .list(
          of: .object(
            ObjectSchema(StandingItemKeys.self) { key in
              switch key {
              case .subject: .required(.line(Limits.name), "Whose it is, as the target has it.")
              case .target: .required(.line(Limits.name), "What it is called there.")
              }
            }), mayBeEmpty: false, isDistinct: true), "What is there.")
    }
  }

  static let confirmation = ObjectSchema(ConfirmationKeys.self) { key in
    switch key {
    case .grant: .required(.grantID, "The grant that it was done for.")
    case .confirms: .required(.word(HandConfirmation.Deed.self), "What was done by hand.")
    case .note: .optional(.prose, "Whatever helps to find it again on the target.")
    }
  }

  static let offboardingSignOff = ObjectSchema(OffboardingSignOffKeys.self) { key in
    switch key {
    case .person: .required(.plainName, "Whoever has left.")
    case .done:
      .required(
        .list(of: .integer(1...Limits.entries), mayBeEmpty: false, isDistinct: true),
        "The lines of their list that are done.")
    }
  }
}
