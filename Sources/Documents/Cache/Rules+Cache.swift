import Model

extension AppliesTo: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      classes: try coder(value, \.classes), risks: try coder(value, \.risks),
      systems: try coder(value, \.systems), planes: try coder(value, \.planes),
      groups: try coder(value, \.groups), subjects: try coder(value, \.subjects),
      mark: try coder(value, \.mark))
  }
}

extension RenewalLimit: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      maximum: try coder(value, \.maximum), within: try coder(value, \.within),
      mark: try coder(value, \.mark))
  }
}

extension Requirements: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      ticket: try coder(value, \.ticket), approvals: try coder(value, \.approvals),
      maximumDuration: try coder(value, \.maximumDuration),
      assurance: try coder(value, \.assurance), signedRequest: try coder(value, \.signedRequest),
      renewals: try coder(value, \.renewals))
  }
}

extension Denial: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      message: try coder(value, \.message), from: try coder(value, \.from),
      until: try coder(value, \.until), mark: try coder(value, \.mark))
  }
}

extension Rule: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), description: try coder(value, \.description),
      appliesTo: try coder(value, \.appliesTo), require: try coder(value, \.require),
      deny: try coder(value, \.deny))
  }
}
