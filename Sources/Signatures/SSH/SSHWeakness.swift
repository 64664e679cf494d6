/// Why a key or signature that may be mathematically valid proves nothing.
package enum SSHWeakness: Sendable, Hashable {
  /// An RSA modulus of fewer than 2048 bits.
  case rsaTooShort(bits: Int)
  /// An RSA signature over SHA-1 (`ssh-rsa`), for which collisions can be bought.
  case sha1Signature
  /// An Ed25519 key of small order: anybody can make signatures that it accepts.
  case smallOrder
}

extension SSHWeakness: CustomStringConvertible {
  /// One sentence for people, without a period at its end.
  package var description: String {
    switch self {
    case .rsaTooShort(let bits): "the RSA key has \(bits) bits; at least 2048 are needed"
    case .sha1Signature: "the signature is made with SHA-1 (ssh-rsa)"
    case .smallOrder: "the Ed25519 key is of small order: everybody can sign for it"
    }
  }
}
