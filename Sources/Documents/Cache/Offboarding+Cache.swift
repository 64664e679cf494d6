import Model

extension OffboardingSettings: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      owner: try coder(value, \.owner), places: try coder(value, \.places),
      within: try coder(value, \.within))
  }
}

extension SystemSecret: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(name: try coder(value, \.name), rotatedBy: try coder(value, \.rotatedBy))
  }
}
