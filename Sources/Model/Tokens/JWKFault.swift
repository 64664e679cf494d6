/// Why something is no public key that may be pinned.
package enum JWKFault: Error, Hashable, Sendable {
  case notAnObject
  case missingMember(String)
  /// A member of another type, or whose value is not what its name promises.
  case wrongMember(String)
  /// Its `kid` is that of a key before it.
  case sameName
  /// A secret that whoever reads the repository would have.
  case privateKey(String)
  case symmetric
  case rsaSize(bits: Int)
  /// The numbers are no point of the key's curve, or one that everybody can sign for.
  case invalidPoint
}

extension JWKFault: CustomStringConvertible {
  /// What is wrong with the key, without a period at its end.
  package var description: String {
    switch self {
    case .notAnObject: "it is no JSON object"
    case .missingMember(let name): "`\(name)` is missing"
    case .wrongMember(let name): "`\(name)` is not what RFC 7517 and RFC 7518 have there"
    case .sameName: "its `kid` is that of another key before it"
    case .privateKey(let name): "it has `\(name)`, a part of the private key"
    case .symmetric: "it is a symmetric key (`kty: oct`), a secret"
    case .rsaSize(let bits): "the RSA key has \(bits) bits, where 2048 to 8192 are taken"
    case .invalidPoint: "its numbers are no key of its curve"
    }
  }
}
