import Model

extension ForgeCommitter: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(name: try coder(value, \.name), email: try coder(value, \.email))
  }
}

extension Forge: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), committer: try coder(value, \.committer),
      keys: try coder(value, \.keys))
  }
}
