import Model

extension Attestation: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      file: try coder(value, \.file), at: try coder(value, \.at),
      atMark: try coder(value, \.atMark), confirmed: try coder(value, \.confirmed),
      suspended: try coder(value, \.suspended), offboarded: try coder(value, \.offboarded))
  }
}
