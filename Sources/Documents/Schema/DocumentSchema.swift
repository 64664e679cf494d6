package import Model

/// The kinds of documents that people write, each with the schema of what its reader takes.
package enum DocumentSchema: String, CaseIterable, Sendable {
  case request, mandate, review, settings, person, workload, group, system, rule, forge, issuer,
    notifications,
    directory
  case test

  /// Where documents of the kind stand.
  package var paths: String {
    switch self {
    case .request: "requests/<system>/<name>.yaml"
    case .mandate: "mandates/<name>.yaml"
    case .review: "reviews/<name>.yaml"
    case .settings: Settings.file
    case .person: "policies/people/<id>.yaml"
    case .workload: "policies/workloads/<id>.yaml"
    case .group: "policies/groups/<id>.yaml"
    case .system: "policies/systems/<id>.yaml"
    case .rule: "policies/rules/<id>.yaml"
    case .forge: "policies/forges/<id>.yaml"
    case .issuer: "policies/issuers/<id>.yaml"
    case .notifications: "policies/notifications.yaml"
    case .directory: "policies/directory/<name>.yaml"
    case .test: "policies/tests/<name>.yaml"
    }
  }

  /// What a document of the kind is, in a few words.
  package var title: String {
    switch self {
    case .request: "A request for access"
    case .mandate: "Approvals in advance: what one subject may have without new ones"
    case .review:
      "A sign-off: of an emergency, of a system's access, of a revocation, of an offboarding, of a deed, "
        + "of standing access"
    case .settings: "What holds for the whole repository"
    case .person: "An employee, a contractor or somebody of a vendor"
    case .workload: "A non-human identity with a human owner"
    case .group: "A named set of people"
    case .system: "What can be asked for"
    case .rule: "Requirements or denials across systems"
    case .forge: "A forge whose own signature may count"
    case .issuer: "Who vouches for workloads by tokens"
    case .notifications: "Webhooks that are told what runs do"
    case .directory: "Whom the directory confirms, suspends and ends"
    case .test: "Examples with the decision each must get"
    }
  }

  /// What a document of the kind may be: one of these, told apart by their keys.
  package var schemas: [ObjectSchema] {
    switch self {
    case .request: [.request]
    case .mandate: [.mandate]
    case .review:
      [
        .emergencyReview, .accessReview, .revocationReview, .offboardingSignOff, .confirmation,
        .standing,
      ]
    case .settings: [.settings]
    case .person: [.person]
    case .workload: [.workload]
    case .group: [.group]
    case .system: [.system]
    case .rule: [.rule]
    case .forge: [.forge]
    case .issuer: [.issuer]
    case .notifications: [.notifications]
    case .directory: [.attestation]
    case .test: [.test]
    }
  }
}

extension ObjectSchema {
  fileprivate static let request = ObjectSchema(RequestKeys.self) { key in
    switch key {
    case .subject: .required(.plainName, "The person or workload that is to have access.")
    case .entitlement: .required(.plainName, "What of the system whose folder this is.")
    case .duration: .required(.duration, "For how long: `30m`, `8h`, `5d` or ISO 8601.")
    case .starts: .optional(.instant, "When; without it the clock starts with the grant.")
    case .ticket: .optional(.ticket, "The ticket that it is for.")
    case .reason: .required(.prose, "Why, for those who approve and those who audit.")
    case .emergency: .optional(.boolean, "Whether to ask on the terms for emergencies.")
    case .publicKey:
      .optional(.sshKey, "The key to certify, in the place of those in the subject's file.")
    case .certificateRequest:
      .optional(
        .pem("CERTIFICATE REQUEST"),
        "A PKCS #10 request for the key to certify; nothing else is taken from it.")
    }
  }

  fileprivate static let person = ObjectSchema(
    PersonKeys.self,
    [
      .when(
        key: "class",
        values: PersonClass.allCases.filter(\.isThirdParty).map(\.rawValue),
        requires: ["organization", "sponsor", "contract"], forbids: []),
      .when(
        key: "class", values: [PersonClass.employee.rawValue], requires: [],
        forbids: ["sponsor", "contract"]),
    ]
  ) { key in
    switch key {
    case .name: .required(.line(Limits.name), "The full name.")
    case .personClass: .required(.word(PersonClass.self), "What ties them to the organisation.")
    case .organization: .optional(.line(Limits.name), "Whom a third party answers to.")
    case .sponsor: .optional(.plainName, "The active employee who answers for a third party.")
    case .contract: .optional(.object(.contract), "What a third party works under.")
    case .emails:
      .optional(
        .list(of: .email, mayBeEmpty: true, isDistinct: true),
        "To recognise authorship, never to prove it.")
    case .keys: .optional(.keys(mayBeEmpty: true), "The keys that sign for them.")
    case .verified: .required(.instant, "When these facts were last checked against their source.")
    case .status: .required(.word(IdentityStatus.self), "Whether they may act at all.")
    }
  }

  private static let contract = ObjectSchema(ContractKeys.self) { key in
    switch key {
    case .reference: .required(.line(Limits.name), "The number of the contract.")
    case .ends: .required(.instant, "From then on there is no contract.")
    }
  }

  fileprivate static let workload = ObjectSchema(WorkloadKeys.self) { key in
    switch key {
    case .owner: .required(.owner, "The person or group that asks for it.")
    case .purpose: .required(.prose, "What it does.")
    case .emails:
      .optional(
        .list(of: .email, mayBeEmpty: true, isDistinct: true),
        "To recognise authorship, never to prove it.")
    case .keys:
      .optional(.keys(mayBeEmpty: true), "The keys that sign its requests; they never approve.")
    case .attest:
      .optional(
        .list(of: .object(.tokenEntry), mayBeEmpty: true, isDistinct: false),
        "What its platform's tokens say of it; one entry is enough.")
    case .verified:
      .optional(
        .instant, "When these facts were last checked; facts that nobody checked are stale.")
    case .status: .required(.word(IdentityStatus.self), "Whether it may act at all.")
    }
  }

  fileprivate static let attestation = ObjectSchema(AttestationKeys.self) { key in
    switch key {
    case .at: .required(.instant, "When the directory looked.")
    case .verified: .optional(.names(mayBeEmpty: true), "Whose facts are as their files say.")
    case .suspended: .optional(.names(mayBeEmpty: true), "Who may not act for now.")
    case .offboarded: .optional(.names(mayBeEmpty: true), "Who has left.")
    }
  }

  fileprivate static let group = ObjectSchema(GroupKeys.self) { key in
    switch key {
    case .members: .required(.names(mayBeEmpty: true), "People, never groups.")
    }
  }
}
