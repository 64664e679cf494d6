/// What kind of harm a system's access can do.
package enum Plane: String, Hashable, Sendable, Codable, CaseIterable {
  case data, development
  case ciCd = "ci-cd"
  case cloudAdmin = "cloud-admin"
  case network, identity
}

/// Whom an `eligible` list lets ask; nobody else may.
package enum EligibleSelector: Hashable, Sendable {
  case personClass(PersonClass)
  case group(GroupID)
  case person(IdentityID)
  case workload(IdentityID)
}

extension EligibleSelector: CustomStringConvertible {
  /// As documents write it.
  package var description: String {
    switch self {
    case .personClass(let value): "class:\(value.rawValue)"
    case .group(let id): "group:\(id)"
    case .person(let id): "person:\(id)"
    case .workload(let id): "workload:\(id)"
    }
  }
}

/// The terms on which an entitlement is handed out in an emergency (DESIGN section 8).
package struct EmergencyTerms: Hashable, Sendable {
  package let eligible: [EligibleSelector]
  package let approvals: [ApprovalLine]
  package let maximumDuration: Duration
  package let reviewWithin: Duration
  package let mark: Mark

  package init(
    eligible: [EligibleSelector], approvals: [ApprovalLine], maximumDuration: Duration,
    reviewWithin: Duration, mark: Mark
  ) {
    self.eligible = eligible
    self.approvals = approvals
    self.maximumDuration = maximumDuration
    self.reviewWithin = reviewWithin
    self.mark = mark
  }
}

/// How far an entitlement reaches that is not cut to what its holder needs.
package enum CoarseScope: String, Hashable, Sendable, Codable, CaseIterable {
  /// Whoever holds it reaches what other tenants of the system have.
  case sharedTenant = "shared-tenant"
}

/// What can be asked for of one system.
package struct Entitlement: Hashable, Sendable {
  package let name: String
  /// What its file says; `risk` is what counts.
  package let statedRisk: Risk
  /// Absent where it reaches no further than it should.
  package let scope: Marked<CoarseScope>?
  /// Why the scope makes it no high risk; absent where nobody says so.
  package let scopeReason: String?
  package let eligible: [EligibleSelector]
  /// Never empty.
  package let approvals: [ApprovalLine]
  package let maximumDuration: Marked<Duration>
  package let conflictsWith: [Marked<EntitlementName>]
  package let assurance: Marked<Assurance>?
  package let signedRequest: Marked<Bool>?
  package let emergency: EmergencyTerms?
  /// Where the entitlement begins, and where its `eligible` stands.
  package let mark: Mark
  package let eligibleMark: Mark

  /// - Parameters:
  ///   - risk: As the file states it; a coarse scope raises what counts.
  ///   - mark: Where the entitlement begins.
  package init(
    name: String, risk: Risk, scope: Marked<CoarseScope>? = nil, scopeReason: String? = nil,
    eligible: [EligibleSelector], approvals: [ApprovalLine],
    maximumDuration: Marked<Duration>, conflictsWith: [Marked<EntitlementName>],
    assurance: Marked<Assurance>?, signedRequest: Marked<Bool>?, emergency: EmergencyTerms?,
    mark: Mark, eligibleMark: Mark
  ) {
    self.name = name
    statedRisk = risk
    self.scope = scope
    self.scopeReason = scopeReason
    self.eligible = eligible
    self.approvals = approvals
    self.maximumDuration = maximumDuration
    self.conflictsWith = conflictsWith
    self.assurance = assurance
    self.signedRequest = signedRequest
    self.emergency = emergency
    self.mark = mark
    self.eligibleMark = eligibleMark
  }

  /// How much harm it can do: high at least where its scope is coarse and nobody says why that is no risk.
  package var risk: Risk {
    guard scope != nil, scopeReason == nil else { return statedRisk }
    switch statedRisk {
    case .low, .medium: return .high
    case .high, .critical: return statedRisk
    }
  }
}

/// How often the owner of a system looks at who has access to it (DESIGN section 8).
package struct ReviewSchedule: Hashable, Sendable {
  /// Between one review and the next; between the ledger's first sight of the schedule and the first.
  package let every: Duration
  /// What becomes of the access that a review should have looked at which nobody landed in time; nil where
  /// it stays, and the late review is a finding.
  package let late: LateReview?
  package let mark: Mark

  package init(every: Duration, late: LateReview? = nil, mark: Mark) {
    self.every = every
    self.late = late
    self.mark = mark
  }
}

/// What a late review takes with it.
package enum LateReview: String, Hashable, Sendable, CaseIterable {
  /// The grants that it should have looked at.
  case lapse
}

/// A system in `policies/systems/`: what can be asked for, who owns it and what enforces it.
package struct TargetSystem: Hashable, Sendable {
  package let id: SystemID
  package let description: String
  package let owner: Owner
  package let plane: Plane
  /// In the order of the file; names are unique.
  package let entitlements: [Entitlement]
  package let connector: Connector
  /// Absent where nobody asks for access reviews.
  package let review: ReviewSchedule?
  /// What to rotate when somebody leaves who ever held something here.
  package let secrets: [SystemSecret]
  /// What to remove then, since it trusts them.
  package let trust: [String]
  /// What whoever has access does with it, in words for them; absent where nobody says.
  package let howToConnect: String?
  package let ownerMark: Mark

  package init(
    id: SystemID, description: String, owner: Owner, plane: Plane, entitlements: [Entitlement],
    connector: Connector, review: ReviewSchedule? = nil, secrets: [SystemSecret] = [],
    trust: [String] = [], howToConnect: String? = nil, ownerMark: Mark
  ) {
    self.id = id
    self.description = description
    self.owner = owner
    self.plane = plane
    self.entitlements = entitlements
    self.connector = connector
    self.review = review
    self.secrets = secrets
    self.trust = trust
    self.howToConnect = howToConnect
    self.ownerMark = ownerMark
  }

  /// The file the system was read from.
  package var file: String { "policies/systems/\(id).yaml" }

  /// The secret called `name`.
  package func secret(_ name: String) -> SystemSecret? { secrets.first { $0.name == name } }

  /// The entitlement called `name`.
  package func entitlement(_ name: String) -> Entitlement? {
    entitlements.first { $0.name == name }
  }
}
