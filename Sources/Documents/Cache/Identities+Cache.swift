import Model

extension PolicyKey: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      material: try coder(value, \.material), retired: try coder(value, \.retired),
      compromised: try coder(value, \.compromised), mark: try coder(value, \.mark))
  }
}

extension Contract: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      reference: try coder(value, \.reference), ends: try coder(value, \.ends),
      mark: try coder(value, \.mark))
  }
}

extension PersonMarks: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      sponsor: try coder(value, \.sponsor), verified: try coder(value, \.verified),
      status: try coder(value, \.status), emails: try coder(value, \.emails))
  }
}

extension Person: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), name: try coder(value, \.name),
      personClass: try coder(value, \.personClass), organization: try coder(value, \.organization),
      sponsor: try coder(value, \.sponsor), contract: try coder(value, \.contract),
      emails: try coder(value, \.emails), keys: try coder(value, \.keys),
      verified: try coder(value, \.ownVerified), status: try coder(value, \.ownStatus),
      marks: try coder(value, \.marks))
  }
}

extension Owner: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(Owner.person) { if case .person(let value) = $0 { value } else { nil } },
    CacheAlternative(Owner.group) { if case .group(let value) = $0 { value } else { nil } },
  ]
}

extension Workload: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), owner: try coder(value, \.owner),
      purpose: try coder(value, \.purpose), emails: try coder(value, \.emails),
      keys: try coder(value, \.keys), attest: try coder(value, \.attest),
      verified: try coder(value, \.verified), status: try coder(value, \.status),
      marks: try coder(value, \.marks))
  }
}

extension WorkloadMarks: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      owner: try coder(value, \.owner), emails: try coder(value, \.emails),
      verified: try coder(value, \.verified), status: try coder(value, \.status))
  }
}

extension Group: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), members: try coder(value, \.members),
      mark: try coder(value, \.mark))
  }
}

extension PolicyKey.Material: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(PolicyKey.Material.ssh) {
      if case .ssh(let value) = $0 { value } else { nil }
    },
    CacheAlternative(PolicyKey.Material.openPGP) {
      if case .openPGP(let value) = $0 { value } else { nil }
    },
  ]
}
