/// Why a key or signature that may be mathematically valid proves nothing.
package enum OpenPGPWeakness: Sendable, Hashable {
  /// An RSA modulus of fewer than 2048 bits.
  case rsaTooShort(bits: Int)
  /// A DSA key with a modulus of fewer than 2048 or a subgroup of fewer than 224 bits.
  case dsaTooShort(modulus: Int, subgroup: Int)
  /// An Ed25519 key of small order: anybody can make signatures that it accepts.
  case smallOrder
  /// MD5, SHA-1 or RIPEMD-160, for which collisions are known or near.
  case hash(String)
  /// A hash of fewer bits than the key's group has.
  case hashTooShort(bits: Int, needed: Int)
  /// The certificate ties the key to its owner with MD5, SHA-1 or RIPEMD-160 alone.
  case certification
}

extension OpenPGPWeakness: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .rsaTooShort(let bits): "the RSA key has \(bits) bits; at least 2048 are needed"
    case .dsaTooShort(let modulus, let subgroup):
      "the DSA key has \(modulus) and \(subgroup) bits; at least 2048 and 224 are needed"
    case .smallOrder: "the Ed25519 key is of small order: everybody can sign for it"
    case .hash(let name): "the signature is made with \(name)"
    case .hashTooShort(let bits, let needed):
      "the signature is made with a hash of \(bits) bits; its key needs \(needed)"
    case .certification:
      "the certificate ties the key to its owner with SHA-1 or a weaker hash; certify it anew"
    }
  }
}
