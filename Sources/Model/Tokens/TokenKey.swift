/// A public key of an issuer of tokens, as policy pins it (RFC 7517).
///
/// Plain numbers: whether they are a point of their curve only a cryptographic library can say.
package struct TokenKey: Hashable, Sendable {
  /// What a token calls it.
  package let kid: String?
  package let material: Material
  /// The algorithms whose signatures by it count; none where it is of another type, or not for signatures.
  package let algorithms: [TokenAlgorithm]

  /// What a signature is checked with.
  package enum Material: Hashable, Sendable {
    /// Both as big-endian numbers without zeros before them.
    case rsa(modulus: [UInt8], exponent: [UInt8])
    /// Both coordinates, each of the curve's length.
    case p256(x: [UInt8], y: [UInt8])
    case p384(x: [UInt8], y: [UInt8])
    case ed25519([UInt8])
    /// A type or curve that no algorithm here uses.
    case other
  }

  package init(kid: String?, material: Material, algorithms: [TokenAlgorithm]) {
    self.kid = kid
    self.material = material
    self.algorithms = algorithms
  }

  /// Whether a token means it by `name`.
  package func isCalled(_ name: String) -> Bool {
    kid.map { $0.utf8.elementsEqual(name.utf8) } ?? false
  }
}
