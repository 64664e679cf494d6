import Model

extension Webhook: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      name: try coder(value, \.name), variable: try coder(value, \.variable),
      target: try coder(value, \.target), events: try coder(value, \.events))
  }
}
