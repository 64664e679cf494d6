import Model

extension Reference: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      kind: try coder(value, \.kind), name: try coder(value, \.name), mark: try coder(value, \.mark)
    )
  }
}

extension ParsedDocument.Content: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(ParsedDocument.Content.settings) {
      if case .settings(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.person) {
      if case .person(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.workload) {
      if case .workload(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.group) {
      if case .group(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.system) {
      if case .system(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.rule) {
      if case .rule(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.test) {
      if case .test(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.certificate) {
      if case .certificate(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.forge) {
      if case .forge(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.notifications) {
      if case .notifications(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.attestation) {
      if case .attestation(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.issuer) {
      if case .issuer(let value) = $0 { value } else { nil }
    },
    CacheAlternative(ParsedDocument.Content.tokenKeys) {
      if case .tokenKeys(let value) = $0 { value } else { nil }
    },
  ]
}
