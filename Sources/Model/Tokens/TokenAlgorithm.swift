/// How a token may be signed: the `alg` of RFC 7518 and RFC 8037 that count here, and no others.
///
/// Of what else is registered, `none` proves nothing, HMAC's would make of a public key a secret that everybody
/// knows, and the rest no platform uses.
package enum TokenAlgorithm: String, Hashable, Sendable, CaseIterable {
  case rs256 = "RS256"
  case ps256 = "PS256"
  case es256 = "ES256"
  case es384 = "ES384"
  case edDSA = "EdDSA"

  /// The algorithm that is written so, compared by bytes.
  package init?(written text: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) })
    else { return nil }
    self = found
  }
}
