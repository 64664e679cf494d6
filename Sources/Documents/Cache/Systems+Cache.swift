import Model

extension ApproverSelector: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(ApproverSelector.group) {
      if case .group(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ApproverSelector.person) {
      if case .person(let value) = $0 { value } else { nil }
    },
    CacheAlternative(.owner),
    CacheAlternative(.sponsor),
  ]
}

extension ApprovalLine: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      count: try coder(value, \.count), from: try coder(value, \.from),
      mark: try coder(value, \.mark))
  }
}

extension EligibleSelector: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(EligibleSelector.personClass) {
      if case .personClass(let value) = $0 { value } else { nil }
    },
    CacheAlternative(EligibleSelector.group) {
      if case .group(let value) = $0 { value } else { nil }
    },
    CacheAlternative(EligibleSelector.person) {
      if case .person(let value) = $0 { value } else { nil }
    },
    CacheAlternative(EligibleSelector.workload) {
      if case .workload(let value) = $0 { value } else { nil }
    },
  ]
}

extension EntitlementName: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(system: try coder(value, \.system), entitlement: try coder(value, \.entitlement))
  }
}

extension EmergencyTerms: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      eligible: try coder(value, \.eligible), approvals: try coder(value, \.approvals),
      maximumDuration: try coder(value, \.maximumDuration),
      reviewWithin: try coder(value, \.reviewWithin), mark: try coder(value, \.mark))
  }
}

extension Entitlement: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      name: try coder(value, \.name), risk: try coder(value, \.statedRisk),
      scope: try coder(value, \.scope), scopeReason: try coder(value, \.scopeReason),
      eligible: try coder(value, \.eligible), approvals: try coder(value, \.approvals),
      maximumDuration: try coder(value, \.maximumDuration),
      conflictsWith: try coder(value, \.conflictsWith), assurance: try coder(value, \.assurance),
      signedRequest: try coder(value, \.signedRequest), emergency: try coder(value, \.emergency),
      mark: try coder(value, \.mark), eligibleMark: try coder(value, \.eligibleMark))
  }
}

extension ReviewSchedule: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      every: try coder(value, \.every), late: try coder(value, \.late),
      mark: try coder(value, \.mark))
  }
}

extension TargetSystem: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), description: try coder(value, \.description),
      owner: try coder(value, \.owner), plane: try coder(value, \.plane),
      entitlements: try coder(value, \.entitlements), connector: try coder(value, \.connector),
      review: try coder(value, \.review), secrets: try coder(value, \.secrets),
      trust: try coder(value, \.trust), howToConnect: try coder(value, \.howToConnect),
      ownerMark: try coder(value, \.ownerMark))
  }
}
