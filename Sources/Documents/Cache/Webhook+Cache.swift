import Model

extension Webhook: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      name: try coder(value, \.name), place: try coder(value, \.place),
      target: try coder(value, \.target), events: try coder(value, \.events))
  }
}

extension Webhook.Place: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(Webhook.Place.variable) {
      if case .variable(let value) = $0 { value } else { nil }
    },
    CacheAlternative(Webhook.Place.mailboxes) {
      if case .mailboxes(let value) = $0 { value } else { nil }
    },
  ]
}
