internal import Model

extension ObjectSchema {
  static let system = ObjectSchema(SystemKeys.self) { key in
    switch key {
    case .description: .required(.prose, "What it is.")
    case .owner: .required(.owner, "Who is answerable for it.")
    case .plane: .required(.word(Plane.self), "What kind of harm access to it can do.")
    case .entitlements: .required(.named(.object(.entitlement)), "What can be asked for.")
    case .connector: .required(.object(.connector), "What makes a grant become access.")
    case .review:
      .optional(.object(.reviewSchedule), "How often its owner looks at who has access.")
    case .secrets:
      .optional(
        .list(
          of: .either([.line(Limits.name), .object(.secret)]), mayBeEmpty: true, isDistinct: true),
        "What to rotate once somebody who had access has left.")
    case .trust: .optional(.lines, "What to take away that such a person may have left behind.")
    case .howToConnect: .optional(.prose, "What whoever has access does with it.")
    }
  }

  private static let secret = ObjectSchema(SecretKeys.self) { key in
    switch key {
    case .name: .required(.line(Limits.name), "What people call it.")
    case .rotatedBy:
      .required(.object(.programSource), "What says when it was last rotated, instead of people.")
    }
  }

  private static let reviewSchedule = ObjectSchema(ReviewKeys.self) { key in
    switch key {
    case .every: .required(.duration, "The longest time between two reviews.")
    case .late:
      .optional(.word(LateReview.self), "What a late review takes with it; without, nothing.")
    }
  }

  private static let entitlement = ObjectSchema(
    EntitlementKeys.self, [.needs(key: "scope_reason", others: ["scope"])]
  ) { key in
    switch key {
    case .risk: .required(.word(Risk.self), "How much harm it can do.")
    case .scope:
      .optional(.word(CoarseScope.self), "Where it reaches too far: then it is high risk at least.")
    case .scopeReason: .optional(.prose, "Why such a scope is no high risk here.")
    case .eligible: .required(.eligible, "Who may ask; nobody else may.")
    case .approvals:
      .required(.approvals(.request), "Whose signatures it takes; each list on its own.")
    case .maximumDuration: .required(.duration, "The longest window.")
    case .conflictsWith:
      .optional(
        .list(of: .entitlementName, mayBeEmpty: false, isDistinct: true),
        "What nobody may hold beside it.")
    case .assurance: .optional(.word(Assurance.self), "What each signature must prove.")
    case .signedRequest:
      .optional(.boolean, "Whether the subject signs; true for high and critical risk.")
    case .emergency: .optional(.object(.emergency), "The terms for emergencies.")
    }
  }

  private static let emergency = ObjectSchema(EmergencyKeys.self) { key in
    switch key {
    case .eligible: .required(.eligible, "Who may ask in an emergency.")
    case .approvals:
      .required(.approvals(.request, mayBeEmpty: true), "Whose signatures it takes; may be none.")
    case .maximumDuration: .required(.duration, "The longest window.")
    case .reviewWithin: .required(.duration, "Until when somebody else must have reviewed it.")
    }
  }

  static let rule = ObjectSchema(RuleKeys.self, [.someOf(["require", "deny"])]) { key in
    switch key {
    case .description: .required(.prose, "What it is for.")
    case .appliesTo:
      .optional(.object(.appliesTo), "Every key given must match, one value of each is enough.")
    case .require: .optional(.object(.requirements), "What requests need on top.")
    case .deny: .optional(.object(.denial), "That no approval outweighs.")
    }
  }

  private static let appliesTo = ObjectSchema(AppliesToKeys.self) { key in
    switch key {
    case .personClass: .optional(.words(of: PersonClass.self), "Classes of subjects.")
    case .risk: .optional(.words(of: Risk.self), "Risks of entitlements.")
    case .system: .optional(.names(), "Systems.")
    case .plane: .optional(.words(of: Plane.self), "Planes of systems.")
    case .group: .optional(.names(), "Groups that the subject is in.")
    case .subject: .optional(.names(), "Subjects.")
    }
  }

  private static let requirements = ObjectSchema(
    RequirementKeys.self, [.someOf(RequirementKeys.allCases.map(\.rawValue))]
  ) { key in
    switch key {
    case .ticket: .optional(.ticketPattern, "A pattern that must match the whole ticket.")
    case .approvals: .optional(.approvals(.request), "Signatures beside the entitlement's.")
    case .maximumDuration: .optional(.duration, "The longest window; the shortest of all wins.")
    case .assurance: .optional(.word(Assurance.self), "The highest of all wins.")
    case .signedRequest: .optional(.boolean, "Whether the subject signs.")
    case .renewals: .optional(.object(.renewals), "How often access may follow on itself.")
    }
  }

  private static let renewals = ObjectSchema(RenewalKeys.self) { key in
    switch key {
    case .maximum: .required(.integer(0...Limits.renewals), "So many times.")
    case .within: .required(.duration, "How far back grants count.")
    }
  }

  private static let denial = ObjectSchema(DenialKeys.self) { key in
    switch key {
    case .message: .required(.prose, "Why, for those who are refused.")
    case .from: .optional(.instant, "Denied from here on; without it always so far.")
    case .until: .optional(.instant, "Denied up to here; without it for ever.")
    }
  }

  static let settings = ObjectSchema(SettingsKeys.self) { key in
    switch key {
    case .mainline: .optional(.branch, "The protected branch; `main` where nothing is said.")
    case .ledger: .optional(.branch, "The ledger's branch; `countersign/ledger` else.")
    case .witness: .optional(.repositoryAddress, "Where each run also pushes the ledger's tip.")
    case .processor: .required(.object(.processor), "What the processor signs the ledger with.")
    case .identity: .optional(.object(.identity), "What is asked of facts about people.")
    case .approvals: .optional(.object(.approvals), "How long approvals count.")
    case .reminders:
      .optional(.object(.reminders), "How long before something ends somebody is told.")
    case .massRevocation:
      .optional(.share, "The share of live grants that a change may revoke unreviewed: `25%`.")
    case .governance: .required(.governance, "Who may change what; the last that matches decides.")
    case .tickets: .optional(.object(.tickets), "Who says whether a ticket is open.")
    case .offboarding: .optional(.object(.offboarding), "Who sees to leavers, and where they look.")
    case .discovery:
      .optional(.object(.discovery), "How often runs ask connectors what is really there.")
    case .mandates: .optional(.object(.mandates), "How far ahead approvals in advance may reach.")
    }
  }

  private static let mandates = ObjectSchema(MandateSettingsKeys.self) { key in
    switch key {
    case .longest: .required(.duration, "From its first sight to its end; 92d else.")
    }
  }

  private static let discovery = ObjectSchema(DiscoveryKeys.self) { key in
    switch key {
    case .every: .required(.duration, "The longest time between two questions.")
    }
  }

  private static let offboarding = ObjectSchema(OffboardingKeys.self) { key in
    switch key {
    case .owner: .optional(.owner, "Who sees to leavers.")
    case .places: .optional(.lines, "Places to look through.")
    case .within: .optional(.duration, "How soon the list of somebody who has left must be closed.")
    }
  }

  private static let reminders = ObjectSchema(ReminderKeys.self) { key in
    switch key {
    case .grant: .optional(.duration, "Before a grant ends.")
    case .contract: .optional(.duration, "Before a contract ends.")
    case .verification: .optional(.duration, "Before the facts about somebody go stale.")
    case .review: .optional(.duration, "Before a review is due.")
    case .mandate: .optional(.duration, "Before a mandate ends.")
    }
  }

  private static let processor = ObjectSchema(ProcessorKeys.self) { key in
    switch key {
    case .keys:
      .required(.list(of: .sshKey, mayBeEmpty: false, isDistinct: true), "SSH public keys.")
    }
  }

  private static let identity = ObjectSchema(IdentityKeys.self) { key in
    switch key {
    case .staleAfter: .optional(.duration, "How old `verified` may be; 90d else.")
    case .directory:
      .optional(.plainName, "The workload whose signature is enough in `policies/directory/`.")
    }
  }

  private static let approvals = ObjectSchema(ApprovalKeys.self) { key in
    switch key {
    case .expireAfter: .optional(.duration, "How long a request waits; 7d else.")
    case .issueWithin:
      .optional(.duration, "How late it may be issued without a witness; 24h else.")
    }
  }

  static let test = ObjectSchema(TestFileKeys.self) { key in
    switch key {
    case .at: .required(.instant, "When the cases take place.")
    case .people:
      .optional(.named(.object(.madeUpPerson)), "People whom the cases make up, by their ids.")
    case .cases:
      .required(.list(of: .object(.testCase), mayBeEmpty: false, isDistinct: false), "Examples.")
    }
  }

  private static let madeUpPerson = ObjectSchema(
    MadeUpPersonKeys.self,
    [
      .when(
        key: "class", values: ["contractor", "vendor"], requires: ["sponsor"], forbids: []),
      .when(
        key: "class", values: ["employee"], requires: [], forbids: ["sponsor", "contract_ends"]),
      .needs(key: "sponsor", others: ["class"]),
      .needs(key: "contract_ends", others: ["class"]),
    ]
  ) { key in
    switch key {
    case .personClass: .optional(.word(PersonClass.self), "What ties them here; `employee` else.")
    case .sponsor: .optional(.plainName, "Third parties: the employee who answers for them.")
    case .groups: .optional(.names(mayBeEmpty: true), "The groups that they are in.")
    case .status: .optional(.word(IdentityStatus.self), "Whether they may act; `active` else.")
    case .contractEnds: .optional(.instant, "Third parties: when their contract ends; late else.")
    }
  }

  private static let testCase = ObjectSchema(CaseKeys.self) { key in
    switch key {
    case .name: .required(.line(Limits.name), "What the case shows.")
    case .request: .required(.object(.caseRequest), "What is asked for.")
    case .approvedBy: .required(.names(mayBeEmpty: true), "Who has approved.")
    case .assurance:
      .optional(.word(Assurance.self), "What their signatures prove; `personal` else.")
    case .signed: .optional(.boolean, "Whether the subject signed; true else.")
    case .grants:
      .optional(
        .list(of: .object(.assumedGrant), mayBeEmpty: true, isDistinct: false),
        "What the subject has already.")
    case .mandate: .optional(.object(.assumedMandate), "What was approved in advance.")
    case .expect: .required(.word(ExpectedOutcome.self), "The decision it must get.")
    case .reasons:
      .optional(
        .list(of: .word(ReasonCode.self), mayBeEmpty: true, isDistinct: true),
        "Codes that must be among its reasons.")
    }
  }

  private static let caseRequest = ObjectSchema(CaseRequestKeys.self) { key in
    switch key {
    case .system: .required(.plainName, "The system.")
    case .subject: .required(.plainName, "The person or workload.")
    case .entitlement: .required(.plainName, "What of the system.")
    case .duration: .required(.duration, "For how long.")
    case .starts: .optional(.instant, "When; `at` else.")
    case .ticket: .optional(.ticket, "The ticket.")
    case .reason: .optional(.prose, "Why; the case's name else.")
    case .emergency: .optional(.boolean, "Whether on the terms for emergencies.")
    }
  }

  private static let assumedGrant = ObjectSchema(AssumedGrantKeys.self) { key in
    switch key {
    case .entitlement: .required(.entitlementName, "What it gives.")
    case .start: .required(.instant, "From when.")
    case .end: .required(.instant, "Until when.")
    case .emergency: .optional(.boolean, "Whether it is an emergency that nobody has reviewed.")
    }
  }
}

extension FieldSchema {
  fileprivate static let governance = FieldSchema.list(
    of: .object(
      ObjectSchema(GovernanceKeys.self) { key in
        switch key {
        case .paths:
          .required(
            .list(of: .pathPattern, mayBeEmpty: false, isDistinct: true),
            "Patterns from the root: `*` within a segment, `**` across.")
        case .approvals:
          .required(.approvals(.peopleGovernance), "Whose signatures a change takes.")
        }
      }), mayBeEmpty: false, isDistinct: false)
}
