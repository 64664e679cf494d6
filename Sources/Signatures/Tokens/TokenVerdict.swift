package import Model

/// What is to be said about one token under the keys of one issuer.
///
/// All but `good` mean that nothing is proved; they differ in what to tell people.
package enum TokenVerdict: Sendable, Hashable {
  /// One of the issuer's pinned keys signed exactly this.
  case good(VerifiedToken)
  /// The issuer's file does not name the algorithm.
  case algorithmNotAllowed(TokenAlgorithm)
  /// The key that the token names is not for signatures of this algorithm.
  case algorithmNotOfKey(TokenAlgorithm)
  /// No pinned key is called so; escaped for display.
  case unknownKey(String)
  /// The token names no key and more than one accepts it.
  case ambiguousKey
  /// The signature is not that of the key.
  case bad
}

extension TokenVerdict: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .good(let verified):
      "good signature" + (verified.key.kid.map { " by the key \(shortlyEscaped($0.utf8))" } ?? "")
    case .algorithmNotAllowed(let algorithm):
      "it is signed by \(algorithm.rawValue), which the issuer's file does not name"
    case .algorithmNotOfKey(let algorithm):
      "it is signed by \(algorithm.rawValue), which the key that it names is not for"
    case .unknownKey(let kid): "it is signed by the key \(kid), which is not pinned"
    case .ambiguousKey: "it names no key, and more than one of the pinned keys accepts it"
    case .bad: "its signature is not that of a pinned key"
    }
  }
}

/// What a token that verified proves: this key of its issuer signed exactly these claims.
///
/// Only the verifier makes these values.
package struct VerifiedToken: Sendable, Hashable {
  /// The key that signed.
  package let key: TokenKey
  /// What it signed, an object.
  package let claims: JSONTree

  init(_ token: SignedToken, by key: TokenKey) {
    self.key = key
    claims = token.claimed
  }
}
