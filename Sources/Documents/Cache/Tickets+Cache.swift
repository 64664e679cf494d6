import Model

extension TicketToken: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(variable: try coder(value, \.variable), scheme: try coder(value, \.scheme))
  }
}

extension TicketSource: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(TicketSource.command) {
      if case .command(let value) = $0 { value } else { nil }
    },
    CacheAlternative(TicketSource.http) { if case .http(let value) = $0 { value } else { nil } },
  ]
}

extension TicketPage: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      url: try coder(value, \.url), token: try coder(value, \.token),
      path: try coder(value, \.path), open: try coder(value, \.open),
      exists: try coder(value, \.exists))
  }
}
