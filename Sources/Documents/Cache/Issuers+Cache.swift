import Model

extension Issuer: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), name: try coder(value, \.name), keys: try coder(value, \.keys),
      published: try coder(value, \.published), algorithms: try coder(value, \.algorithms),
      mustPin: try coder(value, \.mustPin), ended: try coder(value, \.ended),
      status: try coder(value, \.status), statusMark: try coder(value, \.statusMark))
  }
}

extension EndedTokenKey: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      kid: try coder(value, \.kid), retired: try coder(value, \.retired),
      compromised: try coder(value, \.compromised), mark: try coder(value, \.mark))
  }
}

extension TokenEntry: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      issuer: try coder(value, \.issuer), claims: try coder(value, \.claims),
      mark: try coder(value, \.mark))
  }
}

extension PinnedClaim: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(name: try coder(value, \.name), value: try coder(value, \.value))
  }
}

extension PinnedClaim.Value: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(PinnedClaim.Value.text) {
      if case .text(let value) = $0 { value } else { nil }
    },
    CacheAlternative(PinnedClaim.Value.integer) {
      if case .integer(let value) = $0 { value } else { nil }
    },
    CacheAlternative(PinnedClaim.Value.boolean) {
      if case .boolean(let value) = $0 { value } else { nil }
    },
    CacheAlternative(PinnedClaim.Value.claims) {
      if case .claims(let value) = $0 { value } else { nil }
    },
  ]
}

extension TokenAlgorithm: CacheCodable {}

extension TokenKey: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      kid: try coder(value, \.kid), material: try coder(value, \.material),
      algorithms: try coder(value, \.algorithms))
  }
}

/// The two numbers that a key of some types is.
private struct NumberPair: CacheCodable, SendableMetatype {
  let first: [UInt8]
  let second: [UInt8]

  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(first: try coder(value, \.first), second: try coder(value, \.second))
  }
}

extension TokenKey.Material: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(.other),
    CacheAlternative(TokenKey.Material.ed25519) {
      if case .ed25519(let key) = $0 { key } else { nil }
    },
    CacheAlternative({ (pair: NumberPair) in .rsa(modulus: pair.first, exponent: pair.second) }) {
      if case .rsa(let modulus, let exponent) = $0 {
        NumberPair(first: modulus, second: exponent)
      } else {
        nil
      }
    },
    CacheAlternative({ (pair: NumberPair) in .p256(x: pair.first, y: pair.second) }) {
      if case .p256(let x, let y) = $0 { NumberPair(first: x, second: y) } else { nil }
    },
    CacheAlternative({ (pair: NumberPair) in .p384(x: pair.first, y: pair.second) }) {
      if case .p384(let x, let y) = $0 { NumberPair(first: x, second: y) } else { nil }
    },
  ]
}

extension TokenKeySet: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(keys: try coder(value, \.keys))
  }
}
